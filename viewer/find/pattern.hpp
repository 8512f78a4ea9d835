// A compiled query, and the walk over its matches in a text.
//
// Lines. Without Query::multi_line a match lies inside one line, which ends before LF or CR LF: the matches
// are those of the lines one by one, as ripgrep's are (with --crlf). Text is UTF-8; a byte that is none is
// matched by no class and by no dot. \w, \d, \s and \b of a regular expression know ASCII only; ignoring the
// case and whole words know Unicode.
//
// Speed. Any match of most expressions holds one of a few strings (RE2's prefilter says which). Where there
// are such, the text is scanned for them, and RE2 sees only the lines that hold one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "viewer/find/error.hpp"
#include "viewer/find/literal_finder.hpp"
#include "viewer/find/query.hpp"

namespace re2 {
class RE2;
}

namespace spoor::find {

/// Bytes [begin, end) of a text.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

class Pattern {
 public:
  /// RE2's bound on one expression; above it, compiling is refused.
  static constexpr std::int64_t kMaxMemoryBytes = std::int64_t{32} << 20;

  /// Errors: empty, bad_pattern.
  static Result<Pattern> compile(const Query& query);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  [[nodiscard]] bool multi_line() const noexcept { return multi_line_; }
  /// The strings of which any match holds one; empty if there are none. For tests.
  [[nodiscard]] const std::vector<LiteralFinder>& required() const noexcept { return required_; }

 private:
  friend class MatchCursor;
  Pattern() = default;

  std::vector<LiteralFinder> required_;
  std::unique_ptr<const re2::RE2> regexp_;  ///< nullptr: a match is an occurrence of required_[0]
  int group_ = 0;                           ///< of the expression that is the match
  bool multi_line_ = false;
  bool always_by_line_ = false;  ///< it looks at the text's ends
  bool crlf_by_line_ = false;    ///< it looks at lines' ends
};

/// The matches in a text, in order, not overlapping. The text is whole lines. Both must outlive the cursor.
class MatchCursor {
 public:
  MatchCursor(const Pattern& pattern, std::string_view text);

  /// nullopt: there are no more.
  std::optional<Range> next();
  /// The next match begins at or behind this place.
  void skip_to(std::size_t at) { at_ = at; }

 private:
  [[nodiscard]] std::optional<Range> next_match();
  [[nodiscard]] std::optional<Range> next_required();
  [[nodiscard]] std::optional<Range> next_anywhere();
  [[nodiscard]] std::optional<Range> next_by_line();
  [[nodiscard]] std::optional<Range> run(std::string_view text, std::size_t from) const;
  [[nodiscard]] std::optional<Range> in_line_at(std::size_t at);
  [[nodiscard]] Range line_at(std::size_t at);
  [[nodiscard]] std::size_t next_line(std::size_t at) const;

  const Pattern& pattern_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool by_line_ = false;
  Range line_{std::string_view::npos, std::string_view::npos};  ///< the last one that was asked for
  std::vector<std::size_t> found_;  ///< by required string: its first occurrence at or behind at_
};

/// The line around a place of a text, without its terminator.
[[nodiscard]] Range line_around(std::string_view text, std::size_t at);

}  // namespace spoor::find
