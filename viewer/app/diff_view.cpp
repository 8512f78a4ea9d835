#include "viewer/app/diff_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/find/coverage.hpp"

namespace spoor::app {

using compare::FileChangeKind;

Result<void> DiffView::open(compare::FileChange change, const Releases& releases,
                            const std::function<void()>& on_change, std::optional<std::uint64_t> new_line) {
  std::unique_ptr<Editor> was;
  std::unique_ptr<Editor> is;
  if (change.kind != FileChangeKind::added) {
    auto opened = Editor::open(releases.base, change.old_path, on_change, releases.base_name);
    if (!opened) return tl::unexpected(opened.error());
    was = std::move(*opened);
  }
  if (change.kind != FileChangeKind::removed) {
    auto opened = Editor::open(releases.now, change.path, on_change);
    if (!opened) return tl::unexpected(opened.error());
    is = std::move(*opened);
  }
  close();
  was_ = std::move(was);
  is_ = std::move(is);
  change_ = std::move(change);
  wanted_line_ = new_line;
  return {};
}

void DiffView::close() {
  rows_.reset();
  compared_.reset();
  was_.reset();
  is_.reset();
  change_.reset();
  scroll = {};
  first_column = row_ = 0;
}

void DiffView::update(CompareDesk& desk) {
  if (!shown() || compared_ != nullptr) return;
  compared_ = desk.file(was_ != nullptr ? change_->old_path : std::string(),
                        is_ != nullptr ? change_->path : std::string());
  if (diff() == nullptr) return;
  rows_.emplace(*diff(), shape_);
  if (wanted_line_)
    set_row(rows_->row_of_new(*wanted_line_));
  else if (rows_->size() > 0 && rows_->row(0).kind != DiffRowKind::changed)
    set_row(rows_->next_change(0).value_or(0));
}

const compare::FileDiff* DiffView::diff() const {
  return compared_ != nullptr && compared_->diff ? &*compared_->diff : nullptr;
}

std::string DiffView::notice() const {
  if (compared_ == nullptr) return "Comparing";
  if (!compared_->diff) return compared_->trouble;
  if (rows_ && rows_->size() > 0 && !compared_->diff->changes.empty()) return {};
  const std::uint64_t ends = compared_->diff->ends_differ;
  if (ends > 0)
    return fmt::format("{} lines differ in their ends alone (CR LF or LF).", find::with_commas(ends));
  if (compared_->diff->old_lines + compared_->diff->new_lines == 0) return "There is no line in it.";
  return "The text is the same: its encoding differs.";
}

void DiffView::stand_at(const DiffRow& place) {
  if (place.new_line)
    set_row(rows_->row_of_new(*place.new_line));
  else if (place.old_line)
    set_row(rows_->row_of_old(*place.old_line));
}

void DiffView::reshape(DiffShape shape) {
  shape_ = shape;
  if (!rows_ || rows_->size() == 0) return;
  const DiffRow place = rows_->row(row_);
  rows_.emplace(*diff(), shape_);
  stand_at(place);
}

void DiffView::set_row(std::uint64_t row) {
  if (!rows_ || rows_->size() == 0) return;
  row_ = std::min(row, rows_->size() - 1);
  reveal_row = true;
}

bool DiffView::step_change(int direction) {
  if (!rows_) return false;
  const auto to = direction > 0 ? rows_->next_change(row_) : rows_->previous_change(row_);
  if (to) set_row(*to);
  return to.has_value();
}

void DiffView::unfold_row() {
  if (!rows_ || row_ >= rows_->size()) return;
  const DiffRow place = rows_->row(row_);
  rows_->unfold(row_);
  stand_at(place);
}

std::optional<std::uint64_t> DiffView::new_line() const {
  if (!rows_ || is_ == nullptr) return std::nullopt;
  for (std::uint64_t row = row_; row < rows_->size(); ++row)
    if (const auto line = rows_->row(row).new_line) return line;
  return is_->lines() > 0 ? std::optional(is_->lines() - 1) : std::nullopt;
}

std::string DiffView::status() const {
  if (!rows_) return {};
  const std::size_t all = diff()->changes.size();
  const std::size_t at = rows_->changes_until(row_);
  std::string out = at == 0 ? fmt::format("{} change{}", find::with_commas(all), all == 1 ? "" : "s")
                            : fmt::format("Change {} of {}", find::with_commas(at), find::with_commas(all));
  out += fmt::format("    {} lines added, {} removed", find::with_commas(diff()->added),
                     find::with_commas(diff()->removed));
  if (diff()->ends_differ > 0)
    out += fmt::format(", {} differ in their ends alone", find::with_commas(diff()->ends_differ));
  if (!diff()->shortest) out += "    (very different: not the shortest way)";
  return out;
}

std::uint64_t DiffView::revision() const {
  std::uint64_t revision = 0;
  for (const Editor* editor : {was_.get(), is_.get()})
    if (editor != nullptr && editor->document() != nullptr) revision += editor->document()->revision();
  return revision;
}

}  // namespace spoor::app
