#include "viewer/symbols/c_lexer.hpp"

#include <algorithm>

namespace spoor::symbols {
namespace {

constexpr std::array<bool, 256> kWord = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = is_word(static_cast<char>(c));
  return out;
}();

bool in_word(char c) {
  return kWord[static_cast<unsigned char>(c)];
}

}  // namespace

bool CLexer::skip_comment() {
  if (at(at_) != '/') return false;
  if (at(at_ + 1) == '*') {
    const std::size_t end = std::min(text_.find("*/", at_ + 2), text_.size());
    for (std::size_t i = text_.find('\n', at_); i < end; i = text_.find('\n', i + 1)) {
      ++line_;
      line_begin_ = i + 1;
      code_in_line_ = false;
    }
    at_ = std::min(end + 2, text_.size());
    return true;
  }
  if (at(at_ + 1) != '/') return false;
  skip_line();
  return true;
}

/// To the line's end, over continued lines; the line feed is left.
void CLexer::skip_line() {
  while (at_ < text_.size() && text_[at_] != '\n') {
    if (text_[at_] == '\\' && (at(at_ + 1) == '\n' || (at(at_ + 1) == '\r' && at(at_ + 2) == '\n'))) {
      at_ = text_.find('\n', at_) + 1;
      ++line_;
      line_begin_ = at_;
      continue;
    }
    ++at_;
  }
}

void CLexer::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '\n') {
      ++at_;
      ++line_;
      line_begin_ = at_;
      code_in_line_ = false;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == '\\') {
      ++at_;
    } else if (!skip_comment()) {
      return;
    }
  }
}

/// A literal ends with its line, so that an apostrophe in an #if 0 does not swallow the rest.
void CLexer::skip_literal(char quote) {
  for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
    if (text_[at_] == '\n') return;
    if (text_[at_] != '\\') continue;
    ++at_;
    if (at(at_) == '\r') ++at_;
    if (at(at_) == '\n') {
      ++line_;
      line_begin_ = at_ + 1;
    }
  }
  if (at_ < text_.size()) ++at_;
}

std::string_view CLexer::word() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && in_word(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

/// The rest of the line is passed over: its literals and comments do not reach into the next, but a block
/// comment may.
void CLexer::directive(CToken& token) {
  const auto blanks = [this] {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ' || text_[at_] == '\t') {
        ++at_;
      } else if (text_[at_] == '\\' && at(at_ + 1) == '\n') {
        at_ += 2;
        ++line_;
        line_begin_ = at_;
      } else if (!(at(at_) == '/' && at(at_ + 1) == '*' && skip_comment())) {
        return;
      }
    }
  };
  ++at_;
  blanks();
  token.text = word();
  blanks();
  token.argument_line = line_;
  token.argument = word();
  while (at_ < text_.size() && text_[at_] != '\n') {
    if (text_[at_] == '/' && at(at_ + 1) == '*') {
      skip_comment();
    } else if (text_[at_] == '/' && at(at_ + 1) == '/') {
      skip_line();
    } else if (text_[at_] == '\\' && (at(at_ + 1) == '\n' || (at(at_ + 1) == '\r' && at(at_ + 2) == '\n'))) {
      at_ = text_.find('\n', at_) + 1;
      ++line_;
      line_begin_ = at_;
    } else if (text_[at_] == '"' || text_[at_] == '\'') {
      skip_literal(text_[at_]);
    } else {
      ++at_;
    }
  }
  token.last_line = line_;
}

CToken CLexer::next() {
  skip_blanks();
  CToken token;
  token.line = line_;
  if (at_ >= text_.size()) return token;
  token.starts_line = at_ == line_begin_;
  const char c = text_[at_];
  if (c == '#' && !code_in_line_) {
    token.kind = CTokenKind::directive;
    directive(token);
    return token;
  }
  code_in_line_ = true;
  if (in_word(c)) {
    token.kind = CTokenKind::word;
    token.text = word();
  } else if (c == '"' || c == '\'') {
    token.kind = CTokenKind::literal;
    skip_literal(c);
  } else {
    token.kind = CTokenKind::mark;
    token.mark = c;
    ++at_;
  }
  return token;
}

}  // namespace spoor::symbols
