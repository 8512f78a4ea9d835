#include "viewer/app/workspace.hpp"

#include <algorithm>
#include <utility>

#include "viewer/app/note_actions.hpp"
#include "viewer/app/symbol_actions.hpp"

namespace spoor::app {

Workspace::Workspace(const Source& source, TreeModel tree, Keymap keymap, std::function<void()> on_change)
    : source_(&source),
      tree_(std::move(tree)),
      on_change_(std::move(on_change)),
      finder_(source.files(), on_change_),
      paths_(source.files(), on_change_),
      symbols_(source, on_change_),
      comparison_(source, on_change_),
      keymap_(std::move(keymap)),
      views_(1) {}

Result<std::unique_ptr<Workspace>> Workspace::create(const Source& source, double font_px, ThemeId theme,
                                                     std::function<void()> on_change) {
  auto tree = TreeModel::create(source);
  if (!tree) return tl::unexpected(tree.error());
  auto keymap = Keymap::load(KeymapId::standard);
  if (!keymap) return tl::unexpected(keymap.error());
  std::unique_ptr<Workspace> workspace(
      new Workspace(source, std::move(*tree), std::move(*keymap), std::move(on_change)));
  workspace->theme = theme;
  workspace->font_px = font_px;
  workspace->first_font_px = font_px;
  return workspace;
}

Result<void> Workspace::open(std::string_view path, std::uint64_t line) {
  comparison_.view.close();
  View& view = views_[active_view_];
  const auto same = [path](const auto& tab) { return tab->path() == path; };
  auto tab = std::find_if(view.tabs.begin(), view.tabs.end(), same);
  if (tab == view.tabs.end()) {
    auto editor = Editor::open(*source_, path, on_change_);
    if (!editor) return tl::unexpected(editor.error());
    (*editor)->go_to(line);
    view.tabs.push_back(std::move(*editor));
    view.active = view.tabs.size() - 1;
  } else {
    view.active = static_cast<std::size_t>(tab - view.tabs.begin());
    if (line > 0) (*tab)->go_to(line);
  }
  return {};
}

bool Workspace::jump(std::string_view path, std::uint64_t line) {
  const auto from = place();
  const auto opened = open(path, line);
  message = opened ? std::string() : opened.error().message;
  if (!opened) return false;
  if (active()->document() != nullptr) active()->go_to(line);
  if (from && !(*from == FilePlace{std::string(path), line})) places.leave(*from);
  focus = Focus::code;
  return true;
}

void Workspace::close_tab(std::size_t index) {
  View& view = views_[active_view_];
  if (index >= view.tabs.size()) return;
  view.tabs.erase(view.tabs.begin() + static_cast<std::ptrdiff_t>(index));
  if (view.active > index || view.active >= view.tabs.size()) view.active -= view.active > 0 ? 1 : 0;
}

void Workspace::close_all() {
  keep_draft(*this);
  notebook.sleep();
  views_.clear();
  views_.resize(1);
  active_view_ = 0;
  asleep_.clear();
  asleep_search_.reset();
  comparison_.end();
  close_over_code();
  page.close();
}

void Workspace::close_over_code() {
  finder_.close();
  symbols_.close();
  picker.close();
  print.close();
  note.close();
  notes_export.close();
}

void Workspace::sleep() {
  keep_draft(*this);
  notebook.sleep();
  asleep_.clear();
  asleep_search_ = finder_.in_tree.shown ? std::optional(finder_.in_tree.form) : std::nullopt;
  for (View& view : views_) {
    SleepingView& out = asleep_.emplace_back();
    out.active = view.active;
    for (const auto& tab : view.tabs)
      out.tabs.push_back({tab->path(), tab->scroll(), tab->current_line(), tab->caret_column(),
                          tab->first_column(), tab->folds});
    view.tabs.clear();
  }
  comparison_.sleep();
  close_over_code();
}

void Workspace::wake() {
  notebook.wake();
  for (std::size_t i = 0; i < asleep_.size() && i < views_.size(); ++i) {
    for (const SleepingTab& tab : asleep_[i].tabs) {
      auto editor = Editor::open(*source_, tab.path, on_change_);
      if (!editor) {
        message = editor.error().message;
        continue;
      }
      (*editor)->folds = tab.folds;
      (*editor)->stand(tab.line, tab.scroll);
      (*editor)->set_caret_column(tab.column);
      (*editor)->set_first_column(tab.first_column);
      views_[i].tabs.push_back(std::move(*editor));
    }
    const std::size_t tabs = views_[i].tabs.size();
    views_[i].active = tabs == 0 ? 0 : std::min(asleep_[i].active, tabs - 1);
  }
  asleep_.clear();
  if (asleep_search_) {
    finder_.in_tree.shown = true;
    finder_.in_tree.form = *std::exchange(asleep_search_, std::nullopt);
  }
  comparison_.wake();
  const bool in_changes = (comparison_.list.shown && focus == Focus::changes) ||
                          (comparison_.view.shown() && focus == Focus::diff);
  const bool in_search = finder_.in_tree.shown && (focus == Focus::find_tree || focus == Focus::find_globs);
  if (focus != Focus::tree && focus != Focus::page && !in_search && !in_changes)
    focus = active() != nullptr ? Focus::code : Focus::tree;
}

void Workspace::show_tab(std::size_t index) {
  View& view = views_[active_view_];
  if (index < view.tabs.size()) view.active = index;
}

void Workspace::show_view(std::size_t index) {
  if (index < views_.size()) active_view_ = index;
}

void Workspace::split_view() {
  if (views_.size() >= kMostViews) return;
  const Editor* from = active();
  const auto where = place();
  const ScrollPosition scroll = from != nullptr ? from->scroll() : ScrollPosition{};
  views_.insert(views_.begin() + static_cast<std::ptrdiff_t>(active_view_ + 1), View{});
  ++active_view_;
  if (!where || !open(where->path)) return;
  active()->set_current_line(where->line);
  active()->set_scroll(scroll);
}

void Workspace::close_view() {
  if (views_.size() < 2) return;
  views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(active_view_));
  active_view_ -= active_view_ > 0 ? 1 : 0;
}

Result<void> Workspace::use_keymap(KeymapId id) {
  auto keymap = Keymap::load(id);
  if (!keymap) return tl::unexpected(keymap.error());
  keymap_ = std::move(*keymap);
  keymap_id_ = id;
  return {};
}

std::optional<FilePlace> Workspace::place() const {
  const Editor* editor = active();
  if (editor == nullptr) return std::nullopt;
  return FilePlace{editor->path(), editor->current_line()};
}

std::string* Workspace::focused_text() {
  switch (focus) {
    case Focus::find_file:
      return &finder_.in_file.form.text;
    case Focus::find_tree:
      return &finder_.in_tree.form.text;
    case Focus::find_globs:
      return &finder_.in_tree.form.globs;
    case Focus::tree_filter:
      return &tree_filter;
    case Focus::outline:
      return &symbols_.outline.filter;
    case Focus::picker:
      return &picker.text;
    case Focus::print:
      return &print.text;
    case Focus::note:
      return &note.text;
    case Focus::notes_export:
      return &notes_export.text;
    default:
      return nullptr;
  }
}

KeyContext Workspace::key_context() const {
  switch (focus) {
    case Focus::tree:
      return KeyContext::tree;
    case Focus::code:
    case Focus::diff:
      return KeyContext::code;
    case Focus::found:
    case Focus::peek:
    case Focus::changes:
    case Focus::page:
      return KeyContext::list;
    default:
      return KeyContext::field;
  }
}

void Workspace::focus_on(Focus where) {
  focus = where;
  if (const std::string* text = focused_text()) caret = {text->size(), !text->empty()};
}

void Workspace::poll() {
  for (const View& view : views_)
    if (Editor* editor = view.editor(); editor != nullptr) editor->wrap = wrap;
  scroll_linked();
  poll_comparison();
  finder_.poll(active());
  print.update(active());
  notes_export.update();
  take_answers(*this);
  const Editor* editor = active();
  std::shared_ptr<const Outline> outline;
  if (editor != nullptr && editor->document() != nullptr) outline = symbols_.desk.outline(editor->path());
  if (symbols_.outline.shown)
    symbols_.outline.update(outline, editor != nullptr ? editor->current_line() : 0, focus == Focus::outline);
  if (picker.shown()) picker.update({paths_, places.recent_paths(20), symbols_.desk, outline});
  if (tree_filter_shown && tree_filter != filtered_by_) filter_tree();
}

void Workspace::poll_comparison() {
  if (comparison_.poll()) removed_stale_ = true;
  if (!comparison_.begun() && !removed_.empty()) {
    removed_.clear();
    removed_stale_ = true;
  }
  if (finder_.in_tree.shown) comparison_.list.shown = false;  // it was opened over it
  if (focus == Focus::code && comparison_.view.shown()) focus = Focus::diff;
  const bool nowhere = (focus == Focus::diff && !comparison_.view.shown()) ||
                       (focus == Focus::changes && !comparison_.list.shown);
  if (nowhere) focus = active() != nullptr ? Focus::code : Focus::tree;
  // While the tree is filtered it stays as it is.
  if (!removed_stale_ || tree_filter_shown) return;
  removed_stale_ = false;
  if (comparison_.list.tree() != nullptr) {
    removed_.clear();
    for (const compare::FileChange& change : comparison_.list.tree()->changes)
      if (change.kind == compare::FileChangeKind::removed) removed_.push_back(change.path);
  }
  tree_.set_removed(removed_);
}

// By lines, so that two releases of a file can be read side by side from any two places.
void Workspace::scroll_linked() {
  const Editor* leader = active();
  const Followed now{leader, leader != nullptr ? leader->scroll().line : 0};
  const Followed before = std::exchange(followed_, now);
  if (!linked || leader == nullptr || before.editor != leader) return;
  const auto moved = static_cast<std::int64_t>(now.line) - static_cast<std::int64_t>(before.line);
  for (const View& view : views_) {
    Editor* editor = view.editor();
    if (editor == nullptr || editor == leader || editor->document() == nullptr) continue;
    const auto line = std::max<std::int64_t>(0, static_cast<std::int64_t>(editor->scroll().line) + moved);
    editor->set_scroll({static_cast<std::uint64_t>(line), leader->scroll().sub_px});
  }
}

void Workspace::filter_tree() {
  if (tree_filter.empty()) {
    filtered_by_.clear();
    return tree_.show_all();
  }
  const auto list = paths_.ready();
  if (list == nullptr) return;
  filtered_by_ = tree_filter;
  tree_.show_only(*list, tree_filter);
  tree_scroll = {};
}

}  // namespace spoor::app
