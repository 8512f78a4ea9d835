#include "viewer/app/chrome.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "viewer/app/find_inputs.hpp"
#include "viewer/app/keys.hpp"

namespace spoor::app {
namespace {

constexpr std::array<const char*, 2> kLabelFonts = {"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
                                                    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};
constexpr double kTextUnits = 13.5;
constexpr double kLargeUnits = 17;

ImU32 color(gpu::Rgba c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}
ImVec4 color_vec(gpu::Rgba c) {
  return ImGui::ColorConvertU32ToFloat4(color(c));
}

void add_fonts(double scale) {
  ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  for (const char* path : kLabelFonts) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) continue;
    for (const double units : {kTextUnits, kLargeUnits})
      fonts.AddFontFromFileTTF(path, static_cast<float>(std::lround(units * scale)));
    return;
  }
  fonts.AddFontDefault();
  fonts.AddFontDefault();
}

void apply_style(const Theme& theme, const Metrics& m) {
  ImGuiStyle& style = ImGui::GetStyle();
  const auto px = [&m](double units) { return static_cast<float>(m.px(units)); };
  style.WindowBorderSize = style.PopupBorderSize = static_cast<float>(m.line_width_px);
  style.WindowRounding = style.PopupRounding = px(6);
  style.FrameRounding = px(4);
  style.WindowPadding = {px(14), px(12)};
  style.ItemSpacing = {px(12), px(8)};
  style.FramePadding = {px(8), px(5)};
  ImVec4* c = style.Colors;
  const Surfaces& s = theme.surface;
  c[ImGuiCol_Text] = color_vec(theme.label.text);
  c[ImGuiCol_TextDisabled] = color_vec(theme.label.muted);
  c[ImGuiCol_WindowBg] = c[ImGuiCol_PopupBg] = color_vec(s.popup);
  c[ImGuiCol_MenuBarBg] = color_vec(s.bar);
  c[ImGuiCol_Border] = c[ImGuiCol_Separator] = color_vec(s.border);
  c[ImGuiCol_Header] = c[ImGuiCol_HeaderActive] = c[ImGuiCol_HeaderHovered] = color_vec(s.selection);
  c[ImGuiCol_FrameBg] = c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_FrameBgActive] = color_vec(s.code);
  c[ImGuiCol_Button] = color_vec(s.selection_idle);
  c[ImGuiCol_ButtonHovered] = c[ImGuiCol_ButtonActive] = color_vec(s.selection);
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = color_vec(s.bar);
  c[ImGuiCol_TextSelectedBg] = color_vec(s.selection);
  c[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.2F};
  c[ImGuiCol_NavHighlight] = color_vec(s.accent);
}

void draw_label(ImDrawList& list, const Label& label) {
  ImFont* font = ImGui::GetIO().Fonts->Fonts[label.font == LabelFont::large ? 1 : 0];
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e9F, 0, label.text.c_str());
  const auto width = static_cast<float>(label.box.width_px);
  float x = static_cast<float>(label.box.x_px);
  if (label.align == Align::centre) x += (width - size.x) / 2;
  if (label.align == Align::right) x += width - size.x;
  const float y = static_cast<float>(label.box.y_px) + (static_cast<float>(label.box.height_px) - size.y) / 2;
  list.AddText(font, font->FontSize, {std::round(x), std::round(y)}, color(label.color), label.text.c_str());
}

void item(const char* label, Action action, bool enabled, ChromeOutput& out) {
  const std::string keys(keys_of(action));
  if (ImGui::MenuItem(label, keys.c_str(), false, enabled)) out.action = action;
}

void draw_session(const ChromeInput& input, float bar_width) {
  const Theme& theme = input.frame.theme();
  const std::string left = fmt::format("{} left", input.session.time_left);
  const auto gap = static_cast<float>(input.frame.metrics().px(14));
  const float time_width = ImGui::CalcTextSize(left.c_str()).x;
  const float name_width = ImGui::CalcTextSize(input.session.reviewer.c_str()).x;
  const float x = bar_width - time_width - name_width - 2 * gap;
  if (x < ImGui::GetCursorPosX()) return;
  ImGui::SetCursorPosX(x);
  ImGui::TextDisabled("%s", input.session.reviewer.c_str());
  ImGui::SetCursorPosX(bar_width - time_width - gap);
  ImGui::TextColored(color_vec(input.session.ending ? theme.label.warning : theme.label.text), "%s",
                     left.c_str());
}

void centre_next_window(const ChromeInput& input) {
  ImGui::SetNextWindowPos(
      {static_cast<float>(input.size.width_px) / 2, static_cast<float>(input.size.height_px) / 3},
      ImGuiCond_Always, {0.5F, 0.35F});
}

constexpr ImGuiWindowFlags kDialogFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_AlwaysAutoResize |
                                          ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

}  // namespace

Result<std::unique_ptr<Chrome>> Chrome::create(double scale) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // nothing of a session is written beside it
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // idle draws no frames
  add_fonts(scale);
  std::unique_ptr<Chrome> chrome(new Chrome());
  if (!ImGui_ImplOpenGL3_Init("#version 330 core"))
    return tl::unexpected(
        AppError{ExitCode::failed, "The menus could not be set up: OpenGL 3.3 core is needed."});
  return chrome;
}

Chrome::~Chrome() {
  if (ImGui::GetIO().BackendRendererUserData != nullptr) ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

bool Chrome::wants_keyboard() const {
  return wanted_dialog_ != Action::none || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
}
bool Chrome::wants_mouse() const {
  return ImGui::GetIO().WantCaptureMouse;
}

void Chrome::draw_menu(const ChromeInput& input, ChromeOutput& out) {
  const auto bar_px = static_cast<float>(input.frame.metrics().menu_px);
  const auto pad_x = static_cast<float>(input.frame.metrics().px(10));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad_x, (bar_px - ImGui::GetFontSize()) / 2 - 0.5F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  const bool open = ImGui::BeginMainMenuBar();
  ImGui::PopStyleVar(2);
  if (!open) return;
  const bool file = input.lines > 0 && !input.locked;
  if (ImGui::BeginMenu("File")) {
    item("Close tab", Action::close_tab, !input.locked, out);
    item("Quit", Action::quit, true, out);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("View", !input.locked)) {
    item("Larger text", Action::zoom_in, true, out);
    item("Smaller text", Action::zoom_out, true, out);
    item("Text as at the start", Action::zoom_reset, true, out);
    ImGui::Separator();
    item(input.frame.theme().dark ? "Light theme" : "Dark theme", Action::toggle_theme, true, out);
    item("Tree", Action::toggle_tree, true, out);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Go", !input.locked)) {
    item("Find in the file", Action::find_in_file, file, out);
    item("Find in the release", Action::find_in_tree, true, out);
    item("Line...", Action::go_to_line, file, out);
    item("Next tab", Action::next_tab, true, out);
    item("Previous tab", Action::previous_tab, true, out);
    item("Tree", Action::focus_tree, true, out);
    item("Code", Action::focus_code, true, out);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Help")) {
    item("Keys", Action::show_keys, true, out);
    ImGui::EndMenu();
  }
  draw_session(input, static_cast<float>(input.size.width_px));
  ImGui::EndMainMenuBar();
}

void Chrome::draw_go_to_line(const ChromeInput& input, ChromeOutput& out) {
  centre_next_window(input);
  if (!ImGui::BeginPopupModal("go_to_line", nullptr, kDialogFlags)) return;
  ImGui::Text("Go to line");
  ImGui::SameLine();
  ImGui::TextDisabled("1 to %s", grouped(input.lines).c_str());
  std::array<char, 24> buffer{};
  std::copy_n(line_text_.begin(), std::min(line_text_.size(), buffer.size() - 1), buffer.begin());
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(static_cast<float>(input.frame.metrics().px(220)));
  const bool entered =
      ImGui::InputText("##line", buffer.data(), buffer.size(),
                       ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_EnterReturnsTrue);
  line_text_ = buffer.data();
  if (entered) {
    std::uint64_t line = 0;
    const char* end = line_text_.data() + line_text_.size();
    const auto parsed = std::from_chars(line_text_.data(), end, line);
    if (parsed.ec == std::errc() && line > 0) out.go_to_line = line - 1;
  }
  if (entered || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

void Chrome::draw_keys(const ChromeInput& input) {
  centre_next_window(input);
  if (!ImGui::BeginPopupModal("show_keys", nullptr, kDialogFlags)) return;
  if (ImGui::BeginTable("keys", 2, ImGuiTableFlags_SizingFixedFit)) {
    for (const Binding& binding : bindings()) {
      if (binding.meaning.empty()) continue;
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(binding.keys.data(), binding.keys.data() + binding.keys.size());
      ImGui::TableNextColumn();
      ImGui::TextDisabled("%s", std::string(binding.meaning).c_str());
    }
    ImGui::EndTable();
  }
  if (ImGui::Button("Close") || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)))
    ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

ChromeOutput Chrome::draw(const ChromeInput& input) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(input.size.width_px), static_cast<float>(input.size.height_px)};
  io.DisplayFramebufferScale = {1, 1};
  if (io.DeltaTime <= 0) io.DeltaTime = 1.0F / 60;
  apply_style(input.frame.theme(), input.frame.metrics());
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  ChromeOutput out;
  ImDrawList& background = *ImGui::GetBackgroundDrawList();
  for (const Label& label : input.frame.labels()) draw_label(background, label);
  draw_menu(input, out);
  if (!input.locked)
    out.unsettled =
        draw_find_inputs(input.workspace, input.frame.panes(), input.frame.metrics(), input.frame.theme());
  if (wanted_dialog_ == Action::go_to_line) {
    line_text_.clear();
    ImGui::OpenPopup("go_to_line");
  }
  if (wanted_dialog_ == Action::show_keys) ImGui::OpenPopup("show_keys");
  wanted_dialog_ = Action::none;
  draw_go_to_line(input, out);
  draw_keys(input);
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  return out;
}

}  // namespace spoor::app
