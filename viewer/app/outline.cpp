#include "viewer/app/outline.hpp"

#include <algorithm>
#include <utility>

#include "viewer/find/fuzzy.hpp"

namespace spoor::app {
namespace {

bool holds(const symbols::Symbol& outer, std::uint64_t line) {
  return outer.line <= line && line <= outer.last_line;
}

/// A typedef's name behind the struct that it names is no part of it.
bool lies_in(const symbols::Symbol& inner, const symbols::Symbol& outer) {
  const bool alias_behind = inner.kind == symbols::SymbolKind::type_alias && inner.line == outer.last_line;
  return holds(outer, inner.line) && inner.last_line <= outer.last_line && !alias_behind;
}

}  // namespace

std::vector<std::size_t> Outline::around(std::uint64_t line) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < items.size() && items[i].symbol.line <= line; ++i)
    if (holds(items[i].symbol, line)) out.push_back(i);
  return out;
}

std::optional<std::size_t> Outline::at(std::uint64_t line) const {
  if (const auto holding = around(line); !holding.empty()) return holding.back();
  const auto behind = std::partition_point(
      items.begin(), items.end(), [line](const OutlineItem& item) { return item.symbol.line <= line; });
  if (behind == items.begin()) return std::nullopt;
  return static_cast<std::size_t>(behind - items.begin()) - 1;
}

Outline make_outline(std::string_view path, std::string_view text) {
  Outline out{std::string(path), {}, {}};
  std::vector<std::size_t> open;  // the items that the next one may lie in
  for (symbols::Symbol& symbol : symbols::outline(path, text)) {
    while (!open.empty() && !lies_in(symbol, out.items[open.back()].symbol)) open.pop_back();
    const auto depth = static_cast<int>(open.size());
    open.push_back(out.items.size());
    out.items.push_back({std::move(symbol), depth});
  }
  return out;
}

void OutlinePanel::update(std::shared_ptr<const Outline> outline, std::uint64_t line, bool keeps_selection) {
  const bool other = outline != outline_;
  if (other || filter != listed_filter_) {
    outline_ = std::move(outline);
    listed_filter_ = filter;
    list();
    followed_line_ = UINT64_MAX;
  }
  if ((keeps_selection && selected_) || outline_ == nullptr || followed_line_ == line) return;
  followed_line_ = line;
  const auto at = outline_->at(line);
  selected_.reset();
  // Of a filtered list the nearest row at or before the caret's.
  for (std::size_t row = 0; at && row < rows_.size() && rows_[row].item <= *at; ++row) selected_ = row;
  reveal_selected = true;
}

void OutlinePanel::list() {
  rows_.clear();
  selected_.reset();
  scroll = {};
  ++generation_;
  if (outline_ == nullptr) return;
  if (filter.empty()) {
    for (std::size_t i = 0; i < outline_->items.size(); ++i) rows_.push_back({i, {}});
    return;
  }
  std::vector<std::string> names;
  for (const OutlineItem& item : outline_->items) names.push_back(item.symbol.name);
  find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(names));
  for (find::FuzzyHit& hit : finder.find(filter, names.size()))
    rows_.push_back({hit.item, std::move(hit.at)});
  // The best match is selected; the list keeps the order of the file.
  const std::size_t best = rows_.empty() ? 0 : rows_.front().item;
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.item < b.item; });
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (rows_[row].item == best) selected_ = row;
  reveal_selected = true;
}

void OutlinePanel::select(std::size_t row) {
  if (row < rows_.size()) selected_ = row;
}

void OutlinePanel::move(std::int64_t steps) {
  if (rows_.empty()) return;
  const auto last = static_cast<std::int64_t>(rows_.size()) - 1;
  const std::int64_t from = selected_ ? static_cast<std::int64_t>(*selected_) : -1;
  selected_ = static_cast<std::size_t>(std::clamp<std::int64_t>(from + steps, 0, last));
  reveal_selected = true;
}

std::string_view OutlinePanel::path() const {
  return outline_ == nullptr ? std::string_view() : outline_->path;
}

std::string OutlinePanel::sentence() const {
  if (outline_ == nullptr) return "No file is open";
  if (!outline_->trouble.empty()) return outline_->trouble;
  if (outline_->items.empty()) return "The file defines nothing";
  return rows_.empty() ? "Nothing matches" : std::string();
}

void OutlinePanel::clear() {
  outline_.reset();
  filter.clear();
  listed_filter_.clear();
  list();
}

}  // namespace spoor::app
