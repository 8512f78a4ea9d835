#include "viewer/app/workspace.hpp"

#include <algorithm>
#include <utility>

namespace spoor::app {

Workspace::Workspace(const Source& source, TreeModel tree, std::function<void()> on_change)
    : source_(&source),
      tree_(std::move(tree)),
      on_change_(std::move(on_change)),
      finder_(source.files(), on_change_) {}

Result<std::unique_ptr<Workspace>> Workspace::create(const Source& source, double font_px, ThemeId theme,
                                                     std::function<void()> on_change) {
  auto tree = TreeModel::create(source);
  if (!tree) return tl::unexpected(tree.error());
  std::unique_ptr<Workspace> workspace(new Workspace(source, std::move(*tree), std::move(on_change)));
  workspace->theme = theme;
  workspace->font_px = font_px;
  workspace->first_font_px = font_px;
  return workspace;
}

Result<void> Workspace::open(std::string_view path, std::uint64_t line) {
  const auto same = [path](const auto& tab) { return tab->path() == path; };
  auto tab = std::find_if(tabs_.begin(), tabs_.end(), same);
  if (tab == tabs_.end()) {
    auto editor = Editor::open(*source_, path, on_change_);
    if (!editor) return tl::unexpected(editor.error());
    (*editor)->go_to(line);
    tabs_.push_back(std::move(*editor));
    active_ = tabs_.size() - 1;
  } else {
    active_ = static_cast<std::size_t>(tab - tabs_.begin());
    if (line > 0) (*tab)->go_to(line);
  }
  return {};
}

void Workspace::close_tab(std::size_t index) {
  if (index >= tabs_.size()) return;
  tabs_.erase(tabs_.begin() + static_cast<std::ptrdiff_t>(index));
  if (active_ > index || active_ >= tabs_.size()) active_ = active_ > 0 ? active_ - 1 : 0;
}

void Workspace::show_tab(std::size_t index) {
  if (index < tabs_.size()) active_ = index;
}

Editor* Workspace::active() {
  return active_ < tabs_.size() ? tabs_[active_].get() : nullptr;
}

}  // namespace spoor::app
