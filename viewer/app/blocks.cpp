#include "viewer/app/blocks.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace spoor::app {
namespace {

constexpr std::size_t kMostKnown = 100000;
constexpr std::uint64_t kIndentBytes = 256;  // deeper ones are cut: nobody reads there
constexpr std::uint64_t kBracketBytes = 4096;

constexpr std::string_view kOpening = "([{";
constexpr std::string_view kClosing = ")]}";

bool is_text(code::TokenClass token) {
  return token == code::TokenClass::string || token == code::TokenClass::comment ||
         token == code::TokenClass::escape;
}

/// The beginning of a line with its strings and comments blanked.
std::string code_of(const code::Document& document, std::uint64_t line) {
  auto text = document.text(line, 0, kBracketBytes);
  if (!text) return {};
  if (text->find_first_of("()[]{}") == std::string::npos) return std::move(*text);
  for (const code::Span& span : document.spans(line, 0, kBracketBytes))
    if (is_text(span.token))
      for (std::uint64_t i = span.begin_byte; i < std::min<std::uint64_t>(span.end_byte, text->size()); ++i)
        (*text)[i] = ' ';
  return std::move(*text);
}

/// Goes from bracket to bracket until the depth is even again.
class Walk {
 public:
  Walk(const code::Document& document, char from) : document_(document) {
    const std::size_t opening = kOpening.find(from);
    forward_ = opening != std::string_view::npos;
    mate_ = forward_ ? kClosing[opening] : kOpening[kClosing.find(from)];
    from_ = from;
  }

  std::optional<BytePlace> partner(BytePlace at) {
    const std::uint64_t lines = document_.line_count().lines;
    for (std::uint64_t i = 0; i < kBracketLines; ++i) {
      const std::string text = code_of(document_, at.line);
      if (const auto byte =
              forward_ ? ahead(text, i == 0 ? at.byte : 0) : behind(text, i == 0 ? at.byte + 1 : text.size()))
        return BytePlace{at.line, *byte};
      if (forward_ ? at.line + 1 >= lines : at.line == 0) return std::nullopt;
      at.line += forward_ ? 1 : std::uint64_t(-1);
    }
    return std::nullopt;
  }

 private:
  bool step(char c) {
    if (c == from_) ++depth_;
    return c == mate_ && --depth_ == 0;
  }
  std::optional<std::uint64_t> ahead(const std::string& text, std::uint64_t from) {
    for (std::uint64_t i = from; i < text.size(); ++i)
      if (step(text[i])) return i;
    return std::nullopt;
  }
  std::optional<std::uint64_t> behind(const std::string& text, std::uint64_t end) {
    for (std::uint64_t i = std::min<std::uint64_t>(end, text.size()); i > 0; --i)
      if (step(text[i - 1])) return i - 1;
    return std::nullopt;
  }

  const code::Document& document_;
  bool forward_ = true;
  char from_ = 0;
  char mate_ = 0;
  int depth_ = 0;
};

}  // namespace

Blocks::Indent Blocks::indent_of(const code::Document& document, std::uint64_t line) {
  if (const auto known = known_.find(line); known != known_.end()) return known->second;
  if (known_.size() >= kMostKnown) known_.clear();
  Indent indent;
  const auto text = document.text(line, 0, kIndentBytes);
  if (text) {
    std::int32_t columns = 0;
    std::size_t at = 0;
    for (; at < text->size() && ((*text)[at] == ' ' || (*text)[at] == '\t'); ++at)
      columns += (*text)[at] == '\t' ? tab_columns_ - columns % tab_columns_ : 1;
    const std::string_view rest = std::string_view(*text).substr(at);
    if (!rest.empty() && rest != "\r") {
      indent.columns = columns;
      const bool brace = std::string_view("{})]").find(rest[0]) != std::string_view::npos;
      const bool label = rest.back() == ':' && rest.find_first_of(" (\t") == std::string_view::npos;
      indent.header = !brace && rest[0] != '#' && !label && !rest.starts_with("//") && !rest.starts_with("*");
    }
  }
  return known_.emplace(line, indent).first->second;
}

std::vector<std::uint64_t> Blocks::around(const code::Document& document, std::uint64_t line,
                                          std::size_t most) {
  std::vector<std::uint64_t> headers;
  std::int32_t inside = INT32_MAX;
  for (std::uint64_t at = line, n = 0; n < kLookBack; --at, ++n) {
    const Indent indent = indent_of(document, at);
    if (indent.columns >= 0 && inside == INT32_MAX) {
      inside = indent.columns;  // the line's own
    } else if (indent.columns >= 0 && indent.columns < inside && indent.header) {
      inside = indent.columns;
      headers.push_back(at);
    }
    if (at == 0 || inside == 0) break;
  }
  std::reverse(headers.begin(), headers.end());
  if (headers.size() > most) headers.resize(most);
  return headers;
}

std::optional<std::uint64_t> Blocks::end_of(const code::Document& document, std::uint64_t header) {
  const std::uint64_t lines = document.line_count().lines;
  const Indent own = indent_of(document, header);
  if (own.columns < 0) return std::nullopt;
  std::uint64_t end = header + 1;  // behind the last line that is inside
  for (std::uint64_t at = header + 1; at < lines && at - header < kLookAhead; ++at) {
    const Indent indent = indent_of(document, at);
    if (indent.columns < 0) continue;
    // A brace of its own line opens what its header heads.
    const bool brace = at == header + 1 && indent.columns == own.columns && !indent.header &&
                       document.text(at, static_cast<std::uint64_t>(indent.columns), 1).value_or("") == "{";
    if (indent.columns <= own.columns && !brace) break;
    end = at + 1;
  }
  if (end <= header + 1) return std::nullopt;
  return end;
}

std::optional<BracketPair> matching_bracket(const code::Document& document, BytePlace at) {
  const std::string text = code_of(document, at.line);
  for (const std::uint64_t back : {0U, 1U}) {
    if (at.byte < back || at.byte - back >= text.size()) continue;
    const BytePlace bracket{at.line, at.byte - back};
    const char c = text[bracket.byte];
    if (kOpening.find(c) == std::string_view::npos && kClosing.find(c) == std::string_view::npos) continue;
    const auto partner = Walk(document, c).partner(bracket);
    if (partner) return BracketPair{bracket, *partner};
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace spoor::app
