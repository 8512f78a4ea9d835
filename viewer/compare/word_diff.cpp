#include "viewer/compare/word_diff.hpp"

#include <string_view>
#include <unordered_map>

#include "viewer/compare/edit_script.hpp"

namespace spoor::compare {
namespace {

constexpr double kLeastAlike = 0.3;              // of what is no blank, in both texts together
constexpr std::uint64_t kWordSteps = 4'000'000;  // of one change

bool is_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

struct Word {
  std::uint64_t line = 0;
  std::uint64_t begin_byte = 0;
  std::string_view text;  ///< empty: the end of a line
};

/// False: there are more than kMostWords.
bool split(std::span<const TextLine> lines, std::uint64_t first, std::vector<Word>& out) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view text = lines[i].text;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at + 1;
      if (is_word(text[at])) {
        while (end < text.size() && is_word(text[end])) ++end;
      } else if (is_blank(text[at])) {
        while (end < text.size() && is_blank(text[end])) ++end;
      }
      if (out.size() >= kMostWords) return false;
      out.push_back({first + i, at, text.substr(at, end - at)});
      at = end;
    }
    out.push_back({first + i, text.size(), {}});
  }
  return true;
}

std::uint64_t weight(const Word& word) {
  return word.text.empty() || is_blank(word.text[0]) ? 0 : word.text.size();
}

std::uint64_t weight(std::span<const Word> words) {
  std::uint64_t sum = 0;
  for (const Word& word : words) sum += weight(word);
  return sum;
}

/// Adds words that stand side by side as one range for each line; the ends of lines are none.
void add_ranges(std::span<const Word> words, std::vector<WordRange>& out) {
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    const std::uint64_t end = word.begin_byte + word.text.size();
    if (!out.empty() && out.back().line == word.line && out.back().end_byte == word.begin_byte)
      out.back().end_byte = end;
    else
      out.push_back({word.line, word.begin_byte, end});
  }
}

/// A blank alone between two changed words is changed with them: one mark is easier to read than two.
void join_over_blanks(std::vector<Change>& changes, const std::vector<Word>& from,
                      const std::vector<Word>& to) {
  std::vector<Change> out;
  for (const Change& change : changes) {
    const bool one = !out.empty() && change.old_begin - out.back().old_end == 1 &&
                     weight(from[out.back().old_end]) == 0 && !from[out.back().old_end].text.empty();
    const bool both_sides = one && out.back().removed() > 0 && change.removed() > 0 &&
                            out.back().added() > 0 && change.added() > 0;
    if (both_sides && !to[out.back().new_end].text.empty()) {
      out.back().old_end = change.old_end;
      out.back().new_end = change.new_end;
    } else {
      out.push_back(change);
    }
  }
  changes = std::move(out);
}

}  // namespace

WordDiff diff_words(std::span<const TextLine> old_lines, std::uint64_t first_old,
                    std::span<const TextLine> new_lines, std::uint64_t first_new,
                    const std::stop_token& stop) {
  std::vector<Word> from;
  std::vector<Word> to;
  if (!split(old_lines, first_old, from) || !split(new_lines, first_new, to)) return {};
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  const auto numbered = [&numbers](const std::vector<Word>& words) {
    std::vector<std::uint32_t> out;
    out.reserve(words.size());
    for (const Word& word : words)
      out.push_back(numbers.emplace(word.text, static_cast<std::uint32_t>(numbers.size())).first->second);
    return out;
  };
  const std::vector<std::uint32_t> old_numbers = numbered(from);
  const std::vector<std::uint32_t> new_numbers = numbered(to);
  auto script = edit_script(old_numbers, new_numbers, {kWordSteps}, stop);
  if (!script) return {};
  const std::span<const Word> all_old(from);
  const std::span<const Word> all_new(to);
  std::uint64_t changed = 0;
  for (const Change& c : script->changes)
    changed +=
        weight(all_old.subspan(c.old_begin, c.removed())) + weight(all_new.subspan(c.new_begin, c.added()));
  const std::uint64_t all = weight(all_old) + weight(all_new);
  if (static_cast<double>(all - changed) < kLeastAlike * static_cast<double>(all)) return {};
  join_over_blanks(script->changes, from, to);
  WordDiff out;
  for (const Change& c : script->changes) {
    add_ranges(all_old.subspan(c.old_begin, c.removed()), out.old_words);
    add_ranges(all_new.subspan(c.new_begin, c.added()), out.new_words);
  }
  return out;
}

}  // namespace spoor::compare
