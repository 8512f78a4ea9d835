#include "viewer/app/find_inputs.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

namespace spoor::app {
namespace {

constexpr std::size_t kFieldBytes = 1024;
constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
                                    ImGuiWindowFlags_NoBringToFrontOnFocus;

ImU32 color(gpu::Rgba c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}

/// Keeps the keyboard where the workspace's focus says, whatever Dear ImGui makes of Tab and Enter.
class Fields {
 public:
  explicit Fields(Workspace& workspace) : workspace_(workspace), wanted_(workspace.focus) {}

  void field(const char* id, const char* hint, Focus focus, std::string& text, float width_px) {
    std::array<char, kFieldBytes> buffer{};
    std::copy_n(text.begin(), std::min(text.size(), buffer.size() - 1), buffer.begin());
    ImGui::PushID(workspace_.field_generation);
    const ImGuiID key = ImGui::GetID(id);
    const bool was_active = ImGui::GetStateStorage()->GetBool(key);
    ImGui::SetNextItemWidth(width_px);
    const bool free =
        !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) && !ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (wanted_ == focus && !was_active && free) ImGui::SetKeyboardFocusHere();
    ImGui::InputTextWithHint(id, hint, buffer.data(), buffer.size());
    // Escape makes the field what it was when it got the keyboard; here it only leaves the field.
    if (ImGui::IsItemEdited() && !ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)))
      text = buffer.data();
    if (ImGui::IsItemClicked()) workspace_.focus = focus;
    ImGui::GetStateStorage()->SetBool(key, ImGui::IsItemActive());
    active_ = active_ || ImGui::IsItemActive();
    if (wanted_ == focus && !ImGui::IsItemActive() && free) unsettled_ = true;
    ImGui::PopID();
  }
  static void toggle(const char* label, const char* meaning, bool& on, const Theme& theme) {
    ImGui::SameLine();
    const ImU32 shown = color(on ? theme.surface.accent : theme.label.muted);
    ImGui::PushStyleColor(ImGuiCol_Text, shown);
    if (ImGui::Button(label)) on = !on;
    ImGui::PopStyleColor();
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", meaning);
  }
  static void toggles(FindForm& form, const Theme& theme) {
    toggle("Aa", "Match case (Alt+C)", form.match_case, theme);
    toggle("\"ab\"", "Whole words (Alt+W)", form.whole_word, theme);
    toggle(".*", "Regular expression (Alt+R)", form.regexp, theme);
  }
  /// True: draw once more.
  bool settle() {
    const bool wants_field =
        wanted_ == Focus::find_file || wanted_ == Focus::find_tree || wanted_ == Focus::find_globs;
    if (active_ && !wants_field && workspace_.focus == wanted_) {
      ImGui::SetWindowFocus(nullptr);
      unsettled_ = true;
    }
    return unsettled_;
  }

 private:
  Workspace& workspace_;
  Focus wanted_;
  bool active_ = false;  ///< one of the fields has the keyboard
  bool unsettled_ = false;
};

void begin_window(const char* id, const gpu::Box& box) {
  ImGui::SetNextWindowPos({static_cast<float>(box.x_px), static_cast<float>(box.y_px)});
  ImGui::SetNextWindowSize({static_cast<float>(box.width_px), static_cast<float>(box.height_px)});
  ImGui::Begin(id, nullptr, kFlags);
}

void draw_file_bar(Fields& fields, Workspace& w, const Panes& panes, const Metrics& m, const Theme& theme) {
  const int width_px = std::min(m.px(560), panes.code.width_px);
  begin_window("find_in_file",
               {panes.code.x_px + panes.code.width_px - width_px, panes.path.y_px, width_px, m.px(46)});
  fields.field("##file", "find in this file", Focus::find_file, w.finder().in_file.form.text,
               static_cast<float>(m.px(230)));
  Fields::toggles(w.finder().in_file.form, theme);
  ImGui::SameLine();
  const std::string status = w.finder().in_file.status();
  ImGui::PushStyleColor(ImGuiCol_Text,
                        color(w.finder().in_file.failed() ? theme.label.warning : theme.label.muted));
  ImGui::TextUnformatted(status.data(), status.data() + status.size());
  ImGui::PopStyleColor();
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", status.c_str());
  ImGui::End();
}

void draw_tree_fields(Fields& fields, Workspace& w, const Panes& panes, const Metrics& m,
                      const Theme& theme) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      {static_cast<float>(m.px(14)), static_cast<float>(m.px(6))});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  const int line_px = m.line_width_px;
  ImGui::PushStyleColor(ImGuiCol_WindowBg, color(theme.surface.bar));
  begin_window("find_in_tree", {panes.find_head.x_px, panes.find_head.y_px + line_px,
                                panes.find_head.width_px, panes.find_head.height_px / 2 + m.px(4)});
  const float room_px = static_cast<float>(panes.find_head.width_px);
  FindForm& form = w.finder().in_tree.form;
  fields.field("##tree", "find in the whole release", Focus::find_tree, form.text, room_px * 0.4F);
  Fields::toggles(form, theme);
  Fields::toggle("\\n", "Matches over several lines (Alt+M)", form.multi_line, theme);
  ImGui::SameLine();
  fields.field("##globs", "paths: *.c, drivers, !tools", Focus::find_globs, form.globs, room_px * 0.25F);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(4);
}

}  // namespace

bool draw_find_inputs(Workspace& workspace, const Panes& panes, const Metrics& metrics, const Theme& theme) {
  Fields fields(workspace);
  if (workspace.finder().in_file.shown) draw_file_bar(fields, workspace, panes, metrics, theme);
  if (workspace.finder().in_tree.shown) draw_tree_fields(fields, workspace, panes, metrics, theme);
  return fields.settle();
}

}  // namespace spoor::app
