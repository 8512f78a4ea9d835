#include "viewer/app/chrome.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <cmath>
#include <filesystem>

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

void draw_menu_of(Menu menu, const char* name, const ChromeInput& input, Action& chosen) {
  if (!ImGui::BeginMenu(name, !input.locked || menu == Menu::file)) return;
  for (const Command& command : commands()) {
    if (command.menu != menu) continue;
    const std::string title(command.title);
    const std::string keys = input.keymap.keys_of(command.action);
    if (ImGui::MenuItem(title.c_str(), keys.c_str(), false, !input.locked || command.action == Action::quit))
      chosen = command.action;
  }
  ImGui::EndMenu();
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

Action draw_menu(const ChromeInput& input) {
  Action chosen = Action::none;
  const auto bar_px = static_cast<float>(input.frame.metrics().menu_px);
  const auto pad_x = static_cast<float>(input.frame.metrics().px(10));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad_x, (bar_px - ImGui::GetFontSize()) / 2 - 0.5F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  const bool open = ImGui::BeginMainMenuBar();
  ImGui::PopStyleVar(2);
  if (!open) return chosen;
  draw_menu_of(Menu::file, "File", input, chosen);
  draw_menu_of(Menu::view, "View", input, chosen);
  draw_menu_of(Menu::go, "Go", input, chosen);
  draw_menu_of(Menu::search, "Search", input, chosen);
  draw_menu_of(Menu::compare, "Compare", input, chosen);
  draw_menu_of(Menu::notes, "Notes", input, chosen);
  draw_menu_of(Menu::help, "Help", input, chosen);
  draw_session(input, static_cast<float>(input.size.width_px));
  ImGui::EndMainMenuBar();
  return chosen;
}

void call_back(const ImDrawList*, const ImDrawCmd* command) {
  (*static_cast<const std::function<void()>*>(command->UserCallbackData))();
}

/// Labels of the base, the scene on top, its labels: in this order.
void draw_layers(const ChromeInput& input) {
  ImDrawList& background = *ImGui::GetBackgroundDrawList();
  for (const Label& label : input.frame.labels()) draw_label(background, label);
  if (input.frame.over_scene().rects.empty()) return;
  // ImGui keeps the pointer until it renders, which is before draw() returns, and changes nothing there.
  background.AddCallback(call_back, const_cast<std::function<void()>*>(&input.draw_over));
  background.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  for (const Label& label : input.frame.over_labels()) draw_label(background, label);
}

}  // namespace

Result<std::unique_ptr<Chrome>> Chrome::create(double scale) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // nothing of a session is written beside it
  io.LogFilename = nullptr;
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
  return ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
}
bool Chrome::wants_mouse() const {
  return ImGui::GetIO().WantCaptureMouse;
}

Action Chrome::draw(const ChromeInput& input) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(input.size.width_px), static_cast<float>(input.size.height_px)};
  io.DisplayFramebufferScale = {1, 1};
  if (io.DeltaTime <= 0) io.DeltaTime = 1.0F / 60;
  apply_style(input.frame.theme(), input.frame.metrics());
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw_layers(input);
  const Action chosen = draw_menu(input);
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  return chosen;
}

}  // namespace spoor::app
