#include "viewer/app/comparison.hpp"

#include <fmt/format.h>

#include <utility>

#include "viewer/find/coverage.hpp"

namespace spoor::app {

using compare::FileChange;
using compare::FileChangeKind;

Result<void> Comparison::begin(const std::string& release) {
  auto base = source_->other_release(release);
  if (!base) return tl::unexpected(base.error());
  end();
  release_ = release;
  base_ = std::move(*base);
  desk_ = std::make_unique<CompareDesk>(base_->files(), source_->files(), on_change_);
  return {};
}

void Comparison::end() {
  view.close();
  list.take(nullptr);
  list.shown = false;
  desk_.reset();
  base_.reset();
  release_.clear();
}

const FileChange* Comparison::change_of(const std::string& path) const {
  return list.tree() != nullptr ? list.tree()->find(path) : nullptr;
}

std::uint64_t Comparison::changes_below(const std::string& folder) const {
  if (list.tree() == nullptr) return 0;
  const auto found = list.tree()->below.find(folder);
  return found == list.tree()->below.end() ? 0 : found->second;
}

std::shared_ptr<const ComparedFile> Comparison::marks_of(const std::string& path) {
  const FileChange* change = change_of(path);
  if (change == nullptr || change->binary || change->kind == FileChangeKind::removed) return nullptr;
  return desk_->file(change->old_path, change->path);
}

Result<void> Comparison::open(const FileChange& change, std::optional<std::uint64_t> new_line) {
  return view.open(change, {*base_, *source_, release_}, on_change_, new_line);
}

bool Comparison::poll() {
  if (desk_ == nullptr) return false;
  view.update(*desk_);
  auto tree = desk_->tree();
  if (tree == nullptr || tree.get() == list.tree()) return false;
  list.take(std::move(tree));
  return true;
}

std::string Comparison::counts() const {
  const compare::TreeDiff* tree = list.tree();
  if (tree == nullptr) return begun() ? "Comparing" : std::string();
  if (tree->changes.empty()) return "The releases are the same";
  std::string out;
  for (const FileChangeKind kind :
       {FileChangeKind::changed, FileChangeKind::added, FileChangeKind::removed, FileChangeKind::renamed})
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                       find::with_commas(tree->counts[static_cast<std::size_t>(kind)]), kind_word(kind));
  if (list.only()) out += fmt::format("    only those {}", kind_word(*list.only()));
  return out;
}

std::string Comparison::coverage() const {
  if (!begun()) return {};
  const compare::TreeDiff* tree = list.tree();
  if (tree == nullptr) {
    const compare::TreeProgress progress = desk_->progress();
    if (progress.pairing) return "looking for renames";
    return fmt::format("{} of {} files compared", find::with_commas(progress.done),
                       find::with_commas(progress.files));
  }
  std::string out =
      fmt::format("{} of {} files compared, {} skipped", find::with_commas(tree->files - tree->unreadable),
                  find::with_commas(tree->files), find::with_commas(tree->unreadable));
  if (tree->folders_unreadable > 0)
    out += fmt::format(", {} damaged folders", find::with_commas(tree->folders_unreadable));
  if (tree->renames_bounded) out += ", not all looked at for renames";
  return out;
}

void Comparison::sleep() {
  asleep_.reset();
  if (!begun()) return;
  asleep_ = Asleep{release_, list.shown, {}, {}};
  if (view.shown()) {
    asleep_->open = view.change();
    asleep_->new_line = view.new_line();
  }
  end();
}

void Comparison::wake() {
  if (!asleep_) return;
  const Asleep before = *std::exchange(asleep_, std::nullopt);
  if (!begin(before.release)) return;
  list.shown = before.listed;
  if (before.open) static_cast<void>(open(*before.open, before.new_line));
}

std::uint64_t Comparison::revision() const {
  return (desk_ != nullptr ? desk_->revision() : 0) + view.revision();
}

}  // namespace spoor::app
