#include "viewer/find/pattern.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "viewer/find/required.hpp"

namespace spoor::find {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
// Unicode's word characters, nearly: UTS 18 Annex C without the joiners.
constexpr std::string_view kNoWord = R"([^\pL\pM\pN\p{Pc}])";

RE2::Options options_for(const Query& query) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_nl(!query.multi_line);  // no class and no \s reaches over a line's end
  options.set_case_sensitive(!query.ignore_case);
  options.set_max_mem(Pattern::kMaxMemoryBytes);
  return options;
}

FindError bad_pattern(const RE2& regexp) {
  if (regexp.error_code() == RE2::ErrorPatternTooLarge || regexp.error_code() == RE2::ErrorRepeatSize)
    return {FindErrorCode::bad_pattern,
            "The regular expression is too large: repeat less often, or look for a part of it."};
  std::string what = regexp.error();
  if (!regexp.error_arg().empty()) what += " (" + regexp.error_arg() + ")";
  return {FindErrorCode::bad_pattern, "This is no regular expression: " + what + "."};
}

bool looks_at_text_ends(std::string_view expression) {
  return expression.find("\\A") != kNone || expression.find("\\z") != kNone ||
         expression.find("(?") != kNone;  // its flags may unset ours
}

}  // namespace

Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(const Query& query) {
  if (query.text.empty())
    return tl::unexpected(FindError{FindErrorCode::empty, "There is nothing to look for."});
  if (!query.multi_line && !query.regexp && query.text.find('\n') != kNone)
    return tl::unexpected(FindError{FindErrorCode::bad_pattern,
                                    "The text holds a line end: allow matches over several lines."});
  Pattern pattern;
  pattern.multi_line_ = query.multi_line;
  if (!query.regexp && !query.ignore_case && !query.whole_word) {
    pattern.required_.emplace_back(query.text, false);
    return pattern;
  }
  const RE2::Options options = options_for(query);
  const std::string expression = query.regexp ? query.text : RE2::QuoteMeta(query.text);
  if (const RE2 alone(expression, options); !alone.ok()) return tl::unexpected(bad_pattern(alone));
  std::string whole = "(?m)";
  if (query.whole_word) {
    whole += "(?:^|" + std::string(kNoWord) + ")((?:" + expression + "))(?:" + std::string(kNoWord) + "|$)";
    pattern.group_ = 1;
  } else {
    whole += "(?:" + expression + ")";
  }
  auto regexp = std::make_unique<const re2::RE2>(whole, options);
  if (!regexp->ok()) return tl::unexpected(bad_pattern(*regexp));
  pattern.regexp_ = std::move(regexp);
  pattern.always_by_line_ = !query.multi_line && query.regexp && looks_at_text_ends(query.text);
  pattern.crlf_by_line_ = query.whole_word || (query.regexp && query.text.find('$') != kNone);
  if (!query.multi_line) pattern.required_ = required_strings(expression, options);
  return pattern;
}

Range line_around(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? kNone : text.rfind('\n', at - 1);
  const std::size_t begin = before == kNone ? 0 : before + 1;
  std::size_t end = std::min(text.find('\n', at), text.size());
  const bool crlf = end < text.size() && end > begin && text[end - 1] == '\r';
  if (crlf) --end;
  return {begin, end};
}

MatchCursor::MatchCursor(const Pattern& pattern, std::string_view text) : pattern_(pattern), text_(text) {
  if (pattern.multi_line_) return;
  by_line_ = pattern.always_by_line_ || (pattern.crlf_by_line_ && text.find("\r\n") != kNone);
  found_.assign(pattern.required_.size(), 0);
  for (std::size_t i = 0; i < found_.size(); ++i) found_[i] = pattern.required_[i].find(text, 0);
}

/// The last line asked for is remembered: a line of many MB may hold a match at every byte.
Range MatchCursor::line_at(std::size_t at) {
  if (at < line_.begin || at > line_.end || line_.end == kNone) line_ = line_around(text_, at);
  return line_;
}

std::size_t MatchCursor::next_line(std::size_t at) const {
  const std::size_t end = text_.find('\n', at);
  return end == kNone ? text_.size() + 1 : end + 1;
}

std::optional<Range> MatchCursor::run(std::string_view text, std::size_t from) const {
  std::array<re2::StringPiece, 2> groups;
  if (!pattern_.regexp_->Match(text, from, text.size(), RE2::UNANCHORED, groups.data(), pattern_.group_ + 1))
    return std::nullopt;
  const re2::StringPiece& found = groups[static_cast<std::size_t>(pattern_.group_)];
  const auto begin = static_cast<std::size_t>(found.data() - text.data());
  return Range{begin, begin + found.size()};
}

/// The first match at or behind a place in that place's line.
std::optional<Range> MatchCursor::in_line_at(std::size_t at) {
  const Range line = line_at(at);
  if (at > line.end) return std::nullopt;
  const auto found = run(text_.substr(line.begin, line.end - line.begin), at - line.begin);
  if (!found) return std::nullopt;
  return Range{line.begin + found->begin, line.begin + found->end};
}

std::optional<Range> MatchCursor::next_by_line() {
  while (at_ < text_.size()) {
    if (const auto found = in_line_at(at_)) return found;
    at_ = next_line(at_);
  }
  return std::nullopt;
}

std::optional<Range> MatchCursor::next_required() {
  while (at_ <= text_.size()) {
    std::size_t nearest = kNone;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i] < at_) found_[i] = pattern_.required_[i].find(text_, at_);
      nearest = std::min(nearest, found_[i]);
    }
    if (nearest == kNone) return std::nullopt;
    if (!pattern_.regexp_) return Range{nearest, nearest + pattern_.required_[0].size()};
    const Range line = line_at(nearest);
    if (const auto found = in_line_at(std::max(at_, line.begin))) return found;
    at_ = next_line(nearest);
  }
  return std::nullopt;
}

std::optional<Range> MatchCursor::next_anywhere() {
  while (at_ <= text_.size()) {
    const auto found = run(text_, at_);
    if (!found || pattern_.multi_line_) return found;
    // A class may have taken the CR of the line's end for a part of the line.
    const Range line = line_at(found->begin);
    if (line.end == text_.size() || text_[line.end] == '\n') return found;
    if (const auto inside = in_line_at(std::max(at_, line.begin))) return inside;
    at_ = next_line(found->begin);
  }
  return std::nullopt;
}

std::optional<Range> MatchCursor::next_match() {
  if (!found_.empty()) return next_required();
  if (pattern_.regexp_ == nullptr) {
    const std::size_t at = pattern_.required_[0].find(text_, at_);
    if (at == kNone) return std::nullopt;
    return Range{at, at + pattern_.required_[0].size()};
  }
  return by_line_ ? next_by_line() : next_anywhere();
}

std::optional<Range> MatchCursor::next() {
  const auto found = next_match();
  // Behind the last line's end there is no further line.
  const bool beyond = found && found->begin == text_.size() && (text_.empty() || text_.back() == '\n');
  if (!found || beyond) {
    at_ = text_.size() + 1;
    return std::nullopt;
  }
  at_ = found->end;
  if (found->end == found->begin)  // an empty match: the next one is a character further on
    do ++at_;
    while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U);
  return found;
}

}  // namespace spoor::find
