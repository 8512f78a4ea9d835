#include "viewer/app/flow.hpp"

#include <algorithm>

namespace spoor::app {

void Folds::fold(std::uint64_t header, std::uint64_t end) {
  if (end <= header + 1) return;
  by_header_[header] = end;
  rebuild();
}

bool Folds::unfold(std::uint64_t header) {
  if (by_header_.erase(header) == 0) return false;
  rebuild();
  return true;
}

void Folds::clear() {
  by_header_.clear();
  hidden_.clear();
}

void Folds::reveal(std::uint64_t line) {
  std::erase_if(by_header_, [line](const auto& f) { return f.first < line && line < f.second; });
  rebuild();
}

void Folds::rebuild() {
  hidden_.clear();
  for (const auto& [header, end] : by_header_) {
    if (!hidden_.empty() && header + 1 < hidden_.back().end)
      hidden_.back().end = std::max(hidden_.back().end, end);
    else
      hidden_.push_back({header + 1, end});
  }
}

const Folds::Hidden* Folds::hiding(std::uint64_t line) const {
  const auto behind = std::upper_bound(hidden_.begin(), hidden_.end(), line,
                                       [](std::uint64_t at, const Hidden& h) { return at < h.begin; });
  if (behind == hidden_.begin()) return nullptr;
  const Hidden& before = *(behind - 1);
  return line < before.end ? &before : nullptr;
}

std::uint64_t Folds::hidden_under(std::uint64_t header) const {
  const auto fold = by_header_.find(header);
  return fold == by_header_.end() ? 0 : fold->second - header - 1;
}

std::uint64_t Folds::visible(std::uint64_t line) const {
  const Hidden* hidden = hiding(line);
  return hidden != nullptr ? hidden->begin - 1 : line;
}

std::uint64_t Folds::next(std::uint64_t line) const {
  const Hidden* hidden = hiding(line + 1);
  return hidden != nullptr ? hidden->end : line + 1;
}

std::uint64_t Folds::previous(std::uint64_t line) const {
  return line == 0 ? 0 : visible(line - 1);
}

std::uint64_t Flow::step(std::uint64_t line, std::int64_t steps) const {
  if (folds->empty()) {
    const auto back = static_cast<std::uint64_t>(steps < 0 ? -steps : 0);
    if (steps < 0) return line > back ? line - back : 0;
    return std::min(line + static_cast<std::uint64_t>(steps), last());
  }
  const std::uint64_t end = last();
  for (; steps > 0 && line < end; --steps) line = folds->next(line);
  for (; steps < 0 && line > 0; ++steps) line = folds->previous(line);
  return std::min(line, end);
}

ScrollPosition clamp(ScrollPosition at, const Flow& flow) {
  if (flow.plain()) return clamp(at, flow.range);
  const std::uint64_t line = flow.folds->visible(at.line);
  if (line >= flow.last()) return {flow.last(), 0};
  if (line != at.line) return {line, 0};
  return {line, std::clamp(at.sub_px, 0, flow.rows(line) * flow.range.line_px - 1)};
}

ScrollPosition scroll_px(ScrollPosition at, std::int64_t delta_px, const Flow& flow) {
  if (flow.plain()) return scroll_px(at, delta_px, flow.range);
  at = clamp(at, flow);
  std::int64_t sub_px = at.sub_px + delta_px;
  const auto height = [&](std::uint64_t line) { return std::int64_t{flow.rows(line)} * flow.range.line_px; };
  while (sub_px < 0) {
    if (at.line == 0) return {};
    at.line = flow.folds->previous(at.line);
    sub_px += height(at.line);
  }
  for (std::int64_t all = height(at.line); sub_px >= all; all = height(at.line)) {
    if (at.line >= flow.last()) return {flow.last(), 0};
    sub_px -= all;
    at.line = flow.folds->next(at.line);
  }
  return clamp({at.line, static_cast<int>(sub_px)}, flow);
}

ScrollPosition scroll_lines(ScrollPosition at, std::int64_t rows, const Flow& flow) {
  if (flow.plain()) return scroll_lines(at, rows, flow.range);
  return scroll_px(at, rows * flow.range.line_px, flow);
}

ScrollPosition reveal(ScrollPosition at, std::uint64_t line, std::uint64_t margin, const Flow& flow) {
  if (flow.plain()) return reveal(at, line, margin, flow.range);
  const auto rows = static_cast<std::int64_t>(flow.range.whole_lines());
  const auto room =
      static_cast<std::int64_t>(std::min<std::uint64_t>(margin, (flow.range.whole_lines() - 1) / 2));
  line = flow.folds->visible(line);
  const std::uint64_t first = flow.step(line, -room);
  if (first < at.line || (first == at.line && at.sub_px > 0)) return clamp({first, 0}, flow);
  const std::uint64_t last = flow.step(line, room);
  std::int64_t taken = 0;  // rows from the top down to the last line that is to be seen
  for (std::uint64_t l = at.line; l <= last && taken <= rows; l = flow.folds->next(l)) taken += flow.rows(l);
  if (taken <= rows - (at.sub_px > 0 ? 1 : 0)) return at;
  std::uint64_t top = last;
  taken = flow.rows(last);
  while (top > 0 && taken + flow.rows(flow.folds->previous(top)) <= rows) {
    top = flow.folds->previous(top);
    taken += flow.rows(top);
  }
  return clamp({std::min(top, line), 0}, flow);
}

ScrollPosition centre_on(std::uint64_t line, const Flow& flow) {
  if (flow.plain()) return centre_on(line, flow.range);
  const ScrollPosition at{flow.folds->visible(line), 0};
  return scroll_lines(at, -static_cast<std::int64_t>(flow.range.whole_lines() / 3), flow);
}

std::optional<RowAt> row_at(const ScrollPosition& top, int y_px, const Flow& flow) {
  if (flow.range.lines == 0) return std::nullopt;
  std::int64_t row = (std::int64_t{y_px} + top.sub_px) / flow.range.line_px;
  std::uint64_t line = top.line;
  while (row >= flow.rows(line)) {
    if (line >= flow.last()) return std::nullopt;
    row -= flow.rows(line);
    line = flow.folds->next(line);
  }
  return RowAt{line, static_cast<int>(row)};
}

}  // namespace spoor::app
