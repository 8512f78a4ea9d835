#include "viewer/find/gram_query.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace spoor::find {
namespace {

constexpr int kLeastAtomBytes = 3;
constexpr std::size_t kMostAtoms =
    64;  ///< bits of a mask; an expression with more is searched for everywhere
// U+E040 to U+E07F in UTF-8: this, and then a byte that says which.
constexpr std::string_view kMark = "\xEE\x81";
constexpr unsigned char kMarkedFrom = 0x40;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

index::GramString plain_string(const Query& query) {
  index::GramString out;
  if (query.ignore_case) return unmarked(query.text);
  out.bytes = query.text;
  out.either.assign(query.text.size(), false);
  return out;
}

/// Behind an escape that begins at `at`: \n, \x41, \x{41}, \pL, \p{Greek}.
std::size_t behind_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return text.size();
  const char kind = text[at + 1];
  std::size_t end = at + 2;
  if (kind == 'x' || kind == 'p' || kind == 'P') {
    if (end < text.size() && text[end] == '{')
      end = std::min(text.find('}', end), text.size() - 1) + 1;
    else
      end += kind == 'x' ? 2 : 1;
  }
  return std::min(end, text.size());
}

/// Behind a class that begins at `at`: [a-z], []x], [^]x], [[:alpha:]].
std::size_t behind_class(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  if (end < text.size() && text[end] == '^') ++end;
  if (end < text.size() && text[end] == ']') ++end;
  while (end < text.size() && text[end] != ']') {
    if (text[end] == '\\') {
      end = behind_escape(text, end);
    } else if (text.substr(end, 2) == "[:") {
      const std::size_t close = text.find(":]", end + 2);
      end = close == std::string_view::npos ? end + 1 : close + 2;
    } else {
      ++end;
    }
  }
  return std::min(end + 1, text.size());
}

/// What RE2 asks of a text that matches one expression.
class Needed {
 public:
  explicit Needed(const Query& query) : filter_(kLeastAtomBytes) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_nl(!query.multi_line);
    options.set_case_sensitive(!query.ignore_case);
    int id = 0;
    const auto marked = query.ignore_case ? std::nullopt : with_marked_letters(query.text);
    if (filter_.Add(marked.value_or(query.text), options, &id) != re2::RE2::NoError) return;
    std::vector<std::string> atoms;
    filter_.Compile(&atoms);
    for (const std::string& atom : atoms) strings_.push_back(unmarked(atom));
    helps_ = !strings_.empty() && strings_.size() <= kMostAtoms && !passes(0);
  }
  /// Whether some text without any of the strings cannot match.
  [[nodiscard]] bool helps() const { return helps_; }
  [[nodiscard]] const std::vector<index::GramString>& strings() const { return strings_; }
  /// Whether a text that holds the strings of these bits, and no other, may match.
  [[nodiscard]] bool passes(std::uint64_t held) {
    const auto known = known_.find(held);
    if (known != known_.end()) return known->second;
    std::vector<int> present;
    for (std::size_t i = 0; i < strings_.size(); ++i)
      if ((held >> i & 1U) != 0) present.push_back(static_cast<int>(i));
    std::vector<int> possible;
    filter_.AllPotentials(present, &possible);
    return known_[held] = !possible.empty();
  }

 private:
  re2::FilteredRE2 filter_;
  std::vector<index::GramString> strings_;
  std::map<std::uint64_t, bool> known_;
  bool helps_ = false;
};

using Candidates = std::vector<std::uint32_t>;

}  // namespace

std::optional<std::string> with_marked_letters(std::string_view expression) {
  if (expression.find(kMark) != std::string_view::npos || expression.find("\\Q") != std::string_view::npos)
    return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < expression.size();) {
    const char c = expression[at];
    std::size_t end = at + 1;
    if (c == '\\') end = behind_escape(expression, at);
    if (c == '[') end = behind_class(expression, at);
    if (expression.substr(at, 2) == "(?") {
      if (expression.substr(at, 3) != "(?:") return std::nullopt;
      end = at + 3;
    }
    if (is_letter(c)) {
      out += kMark;
      out += static_cast<char>(0x80 + (static_cast<unsigned char>(c) - kMarkedFrom));
    } else {
      out += expression.substr(at, end - at);
    }
    at = end;
  }
  return out;
}

index::GramString unmarked(std::string_view atom) {
  index::GramString best;
  index::GramString part;
  const auto close = [&] {
    if (part.bytes.size() > best.bytes.size()) best = part;
    part = {};
  };
  for (std::size_t i = 0; i < atom.size(); ++i) {
    if (atom.substr(i, 2) == kMark && i + 2 < atom.size()) {
      part.bytes += static_cast<char>((static_cast<unsigned char>(atom[i + 2]) & 0x3FU) + kMarkedFrom);
      part.either.push_back(false);
      i += 2;
    } else if (static_cast<unsigned char>(atom[i]) < 0x80 && atom[i] != '\n') {
      part.bytes += atom[i];
      part.either.push_back(is_letter(atom[i]));
    } else {
      close();
    }
  }
  close();
  return best;
}

seal::Result<std::optional<Candidates>> candidates(const Query& query, const index::GramTable& grams,
                                                   const seal::FileTable& files) {
  std::optional<Needed> needed;
  std::vector<index::GramString> strings;
  if (query.regexp) {
    needed.emplace(query);
    if (!needed->helps()) return std::nullopt;
    strings = needed->strings();
  } else {
    strings = {plain_string(query)};
  }
  Candidates out;
  std::vector<std::uint64_t> held;
  for (std::size_t segment = 0; segment < grams.segments(); ++segment) {
    const index::GramSegment& part = grams.segment(segment);
    held.assign(part.files, 0);
    for (std::size_t i = 0; i < strings.size(); ++i) {
      const auto list = grams.files_with(strings[i], segment);
      if (!list) return tl::make_unexpected(list.error());
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (!*list) {
        if (!needed) return std::nullopt;
        for (std::uint64_t& mask : held) mask |= bit;
      } else {
        for (const std::uint16_t file : **list) held[file] |= bit;
      }
    }
    for (std::uint32_t file = 0; file < part.files; ++file) {
      if (held[file] == 0 || (needed && !needed->passes(held[file]))) continue;
      const std::uint32_t index = files.at_number(part.first_file + file);
      if (index != seal::FileTable::kNone) out.push_back(index);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace spoor::find
