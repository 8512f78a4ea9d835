#include "viewer/code/predicate.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace spoor::code {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::unique_ptr<const re2::RE2> compile_regex(const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto regex = std::make_unique<const re2::RE2>(pattern, options);
  if (!regex->ok()) return nullptr;
  return regex;
}

}  // namespace

Predicate::Predicate(Predicate&&) noexcept = default;
Predicate& Predicate::operator=(Predicate&&) noexcept = default;
Predicate::~Predicate() = default;

std::string_view node_text(TSNode node, std::string_view source) noexcept {
  const std::uint32_t begin = ts_node_start_byte(node);
  const std::uint32_t end = ts_node_end_byte(node);
  if (begin > end || end > source.size()) return {};
  return source.substr(begin, end - begin);
}

std::optional<Predicate> Predicate::compile(std::string_view name, const std::vector<Argument>& arguments) {
  if (arguments.size() < 2 || !arguments.front().is_capture) return std::nullopt;
  Predicate made;
  made.capture_ = arguments.front().capture;
  const Argument& second = arguments[1];
  if (name == "any-of" || name == "not-any-of") {
    made.kind_ = Kind::any_of;
    made.negated_ = name.starts_with("not-");
    for (auto it = arguments.begin() + 1; it != arguments.end(); ++it) {
      if (it->is_capture) return std::nullopt;
      made.texts_.push_back(it->text);
    }
    std::sort(made.texts_.begin(), made.texts_.end());
    return made;
  }
  made.any_ = take_prefix(name, "any-");
  made.negated_ = take_prefix(name, "not-");
  if (arguments.size() != 2) return std::nullopt;
  if (name == "eq") {
    made.kind_ = second.is_capture ? Kind::equals_capture : Kind::equals_text;
    made.other_capture_ = second.capture;
    made.texts_.push_back(second.text);
    return made;
  }
  if (name != "match" || second.is_capture) return std::nullopt;
  made.kind_ = Kind::matches;
  made.regex_ = compile_regex(second.text);
  if (!made.regex_) return std::nullopt;
  return made;
}

bool Predicate::test(std::string_view text, const TSQueryMatch& match, std::string_view source) const {
  switch (kind_) {
    case Kind::equals_text:
      return text == texts_.front();
    case Kind::any_of:
      return std::binary_search(texts_.begin(), texts_.end(), text);
    case Kind::matches:
      return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex_);
    case Kind::equals_capture:
      break;
  }
  for (std::uint16_t i = 0; i < match.capture_count; ++i)
    if (match.captures[i].index == other_capture_) return node_text(match.captures[i].node, source) == text;
  return false;
}

bool Predicate::holds(const TSQueryMatch& match, std::string_view source) const {
  bool seen = false;
  for (std::uint16_t i = 0; i < match.capture_count; ++i) {
    if (match.captures[i].index != capture_) continue;
    seen = true;
    const bool passes = test(node_text(match.captures[i].node, source), match, source) != negated_;
    if (passes == any_) return any_;
  }
  return !seen || !any_;  // all that there were have passed; none of them did if one was enough
}

}  // namespace spoor::code
