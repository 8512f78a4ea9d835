#include "viewer/app/tree_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace spoor::app {
namespace {

std::ptrdiff_t offset(std::size_t n) {
  return static_cast<std::ptrdiff_t>(n);
}

}  // namespace

Result<TreeModel> TreeModel::create(const Source& source) {
  TreeModel model(source);
  auto rows = model.children("", 0);
  if (!rows) return tl::unexpected(rows.error());
  model.rows_ = std::move(*rows);
  return model;
}

Result<std::vector<TreeRow>> TreeModel::children(std::string_view directory, int depth) const {
  auto entries = source_->list(directory);
  if (!entries) return tl::unexpected(entries.error());
  std::vector<TreeRow> rows;
  rows.reserve(entries->size());
  for (seal::DirEntry& entry : *entries) {
    std::string path = directory.empty() ? entry.name : fmt::format("{}/{}", directory, entry.name);
    rows.push_back({std::move(path), std::move(entry.name), depth, entry.kind, false});
  }
  return rows;
}

void TreeModel::select(std::size_t row) {
  if (!rows_.empty()) selected_ = std::min(row, rows_.size() - 1);
}

std::size_t TreeModel::end_of_subtree(std::size_t row) const {
  std::size_t end = row + 1;
  while (end < rows_.size() && rows_[end].depth > rows_[row].depth) ++end;
  return end;
}

Result<void> TreeModel::expand(std::size_t row) {
  if (row >= rows_.size() || rows_[row].kind != seal::EntryKind::directory || rows_[row].expanded) return {};
  auto below = children(rows_[row].path, rows_[row].depth + 1);
  if (!below) return tl::unexpected(below.error());
  rows_[row].expanded = true;
  if (selected_ > row) selected_ += below->size();
  rows_.insert(rows_.begin() + offset(row + 1), std::make_move_iterator(below->begin()),
               std::make_move_iterator(below->end()));
  return {};
}

void TreeModel::collapse(std::size_t row) {
  if (row >= rows_.size() || !rows_[row].expanded) return;
  const std::size_t end = end_of_subtree(row);
  rows_[row].expanded = false;
  if (selected_ >= end)
    selected_ -= end - row - 1;
  else if (selected_ > row)
    selected_ = row;
  rows_.erase(rows_.begin() + offset(row + 1), rows_.begin() + offset(end));
}

std::optional<std::size_t> TreeModel::parent(std::size_t row) const {
  if (row >= rows_.size() || rows_[row].depth == 0) return std::nullopt;
  std::size_t up = row;
  while (rows_[up].depth >= rows_[row].depth) --up;
  return up;
}

Result<void> TreeModel::reveal(std::string_view path) {
  std::size_t row = 0;
  while (row < rows_.size()) {
    const TreeRow& at = rows_[row];
    if (at.path == path) {
      selected_ = row;
      return {};
    }
    const bool inside =
        path.size() > at.path.size() && path.starts_with(at.path) && path[at.path.size()] == '/';
    if (inside) {
      if (auto done = expand(row); !done) return done;
      ++row;
    } else {
      row = end_of_subtree(row);
    }
  }
  return tl::unexpected(AppError{ExitCode::failed, "The release has no such path: look in the tree."});
}

}  // namespace spoor::app
