#include "viewer/app/tree_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace spoor::app {
namespace {

std::ptrdiff_t offset(std::size_t n) {
  return static_cast<std::ptrdiff_t>(n);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    if (blank > 0) words.emplace_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return words;
}

bool holds_all(std::string_view text, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(),
                     [text](const std::string& w) { return text.find(w) != std::string_view::npos; });
}

/// Adds a file's row behind rows for those of its directories that are not open yet.
void add_under_directories(const std::string& path, std::vector<std::string>& open,
                           std::vector<TreeRow>& rows) {
  std::size_t begin = 0;
  std::size_t depth = 0;
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin)) {
    const std::string directory = path.substr(0, slash);
    if (depth >= open.size() || open[depth] != directory) {
      open.resize(depth);
      open.push_back(directory);
      rows.push_back({directory, directory.substr(begin), static_cast<int>(depth), seal::EntryKind::directory,
                      true, false});
    }
    begin = slash + 1;
    ++depth;
  }
  open.resize(depth);
  rows.push_back({path, path.substr(begin), static_cast<int>(depth), seal::EntryKind::file, false, false});
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
  std::vector<TreeRow> rows;
  // A folder that is gone holds nothing but what is gone.
  if (!entries) {
    add_removed(directory, depth, rows);
    if (rows.empty()) return tl::unexpected(entries.error());
    return rows;
  }
  rows.reserve(entries->size());
  for (seal::DirEntry& entry : *entries) {
    std::string path = directory.empty() ? entry.name : fmt::format("{}/{}", directory, entry.name);
    rows.push_back({std::move(path), std::move(entry.name), depth, entry.kind, false, false});
  }
  add_removed(directory, depth, rows);
  return rows;
}

void TreeModel::add_removed(std::string_view directory, int depth, std::vector<TreeRow>& rows) const {
  const std::string prefix = directory.empty() ? std::string() : fmt::format("{}/", directory);
  const auto known = [&rows](std::string_view path) {
    return std::any_of(rows.begin(), rows.end(), [path](const TreeRow& row) { return row.path == path; });
  };
  const std::size_t own = rows.size();
  std::string last_folder;  // those of one folder stand together
  for (auto path = std::lower_bound(removed_.begin(), removed_.end(), prefix);
       path != removed_.end() && path->starts_with(prefix); ++path) {
    const std::size_t slash = path->find('/', prefix.size());
    const std::string here = path->substr(0, slash);
    const bool folder = slash != std::string::npos;
    if (folder && here == last_folder) continue;
    if (folder) last_folder = here;
    if (folder && known(here)) continue;
    rows.push_back({here, here.substr(prefix.size()), depth,
                    folder ? seal::EntryKind::directory : seal::EntryKind::file, false, true});
  }
  if (rows.size() == own) return;
  std::stable_sort(rows.begin(), rows.end(), [](const TreeRow& a, const TreeRow& b) {
    const bool a_folder = a.kind == seal::EntryKind::directory;
    const bool b_folder = b.kind == seal::EntryKind::directory;
    return a_folder != b_folder ? a_folder : a.name < b.name;
  });
}

void TreeModel::set_removed(std::vector<std::string> paths) {
  std::sort(paths.begin(), paths.end());
  if (paths == removed_) return;
  removed_ = std::move(paths);
  std::set<std::string> open;
  for (const TreeRow& row : rows_)
    if (row.expanded) open.insert(row.path);
  const std::string at = selected_ < rows_.size() ? rows_[selected_].path : std::string();
  auto rows = children("", 0);
  if (!rows) return;
  rows_ = std::move(*rows);
  selected_ = 0;
  // Folders come before what is in them, so that each is there when it is opened.
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (open.contains(rows_[row].path)) static_cast<void>(expand(row));
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (rows_[row].path == at) selected_ = row;
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

void TreeModel::show_only(const find::FuzzyList& paths, std::string_view words) {
  if (!whole_) whole_ = std::move(rows_);
  rows_.clear();
  selected_ = 0;
  const auto wanted = words_of(lower(words));
  std::size_t files = 0;
  std::vector<std::string> open;  // the directories above the last row
  for (std::size_t i = 0; i < paths.size() && files < kMostFiltered; ++i) {
    const std::string path(paths.item(i));
    if (!holds_all(lower(path), wanted)) continue;
    ++files;
    add_under_directories(path, open, rows_);
  }
  while (selected_ + 1 < rows_.size() && rows_[selected_].kind == seal::EntryKind::directory) ++selected_;
}

void TreeModel::show_all() {
  if (!whole_) return;
  const std::string path = selected_ < rows_.size() ? rows_[selected_].path : std::string();
  rows_ = std::move(*whole_);
  whole_.reset();
  selected_ = 0;
  if (!path.empty()) static_cast<void>(reveal(path));
}

}  // namespace spoor::app
