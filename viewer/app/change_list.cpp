#include "viewer/app/change_list.hpp"

#include <algorithm>
#include <array>

namespace spoor::app {

using compare::FileChange;
using compare::FileChangeKind;

const char* kind_letter(FileChangeKind kind) {
  constexpr std::array kLetters = {"A", "D", "M", "R"};
  return kLetters[static_cast<std::size_t>(kind)];
}

const char* kind_word(FileChangeKind kind) {
  constexpr std::array kWords = {"added", "removed", "changed", "renamed"};
  return kWords[static_cast<std::size_t>(kind)];
}

void ChangeList::take(std::shared_ptr<const compare::TreeDiff> tree) {
  if (tree == tree_) return;
  const std::string keep = selected_path();
  tree_ = std::move(tree);
  list(keep);
}

void ChangeList::next_kind() {
  const std::size_t next = only_ ? static_cast<std::size_t>(*only_) + 1 : 0;
  only_ = next < compare::kFileChangeKinds ? std::optional(static_cast<FileChangeKind>(next)) : std::nullopt;
  list(selected_path());
}

std::string ChangeList::selected_path() const {
  const FileChange* change = selected_change();
  return change != nullptr ? change->path : std::string();
}

void ChangeList::list(const std::string& keep) {
  rows_.clear();
  selected_.reset();
  scroll = {};
  ++generation_;
  if (tree_ == nullptr) return;
  std::optional<std::size_t> folder;
  for (std::size_t i = 0; i < tree_->changes.size(); ++i) {
    const FileChange& change = tree_->changes[i];
    if (only_ && change.kind != *only_) continue;
    const std::size_t slash = change.path.rfind('/');
    const std::string above = slash == std::string::npos ? std::string() : change.path.substr(0, slash);
    if (!folder || rows_[*folder].path != above) {
      folder = rows_.size();
      rows_.push_back({true, above, 0, 0});
    }
    ++rows_[*folder].files;
    rows_.push_back({false, {}, i, 0});
  }
  if (!keep.empty()) select_path(keep);
  if (!selected_) move(1);
  reveal_selected = true;
}

void ChangeList::select(std::size_t row) {
  if (row < rows_.size() && !rows_[row].folder) selected_ = row;
}

void ChangeList::move(std::int64_t files) {
  const std::int64_t way = files < 0 ? -1 : 1;
  std::int64_t left = selected_ ? files * way : 1;
  const auto count = static_cast<std::int64_t>(rows_.size());
  for (std::int64_t at = selected_ ? static_cast<std::int64_t>(*selected_) + way : 0;
       at >= 0 && at < count && left > 0; at += way)
    if (!rows_[static_cast<std::size_t>(at)].folder) {
      selected_ = static_cast<std::size_t>(at);
      --left;
    }
  reveal_selected = true;
}

void ChangeList::select_path(const std::string& path) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (!rows_[i].folder && change(rows_[i]).path == path) {
      selected_ = i;
      reveal_selected = true;
      return;
    }
}

const FileChange* ChangeList::beside(const std::string& path, std::int64_t steps) const {
  std::vector<std::size_t> files;
  std::optional<std::int64_t> at;
  for (const ChangeRow& row : rows_) {
    if (row.folder) continue;
    if (change(row).path == path) at = static_cast<std::int64_t>(files.size());
    files.push_back(row.change);
  }
  if (!at || *at + steps < 0 || *at + steps >= static_cast<std::int64_t>(files.size())) return nullptr;
  return &tree_->changes[files[static_cast<std::size_t>(*at + steps)]];
}

const FileChange* ChangeList::selected_change() const {
  if (!selected_ || tree_ == nullptr) return nullptr;
  return &change(rows_[*selected_]);
}

}  // namespace spoor::app
