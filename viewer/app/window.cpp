#include "viewer/app/window.hpp"

#include <epoxy/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "viewer/app/commands.hpp"
#include "viewer/app/keys.hpp"
#include "viewer/app/presenter.hpp"

namespace spoor::app {
namespace {

// Dear ImGui needs a second frame to settle after an event, and a third for what it then shows.
constexpr int kFramesAnEvent = 3;
// The keyboard gets to a field in two frames, or never: a window that lost the focus must not draw for ever.
constexpr int kMostUnsettled = 8;

std::int64_t now_unix_s() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

struct GlfwLibrary {
  bool started = glfwInit() == GLFW_TRUE;
  GlfwLibrary() = default;
  GlfwLibrary(const GlfwLibrary&) = delete;
  GlfwLibrary& operator=(const GlfwLibrary&) = delete;
  ~GlfwLibrary() {
    if (started) glfwTerminate();
  }
};
using WindowHandle = std::unique_ptr<GLFWwindow, void (*)(GLFWwindow*)>;

struct ImGuiGlfw {
  explicit ImGuiGlfw(GLFWwindow* window) { ImGui_ImplGlfw_InitForOpenGL(window, true); }
  ImGuiGlfw(const ImGuiGlfw&) = delete;
  ImGuiGlfw& operator=(const ImGuiGlfw&) = delete;
  ~ImGuiGlfw() { ImGui_ImplGlfw_Shutdown(); }
};

/// What the window's callbacks reach.
struct Loop {
  GLFWwindow* window = nullptr;
  Opened* opened = nullptr;
  Presenter* presenter = nullptr;
  Grip grip = Grip::none;
  int frames_wanted = kFramesAnEvent;
  int unsettled_frames = 0;    ///< in a row
  double pixels_per_unit = 1;  ///< of the pointer's coordinates

  [[nodiscard]] bool takes_input() const { return !opened->grant.ended(); }
  void act(Action action);
};

void Loop::act(Action action) {
  if (action == Action::quit) glfwSetWindowShouldClose(window, GLFW_TRUE);
  if (!takes_input()) return;
  if (action == Action::go_to_line || action == Action::show_keys) presenter->chrome().open_dialog(action);
  apply(action, *opened->workspace, presenter->frame().metrics(), presenter->frame().panes());
}

Loop& loop_of(GLFWwindow* window) {
  return *static_cast<Loop*>(glfwGetWindowUserPointer(window));
}

void on_key(GLFWwindow* window, int key, int, int event, int modifiers) {
  Loop& loop = loop_of(window);
  loop.frames_wanted = kFramesAnEvent;
  if (event == GLFW_RELEASE) return;
  const Action action = action_for(key, modifiers);
  if (loop.presenter->chrome().wants_keyboard() && action != Action::quit) return;
  loop.act(action);
}

struct PointerPx {
  double x = 0;
  double y = 0;
};
PointerPx pointer(const Loop& loop) {
  PointerPx at;
  glfwGetCursorPos(loop.window, &at.x, &at.y);
  return {at.x * loop.pixels_per_unit, at.y * loop.pixels_per_unit};
}

void on_scroll(GLFWwindow* window, double x, double y) {
  Loop& loop = loop_of(window);
  loop.frames_wanted = kFramesAnEvent;
  if (!loop.takes_input() || loop.presenter->chrome().wants_mouse()) return;
  const bool sideways = glfwGetKey(window, GLFW_KEY_LEFT_SHIFT) == GLFW_PRESS;
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  wheel(*loop.opened->workspace, frame.metrics(), frame.panes(), at.x, at.y, sideways ? y : x,
        sideways ? 0 : y);
}

void on_button(GLFWwindow* window, int button, int event, int) {
  Loop& loop = loop_of(window);
  loop.frames_wanted = kFramesAnEvent;
  if (button != GLFW_MOUSE_BUTTON_LEFT) return;
  const bool taken = !loop.takes_input() || loop.presenter->chrome().wants_mouse();
  loop.grip = Grip::none;
  if (event != GLFW_PRESS || taken) return;
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  loop.grip = press(*loop.opened->workspace, frame.metrics(), frame.panes(), at.x, at.y);
}

void on_cursor(GLFWwindow* window, double, double) {
  Loop& loop = loop_of(window);
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  // The menu follows the pointer; over the code a moving pointer changes nothing and draws nothing.
  if (frame.panes().menu.contains(at.x, at.y) || loop.presenter->chrome().wants_mouse())
    loop.frames_wanted = kFramesAnEvent;
  if (loop.grip == Grip::none || !loop.takes_input()) return;
  loop.frames_wanted = kFramesAnEvent;
  drag(*loop.opened->workspace, frame.metrics(), frame.panes(), loop.grip, at.x, at.y);
}

void on_refresh(GLFWwindow* window) {
  loop_of(window).frames_wanted = kFramesAnEvent;
}
void on_resize(GLFWwindow* window, int, int) {
  loop_of(window).frames_wanted = kFramesAnEvent;
}

void install_callbacks(GLFWwindow* window) {
  glfwSetKeyCallback(window, on_key);
  glfwSetScrollCallback(window, on_scroll);
  glfwSetMouseButtonCallback(window, on_button);
  glfwSetCursorPosCallback(window, on_cursor);
  glfwSetWindowRefreshCallback(window, on_refresh);
  glfwSetFramebufferSizeCallback(window, on_resize);
}

WindowHandle make_window(const Options& options, const std::string& title) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  return {glfwCreateWindow(options.width_px, options.height_px, title.c_str(), nullptr, nullptr),
          &glfwDestroyWindow};
}

double display_scale(GLFWwindow* window) {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  return std::clamp(static_cast<double>(x), 0.5, 4.0);
}

/// Grows where the document's worker has found more lines or colours, or a search has news.
std::uint64_t revision_of(Workspace& workspace) {
  const Editor* editor = workspace.active();
  const std::uint64_t found = workspace.finder().revision();
  return found + (editor != nullptr && editor->document() != nullptr ? editor->document()->revision() : 0);
}

Result<void> draw_frame(Loop& loop, double scale) {
  FrameSize size{0, 0, scale};
  glfwGetFramebufferSize(loop.window, &size.width_px, &size.height_px);
  if (size.width_px <= 0 || size.height_px <= 0) return {};
  int units = 1;
  glfwGetWindowSize(loop.window, &units, nullptr);
  loop.pixels_per_unit = units > 0 ? static_cast<double>(size.width_px) / units : 1;
  ImGui_ImplGlfw_NewFrame();
  const auto chosen = loop.presenter->draw(*loop.opened->workspace, loop.opened->grant, size, now_unix_s());
  if (!chosen) return tl::unexpected(chosen.error());
  if (chosen->action != Action::none) loop.act(chosen->action);
  Editor* editor = loop.opened->workspace->active();
  if (chosen->go_to_line && editor != nullptr) editor->go_to(*chosen->go_to_line);
  if (chosen->action != Action::none || chosen->go_to_line) loop.frames_wanted = kFramesAnEvent;
  loop.unsettled_frames = chosen->unsettled ? loop.unsettled_frames + 1 : 0;
  if (chosen->unsettled && loop.unsettled_frames < kMostUnsettled)
    loop.frames_wanted = std::max(loop.frames_wanted, 2);
  glfwSwapBuffers(loop.window);
  return {};
}

Result<void> run_loop(Loop& loop, double scale) {
  std::uint64_t drawn_revision = 0;
  while (glfwWindowShouldClose(loop.window) == GLFW_FALSE) {
    const std::int64_t now = now_unix_s();
    const bool ended = loop.opened->grant.ended();
    if (!ended && !loop.opened->grant.advance(now)) {
      while (!loop.opened->workspace->tabs().empty()) loop.opened->workspace->close_tab(0);
      loop.opened->workspace->finder().close();
      loop.frames_wanted = kFramesAnEvent;
    }
    const std::uint64_t revision = revision_of(*loop.opened->workspace);
    if (revision != drawn_revision) loop.frames_wanted = std::max(loop.frames_wanted, 1);
    if (loop.frames_wanted > 0) {
      --loop.frames_wanted;
      drawn_revision = revision;
      if (auto drawn = draw_frame(loop, scale); !drawn) return drawn;
      glfwPollEvents();
      continue;
    }
    glfwWaitEventsTimeout(static_cast<double>(loop.opened->grant.next_change_s(now)));
    if (now_unix_s() / 60 != now / 60 && !ended) loop.frames_wanted = std::max(loop.frames_wanted, 1);
  }
  return {};
}

}  // namespace

Result<void> run_window(const Options& options) {
  // The session first: a wrong passphrase is said in the terminal, without a window flashing up.
  auto grant = open_grant(options, now_unix_s());
  if (!grant) return tl::unexpected(grant.error());
  auto opened = open_release(std::move(*grant), options, [] { glfwPostEmptyEvent(); });
  if (!opened) return tl::unexpected(opened.error());
  const GlfwLibrary library;
  const AppError no_window{
      ExitCode::failed, "No window can be opened: a display with OpenGL 3.3 is needed (--shot needs none)."};
  if (!library.started) return tl::unexpected(no_window);
  const WindowHandle window = make_window(options, "Spoor - " + opened->grant.session().reviewer);
  if (window == nullptr) return tl::unexpected(no_window);
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  const double scale = options.scale.value_or(display_scale(window.get()));
  auto presenter = Presenter::create(options.font, scale);
  if (!presenter) return tl::unexpected(presenter.error());
  Loop loop{window.get(), &*opened, presenter->get()};
  glfwSetWindowUserPointer(window.get(), &loop);
  install_callbacks(window.get());
  const ImGuiGlfw input(window.get());  // chains to the callbacks above
  return run_loop(loop, scale);
}

}  // namespace spoor::app
