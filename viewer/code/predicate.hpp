// The text predicates of tree-sitter queries (#match?, #eq?, #any-of? ...), which the runtime parses but
// leaves to its caller. Grammar of the names: [not-|any-|any-not-] (eq | match) and [not-] any-of, with "?".
// Source: tree-sitter's documentation, "Predicates and Directives".
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace spoor::code {

/// One compiled predicate: a test on the text of what a capture matched.
class Predicate {
 public:
  /// From the operator's name without "?" and its arguments. nullopt if it is unknown or malformed: a pattern
  /// with such a predicate must not be used.
  struct Argument {
    bool is_capture = false;
    std::uint32_t capture = 0;  ///< if is_capture
    std::string text;           ///< else
  };
  static std::optional<Predicate> compile(std::string_view name, const std::vector<Argument>& arguments);
  Predicate(Predicate&&) noexcept;
  Predicate& operator=(Predicate&&) noexcept;
  ~Predicate();

  /// `source` is the whole parsed text that the match's nodes point into.
  [[nodiscard]] bool holds(const TSQueryMatch& match, std::string_view source) const;

 private:
  enum class Kind : std::uint8_t { equals_text, equals_capture, matches, any_of };
  Predicate() = default;
  [[nodiscard]] bool test(std::string_view text, const TSQueryMatch& match, std::string_view source) const;

  Kind kind_ = Kind::equals_text;
  bool negated_ = false;  ///< "not-"
  bool any_ = false;      ///< of a repeated capture: one node must pass, else all must
  std::uint32_t capture_ = 0;
  std::uint32_t other_capture_ = 0;
  std::vector<std::string> texts_;
  std::unique_ptr<const re2::RE2> regex_;
};

/// The text of a node; empty if the node lies outside the source.
[[nodiscard]] std::string_view node_text(TSNode node, std::string_view source) noexcept;

}  // namespace spoor::code
