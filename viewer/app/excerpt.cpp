#include "viewer/app/excerpt.hpp"

#include <algorithm>
#include <string>

namespace spoor::app {
namespace {

constexpr std::uint64_t kLookedAtBytes = 400;  // of a line, to tell what it is

bool is_comment(std::string_view line) {
  return line.starts_with("//") || line.starts_with("/*") || line.starts_with('*') || line.ends_with("*/");
}

/// The beginning of a declaration that goes on in the next line: a return type on a line of its own.
bool goes_on(std::string_view line) {
  constexpr std::string_view kEnds = ";{}:,)\\";
  return !line.empty() && line.front() != '#' && !is_comment(line) &&
         kEnds.find(line.back()) == std::string_view::npos;
}

}  // namespace

bool Excerpt::open(const Source& source, const symbols::Symbol& symbol,
                   const std::function<void()>& on_change) {
  editor_.reset();
  settled_ = false;
  auto editor = Editor::open(source, symbol.path, on_change);
  if (!editor || (*editor)->document() == nullptr || (*editor)->hex()) return false;
  editor_ = std::move(*editor);
  first_ = line_ = symbol.line;
  last_ = std::max(symbol.last_line, symbol.line);
  return true;
}

std::uint64_t Excerpt::first_above(std::uint64_t line) const {
  const auto above = [this](std::uint64_t at) {
    auto text = editor_->document()->text(at, 0, kLookedAtBytes);
    std::string out = text ? std::move(*text) : std::string();
    out.erase(0, std::min(out.find_first_not_of(" \t"), out.size()));
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    return out;
  };
  std::uint64_t first = line;
  if (first > 0 && goes_on(above(first - 1))) --first;
  const std::uint64_t least = first - std::min(first, kMostCommentLines);
  while (first > least && is_comment(above(first - 1))) --first;
  return first;
}

bool Excerpt::settle() {
  if (editor_ == nullptr) return false;
  if (settled_) return true;
  const code::LineCount known = editor_->document()->line_count();
  if (known.lines <= last_ && !known.complete) return false;
  const std::uint64_t end = known.lines == 0 ? 0 : known.lines - 1;
  line_ = std::min(line_, end);
  last_ = std::min(last_, end);
  first_ = first_above(line_);
  editor_->set_current_line(line_);
  editor_->set_scroll({first_, 0});
  settled_ = true;
  return true;
}

std::uint64_t Excerpt::width_columns(std::uint64_t last) const {
  std::uint64_t widest = 0;
  for (std::uint64_t line = first_; editor_ != nullptr && line <= last; ++line)
    if (const auto width = editor_->long_lines().width(*editor_->document(), line))
      widest = std::max(widest, *width);
  return widest;
}

}  // namespace spoor::app
