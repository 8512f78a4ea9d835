#include "watermark/trace/leak/tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "watermark/mark/fold.hpp"

namespace spoor::leak {
namespace {

// Keywords of C, C++, Python, Java, JavaScript, TypeScript, Go, Rust and Bash: whoever renames leaves them.
constexpr std::array<std::string_view, 132> kKeywords = {
    "abstract",  "alignas",    "alignof",  "and",      "as",        "asm",       "assert",      "async",
    "auto",      "await",      "bool",     "boolean",  "break",     "byte",      "case",        "catch",
    "chan",      "char",       "class",    "concept",  "const",     "constexpr", "continue",    "crate",
    "debugger",  "decltype",   "def",      "default",  "define",    "defined",   "del",         "delete",
    "do",        "done",       "double",   "dyn",      "elif",      "else",      "endif",       "enum",
    "esac",      "except",     "explicit", "export",   "extends",   "extern",    "fallthrough", "false",
    "fi",        "final",      "finally",  "float",    "fn",        "for",       "friend",      "from",
    "func",      "function",   "global",   "go",       "goto",      "if",        "ifdef",       "ifndef",
    "impl",      "implements", "import",   "in",       "include",   "inline",    "instanceof",  "int",
    "interface", "is",         "lambda",   "let",      "long",      "loop",      "map",         "match",
    "mod",       "move",       "mut",      "mutable",  "namespace", "native",    "new",         "nil",
    "noexcept",  "None",       "nonlocal", "not",      "null",      "nullptr",   "operator",    "or",
    "override",  "package",    "pass",     "pragma",   "private",   "protected", "pub",         "public",
    "raise",     "range",      "register", "requires", "return",    "self",      "short",       "signed",
    "sizeof",    "static",     "struct",   "super",    "switch",    "template",  "then",        "this",
    "throw",     "throws",     "trait",    "true",     "try",       "typedef",   "typename",    "union",
    "unsigned",  "use",        "using",    "virtual"};
constexpr std::size_t kSlots = 1024;  // several times the keywords

constexpr std::uint64_t kWordShape = 1, kNumberShape = 2;

constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// A name of a spelling in which confused letters are one. Bytes of other scripts stand for themselves.
std::uint64_t folded_name(std::string_view word) {
  std::uint64_t hash = word.size();
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    hash = mixed(hash, byte < 0x80 ? mark::fold(byte) : byte);
  }
  return hash | 1U;  // never 0
}

/// Behind what opens or closes a comment, or makes its left edge; where it is where there is none.
std::size_t comment_edge(std::string_view text, std::size_t at, bool line_begins) {
  const std::string_view two = text.substr(at, 2);
  if (two == "//" || two == "/*" || two == "*/") {
    const std::size_t end = text.find_first_not_of("/*!", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  return line_begins && text[at] == '*' ? at + 1 : at;
}

/// Token::count
std::uint16_t counted(std::string_view digits) {
  constexpr std::size_t kMostDigits = 4;
  if (digits.size() > kMostDigits || !std::all_of(digits.begin(), digits.end(), is_digit)) return 0;
  unsigned number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
  return static_cast<std::uint16_t>(number + 1);
}

/// The number that a line begins with, and how long it is with its blanks.
struct Numbered {
  std::uint64_t number = 0;
  std::size_t bytes = 0;
};

std::optional<Numbered> leading_number(std::string_view line) {
  constexpr std::size_t kMostDigits = 9;
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos) return std::nullopt;
  Numbered out;
  const std::size_t begin = at;
  for (; at < line.size() && is_digit(line[at]) && at - begin <= kMostDigits; ++at)
    out.number = out.number * 10 + static_cast<std::uint64_t>(line[at] - '0');
  const bool ends = at == line.size() || is_blank(line[at]) || line[at] == ':' || line[at] == '|';
  if (at == begin || at - begin > kMostDigits || !ends) return std::nullopt;
  if (at < line.size() && !is_blank(line[at])) ++at;
  out.bytes = at;
  return out;
}

template <typename Each>
void each_line(std::string_view text, const Each& each) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    each(begin, text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

Tokenizer::Tokenizer() : keywords_(kSlots) {
  for (const std::string_view word : kKeywords) {
    const std::uint64_t name = folded_name(word);
    std::size_t slot = name >> 3U & (kSlots - 1);
    while (keywords_[slot] != 0) slot = (slot + 1) & (kSlots - 1);
    keywords_[slot] = name;
  }
}

bool Tokenizer::is_keyword(std::uint64_t name) const noexcept {
  for (std::size_t slot = name >> 3U & (kSlots - 1); keywords_[slot] != 0; slot = (slot + 1) & (kSlots - 1))
    if (keywords_[slot] == name) return true;
  return false;
}

std::vector<Token> Tokenizer::tokens(std::string_view text) const {
  std::vector<Token> out;
  out.reserve(text.size() / 4);
  std::uint32_t line = 1;
  bool line_begins = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_blank(c)) {
      if (c == '\n') ++line, line_begins = true;
      ++at;
      continue;
    }
    const std::size_t edge = comment_edge(text, at, line_begins);
    line_begins = false;
    if (edge != at) {
      at = edge;
      continue;
    }
    std::size_t end = at + 1;
    if (is_word(c)) {
      while (end < text.size() && is_word(text[end])) ++end;
      const std::uint64_t name = folded_name(text.substr(at, end - at));
      if (is_digit(c))
        out.push_back({name, kNumberShape, line, TokenKind::number, counted(text.substr(at, end - at))});
      else if (is_keyword(name))
        out.push_back({name, name, line, TokenKind::keyword});
      else
        out.push_back({name, kWordShape, line, TokenKind::word});
    } else {
      const std::uint64_t name = mixed(3, static_cast<unsigned char>(c));
      out.push_back({name, name, line, TokenKind::mark});
    }
    at = end;
  }
  return out;
}

std::string without_line_numbers(std::string_view text) {
  std::size_t inked = 0, numbered = 0, rising = 0;
  std::uint64_t last = 0;
  each_line(text, [&](std::size_t, std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    ++inked;
    const auto number = leading_number(line);
    if (!number) return;
    ++numbered;
    if (number->number > last) ++rising;
    last = number->number;
  });
  std::string out(text);
  const bool is_gutter = inked >= 3 && numbered * 5 >= inked * 4 && rising * 5 >= numbered * 4;
  if (!is_gutter) return out;
  each_line(text, [&](std::size_t begin, std::string_view line) {
    if (const auto number = leading_number(line)) out.replace(begin, number->bytes, number->bytes, ' ');
  });
  return out;
}

}  // namespace spoor::leak
