#include "viewer/symbols/c_tagger.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "viewer/symbols/c_lexer.hpp"

namespace spoor::symbols {
namespace {

// Of one file; a deeper nesting is read as if it were this deep.
constexpr std::size_t kMostScopes = 256;
constexpr std::size_t kMostBranches = 64;

constexpr std::array<std::string_view, 14> kNoFunctions = {"if",   "for",    "while",  "switch", "else",
                                                           "do",   "return", "sizeof", "catch",  "case",
                                                           "goto", "struct", "union",  "enum"};

std::optional<SymbolKind> type_of(std::string_view word) {
  if (word.size() < 4 || word.size() > 6) return std::nullopt;
  if (word == "struct") return SymbolKind::struct_type;
  if (word == "union") return SymbolKind::union_type;
  if (word == "enum") return SymbolKind::enum_type;
  if (word == "class") return SymbolKind::class_type;
  return std::nullopt;
}

/// A macro by its spelling, or a word of the compiler's own: nothing that a declaration is named by, if there
/// is another.
bool is_decoration(std::string_view word) {
  return word.starts_with("__") ||
         std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// What may stand with parentheses between a keyword like struct and the type's body.
bool is_attribute(std::string_view word) {
  return word == "__attribute__" || word == "__attribute" || word == "__declspec" || word == "__aligned" ||
         word == "alignas" || word == "_Alignas";
}

struct Name {
  std::string_view text;
  std::uint32_t line = 0;
};

/// What was seen of a declaration so far.
struct Statement {
  bool is_typedef = false;
  bool is_extern = false;
  bool is_namespace = false;
  bool assigned = false;
  std::optional<SymbolKind> type;  ///< struct, union, enum, class, and nothing since but names
  bool bases = false;              ///< behind the colon of a class
  Name tag;
  Name last_word;  ///< outside of parentheses
  Name function;
  std::string_view first_argument;
  std::uint32_t words = 0;   ///< and asterisks, since the last parentheses
  bool group_ended = false;  ///< parentheses were the last thing
  bool new_line = false;     ///< what followed them begins a line
  Name pointer;              ///< of a pointer to functions: (*name)
};

struct Scope {
  enum class Kind : std::uint8_t { names, type, enumeration, function, block } kind = Kind::names;
  std::optional<std::size_t> tag;  ///< which the scope's end ends
  Statement outer;                 ///< goes on behind it
  std::uint32_t outer_parens = 0;
};

class CTagger {
 public:
  explicit CTagger(std::string_view text) : lexer_(text) {}

  std::vector<Tag> run() {
    for (CToken token = lexer_.next(); token.kind != CTokenKind::end; token = lexer_.next()) {
      last_line_ = token.line;
      if (token.kind == CTokenKind::directive)
        directive(token);
      else if (token.kind == CTokenKind::word)
        word(token);
      else if (token.kind == CTokenKind::mark)
        mark(token);
    }
    while (!state_.scopes.empty()) close(last_line_);
    return std::move(tags_);
  }

 private:
  struct State {
    std::vector<Scope> scopes;
    Statement statement;
    std::uint32_t parens = 0;
    bool entry = false;  ///< of an enumeration: the next word is one
  };
  using Kind = Scope::Kind;

  [[nodiscard]] Kind kind() const { return state_.scopes.empty() ? Kind::names : state_.scopes.back().kind; }
  [[nodiscard]] bool at_names() const { return kind() == Kind::names; }

  void directive(const CToken& token) {
    if (token.text == "define" && !token.argument.empty()) {
      tags_.push_back({token.argument, SymbolKind::macro, token.argument_line, token.last_line});
    } else if (token.text.starts_with("if")) {
      if (branches_.size() < kMostBranches) branches_.push_back(state_);
    } else if (token.text.starts_with("el") && !branches_.empty()) {
      state_ = branches_.back();
    } else if (token.text == "endif" && !branches_.empty()) {
      branches_.pop_back();
    }
  }

  void word(const CToken& token) {
    Statement& s = state_.statement;
    if (state_.parens > 0) {
      if (s.first_argument.empty()) s.first_argument = token.text;
      if (s.pointer.text.empty() && after_asterisk_) s.pointer = {token.text, token.line};
      after_asterisk_ = false;
      return;
    }
    if (kind() == Kind::enumeration && std::exchange(state_.entry, false)) {
      tags_.push_back({token.text, SymbolKind::enumerator, token.line, token.line});
      return;
    }
    if (const auto type = type_of(token.text)) {
      s.type = type;
      s.bases = false;
      s.tag = {};
    } else if (s.type && !s.bases && (s.tag.text.empty() || !token.text.starts_with("__"))) {
      s.tag = {token.text, token.line};
    }
    s.is_typedef = s.is_typedef || token.text == "typedef";
    s.is_extern = s.is_extern || token.text == "extern";
    s.is_namespace = s.is_namespace || token.text == "namespace";
    if (s.group_ended) s.new_line = token.starts_line;
    s.group_ended = false;
    ++s.words;
    if (!is_decoration(token.text) || s.last_word.text.empty()) s.last_word = {token.text, token.line};
    previous_ = {token.text, token.line};
  }

  void mark(const CToken& token) {
    if (token.mark == '{') return open(token);
    if (token.mark == '}') return end(token);
    if (kind() == Kind::function || kind() == Kind::block) return mark_in_body(token.mark);
    Statement& s = state_.statement;
    after_asterisk_ = token.mark == '*' && state_.parens > 0;
    if (token.mark == '(') {
      if (state_.parens++ == 0) begin_group();
    } else if (token.mark == ')') {
      if (state_.parens > 0 && --state_.parens == 0) s.group_ended = true;
    } else if (token.mark == ';') {
      finish();
    } else if (state_.parens == 0) {
      mark_outside(token.mark);
    }
  }

  /// Of a body only the types in it are looked for.
  void mark_in_body(char mark) {
    Statement& s = state_.statement;
    if (mark == ':' && s.type && !s.tag.text.empty())
      s.bases = true;
    else
      s = {};
  }

  void mark_outside(char mark) {
    Statement& s = state_.statement;
    if (mark == '*') ++s.words;
    if (mark == '=') s.assigned = true;
    if (mark == ',') state_.entry = true;
    if (mark == ':' && s.type && !s.tag.text.empty())
      s.bases = true;
    else if (!s.bases)
      s.type.reset();
    if (mark != '*') s.group_ended = false;
  }

  /// Opening parentheses: what stands in front of them may be a function's name.
  void begin_group() {
    Statement& s = state_.statement;
    const std::uint32_t words = std::exchange(s.words, 0);
    const bool attribute = s.type && is_attribute(previous_.text);
    if (!attribute && !s.bases) s.type.reset();
    if (words == 0 || s.assigned || is_attribute(previous_.text)) return;
    const bool first = s.function.text.empty();
    const bool better =
        words >= 2 && (is_decoration(s.function.text) || s.new_line) &&
        !(previous_.text.starts_with("__") && !s.function.text.starts_with("__") && !s.new_line);
    if (!first && !better) return;
    s.function = previous_;
    s.first_argument = {};
  }

  /// A semicolon.
  void finish() {
    Statement& s = state_.statement;
    if (s.is_typedef && kind() == Kind::names) {
      const Name& name = s.pointer.text.empty() ? s.last_word : s.pointer;
      if (!name.text.empty() && name.text != "typedef" && !type_of(name.text))
        tags_.push_back({name.text, SymbolKind::type_alias, name.line, name.line});
    }
    s = {};
    state_.parens = 0;
    state_.entry = false;
  }

  void open(const CToken& token) {
    Statement& s = state_.statement;
    if (state_.parens > 0 && token.starts_line && at_names()) state_.parens = 0;  // an #if took their end
    Scope scope;
    scope.kind = kind() == Kind::function ? Kind::function : Kind::block;
    if (state_.parens == 0 && s.type) {
      scope.kind = *s.type == SymbolKind::enum_type ? Kind::enumeration : Kind::type;
      if (!s.tag.text.empty()) scope.tag = add(s.tag, *s.type);
    } else if (state_.parens == 0 && at_names() && !s.assigned) {
      if (is_function()) {
        scope.kind = Kind::function;
        scope.tag = add(s.function, SymbolKind::function);
        add_system_call();
      } else if (s.is_namespace || s.is_extern) {
        scope.kind = Kind::names;
      }
    }
    const bool goes_on = scope.kind != Kind::function && scope.kind != Kind::names;
    if (goes_on) scope.outer = s;
    scope.outer.type.reset();
    scope.outer_parens = goes_on ? state_.parens : 0;
    s = {};
    state_.parens = 0;
    state_.entry = scope.kind == Kind::enumeration;
    if (state_.scopes.size() < kMostScopes) state_.scopes.push_back(std::move(scope));
  }

  [[nodiscard]] bool is_function() const {
    const std::string_view name = state_.statement.function.text;
    return !name.empty() && std::find(kNoFunctions.begin(), kNoFunctions.end(), name) == kNoFunctions.end();
  }

  /// SYSCALL_DEFINE3(read, ...) defines what everybody calls sys_read; it is found by the name in the
  /// parentheses.
  void add_system_call() {
    const Statement& s = state_.statement;
    const bool is_call =
        s.function.text.starts_with("SYSCALL_DEFINE") || s.function.text.starts_with("COMPAT_SYSCALL_DEFINE");
    if (is_call && !s.first_argument.empty()) add({s.first_argument, s.function.line}, SymbolKind::function);
  }

  std::size_t add(const Name& name, SymbolKind kind) {
    tags_.push_back({name.text, kind, name.line, name.line});
    return tags_.size() - 1;
  }

  /// A closing brace at a line's first byte ends all that is not a namespace: whatever an #if has opened too
  /// much.
  void end(const CToken& token) {
    if (state_.scopes.empty()) return;
    close(token.line);
    if (!token.starts_line) return;
    while (!state_.scopes.empty() && kind() != Kind::names) close(token.line);
  }

  void close(std::uint32_t line) {
    Scope& scope = state_.scopes.back();
    if (scope.tag) tags_[*scope.tag].last_line = line;
    state_.statement = std::move(scope.outer);
    state_.parens = scope.outer_parens;
    state_.entry = false;
    state_.scopes.pop_back();
    state_.statement.last_word = {};
  }

  CLexer lexer_;
  std::vector<Tag> tags_;
  State state_;
  std::vector<State> branches_;  ///< as it was at each open #if
  Name previous_;                ///< the last word outside of parentheses
  bool after_asterisk_ = false;
  std::uint32_t last_line_ = 0;
};

}  // namespace

bool has_c_tags(std::string_view path) noexcept {
  constexpr std::array<std::string_view, 9> kEndings = {".c",   ".h",  ".cc",  ".cpp", ".cxx",
                                                        ".c++", ".hh", ".hpp", ".hxx"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [path](std::string_view ending) { return path.ends_with(ending); });
}

std::vector<Tag> c_tags(std::string_view text) {
  return CTagger(text).run();
}

}  // namespace spoor::symbols
