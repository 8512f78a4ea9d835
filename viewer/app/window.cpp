#include "viewer/app/window.hpp"

#include <epoxy/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "viewer/app/commands.hpp"
#include "viewer/app/keymap.hpp"
#include "viewer/app/note_actions.hpp"
#include "viewer/app/notes_store.hpp"
#include "viewer/app/oversight.hpp"
#include "viewer/app/pointer.hpp"
#include "viewer/app/presenter.hpp"
#include "viewer/app/print_run.hpp"
#include "viewer/app/symbol_actions.hpp"
#include "viewer/confine/confine.hpp"
#include "watermark/seal/passphrase.hpp"

namespace spoor::app {
namespace {
// Dear ImGui needs a second frame to settle after an event, and a third for what it then shows.
constexpr int kFramesAnEvent = 3;

// A pointer that is still for so long asks what is under it.
constexpr double kRestS = 0.35;

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
  explicit ImGuiGlfw(GLFWwindow* window) {
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    // There is no clipboard in a room: nothing goes out through it, nothing comes in.
    ImGui::GetIO().GetClipboardTextFn = nullptr;
    ImGui::GetIO().SetClipboardTextFn = nullptr;
  }
  ImGuiGlfw(const ImGuiGlfw&) = delete;
  ImGuiGlfw& operator=(const ImGuiGlfw&) = delete;
  ~ImGuiGlfw() { ImGui_ImplGlfw_Shutdown(); }
};

/// What the window's callbacks reach.
struct Loop {
  GLFWwindow* window = nullptr;
  Opened* opened = nullptr;
  Presenter* presenter = nullptr;
  Oversight* oversight = nullptr;
  Grip grip = Grip::none;
  KeyReader keys{};
  bool swallow_character = false;  ///< the key whose character comes next was a command's
  int frames_wanted = kFramesAnEvent;
  double pixels_per_unit = 1;  ///< of the pointer's coordinates

  std::string unlocking{};  ///< what was typed at the locked screen; wiped when it is used

  std::optional<double> moved_s{};  ///< by GLFW's clock: when the pointer last moved, until it has rested

  [[nodiscard]] bool takes_input() const { return opened->grant.shows(); }
  void touch() {
    frames_wanted = kFramesAnEvent;
    oversight->guard().touch(moment_now());
  }
  /// A key at the locked screen. False: it is none.
  bool unlock_key(int key);
  void act(Action action, std::optional<std::uint64_t> count = {});
};

bool Loop::unlock_key(int key) {
  if (!opened->grant.locked()) return false;
  if (key == GLFW_KEY_BACKSPACE) {
    while (!unlocking.empty() && (static_cast<unsigned char>(unlocking.back()) & 0xC0U) == 0x80U)
      unlocking.pop_back();
    if (!unlocking.empty()) unlocking.pop_back();
    return true;
  }
  if (key != GLFW_KEY_ENTER && key != GLFW_KEY_KP_ENTER) return false;
  oversight->guard().try_unlock(std::move(unlocking));
  unlocking.clear();
  unlocking.reserve(seal::kMaxPassphraseBytes);
  return true;
}

void Loop::act(Action action, std::optional<std::uint64_t> count) {
  if (action == Action::quit) glfwSetWindowShouldClose(window, GLFW_TRUE);
  if (!takes_input() || action == Action::none) return;
  Workspace& workspace = *opened->workspace;
  if (auto refused = refusal_of(action, opened->grant.session().policy)) {
    opened->recording->refused(clause_of(*refused));
    workspace.message = std::move(*refused);
    return;
  }
  apply(action, workspace, presenter->frame().metrics(), presenter->frame().panes(), count);
  if (workspace.quit) glfwSetWindowShouldClose(window, GLFW_TRUE);
  if (std::exchange(workspace.lock, false)) oversight->guard().lock_by_reviewer();
}

Loop& loop_of(GLFWwindow* window) {
  return *static_cast<Loop*>(glfwGetWindowUserPointer(window));
}

/// The chord of a key event; letters as the keyboard's layout has them.
Chord chord_of(int key, int scancode, int modifiers) {
  const int relevant = modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SHIFT | GLFW_MOD_ALT);
  if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) {
    const char* name = glfwGetKeyName(key, scancode);
    if (name != nullptr && name[0] >= 'a' && name[0] <= 'z' && name[1] == 0)
      key = GLFW_KEY_A + (name[0] - 'a');
  }
  return {key, relevant};
}

std::optional<FieldKey> field_key_of(const Chord& chord) {
  const bool ctrl = chord.modifiers == GLFW_MOD_CONTROL;
  if (ctrl && chord.key == GLFW_KEY_A) return FieldKey::select_all;
  if (ctrl && chord.key == GLFW_KEY_BACKSPACE) return FieldKey::word_back;
  if (ctrl && chord.key == GLFW_KEY_U) return FieldKey::clear;
  if (chord.modifiers != 0) return std::nullopt;
  switch (chord.key) {
    case GLFW_KEY_LEFT:
      return FieldKey::left;
    case GLFW_KEY_RIGHT:
      return FieldKey::right;
    case GLFW_KEY_HOME:
      return FieldKey::home;
    case GLFW_KEY_END:
      return FieldKey::end;
    case GLFW_KEY_BACKSPACE:
      return FieldKey::backspace;
    case GLFW_KEY_DELETE:
      return FieldKey::erase;
    default:
      return std::nullopt;
  }
}

void on_key(GLFWwindow* window, int key, int scancode, int event, int modifiers) {
  Loop& loop = loop_of(window);
  loop.touch();
  const bool modifier_alone = key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
  if (event == GLFW_RELEASE || modifier_alone || key == GLFW_KEY_UNKNOWN) return;
  loop.swallow_character = false;
  if (loop.unlock_key(key) || loop.presenter->chrome().wants_keyboard()) return;
  Workspace& workspace = *loop.opened->workspace;
  const Chord chord = chord_of(key, scancode, modifiers);
  const KeyContext context = workspace.key_context();
  if (context == KeyContext::field && loop.keys.pending().empty() && loop.takes_input()) {
    const auto editing = field_key_of(chord);
    if (editing && field_key(*editing, workspace)) return;
  }
  const KeyReader::Read read = loop.keys.feed(workspace.keymap(), chord, context);
  workspace.pending_keys = loop.keys.pending();
  loop.swallow_character = read.taken;
  loop.act(read.action, read.count);
}

void on_character(GLFWwindow* window, unsigned code_point) {
  Loop& loop = loop_of(window);
  if (loop.opened->grant.locked() && loop.unlocking.size() + 4 <= seal::kMaxPassphraseBytes) {
    FieldCaret end{loop.unlocking.size()};
    type_into(loop.unlocking, end, code_point);
    loop.frames_wanted = kFramesAnEvent;
  }
  if (loop.swallow_character || !loop.takes_input() || loop.presenter->chrome().wants_keyboard()) return;
  if (type_character(code_point, *loop.opened->workspace)) loop.frames_wanted = kFramesAnEvent;
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
  loop.touch();
  if (!loop.takes_input() || loop.presenter->chrome().wants_mouse()) return;
  const bool sideways = glfwGetKey(window, GLFW_KEY_LEFT_SHIFT) == GLFW_PRESS;
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  wheel(*loop.opened->workspace, frame.metrics(), frame.panes(), at.x, at.y, sideways ? y : x,
        sideways ? 0 : y);
}

void on_button(GLFWwindow* window, int button, int event, int modifiers) {
  Loop& loop = loop_of(window);
  loop.touch();
  if (button != GLFW_MOUSE_BUTTON_LEFT) return;
  const bool taken = !loop.takes_input() || loop.presenter->chrome().wants_mouse();
  loop.grip = Grip::none;
  if (event != GLFW_PRESS || taken) return;
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  loop.moved_s.reset();
  loop.grip = press(*loop.opened->workspace, frame.metrics(), frame.panes(), at.x, at.y,
                    (modifiers & GLFW_MOD_CONTROL) != 0);
}

void on_cursor(GLFWwindow* window, double, double) {
  Loop& loop = loop_of(window);
  loop.oversight->guard().touch(moment_now());
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  // The menu follows the pointer; over the code a moving pointer changes nothing and draws nothing.
  if (frame.panes().menu.contains(at.x, at.y) || loop.presenter->chrome().wants_mouse())
    loop.frames_wanted = kFramesAnEvent;
  if (!loop.takes_input()) return;
  loop.moved_s = glfwGetTime();
  if (pointer_moves(*loop.opened->workspace, at.x, at.y)) loop.frames_wanted = kFramesAnEvent;
  if (loop.grip == Grip::none) return;
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
  glfwSetCharCallback(window, on_character);
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

/// How long the loop may sleep; first asks what the pointer rests on, once.
double until_rest_s(Loop& loop, double longest_s) {
  if (!loop.moved_s || !loop.takes_input()) return longest_s;
  const double left_s = *loop.moved_s + kRestS - glfwGetTime();
  if (left_s > 0) return std::min(longest_s, left_s);
  loop.moved_s.reset();
  if (loop.grip != Grip::none || loop.presenter->chrome().wants_mouse()) return longest_s;
  const FrameMaker& frame = loop.presenter->frame();
  const PointerPx at = pointer(loop);
  pointer_rests(*loop.opened->workspace, frame.metrics(), frame.panes(), at.x, at.y);
  return longest_s;
}

/// Changes where a document's worker has found more lines or colours, a search or the listing has news.
std::uint64_t revision_of(Workspace& workspace) {
  std::uint64_t revision =
      workspace.finder().revision() + workspace.symbols().revision() + workspace.comparison().revision();
  for (const View& view : workspace.views())
    if (const Editor* editor = view.editor(); editor != nullptr && editor->document() != nullptr)
      revision += editor->document()->revision();
  return revision + (workspace.paths().ready() != nullptr ? 1 : 0);
}

Result<void> draw_frame(Loop& loop, double scale) {
  FrameSize size{0, 0, scale};
  glfwGetFramebufferSize(loop.window, &size.width_px, &size.height_px);
  Recording& recording = *loop.opened->recording;
  if (size.width_px <= 0 || size.height_px <= 0) {
    recording.hidden();
    return {};
  }
  int units = 1;
  glfwGetWindowSize(loop.window, &units, nullptr);
  loop.pixels_per_unit = units > 0 ? static_cast<double>(size.width_px) / units : 1;
  ImGui_ImplGlfw_NewFrame();
  const auto chosen = loop.presenter->draw(*loop.opened->workspace, loop.opened->grant, size, now_unix_s());
  if (!chosen) return tl::unexpected(chosen.error());
  glfwSwapBuffers(loop.window);
  recording.presented(loop.presenter->frame().drawn(), *loop.opened->workspace, loop.opened->grant);
  if (*chosen == Action::none) return {};
  loop.act(*chosen);
  loop.frames_wanted = kFramesAnEvent;
  return {};
}

Result<void> run_loop(Loop& loop, double scale) {
  std::uint64_t drawn_revision = 0;
  while (glfwWindowShouldClose(loop.window) == GLFW_FALSE) {
    const Moment now = moment_now();
    Grant& grant = loop.opened->grant;
    if (loop.oversight->settle(now)) {
      loop.frames_wanted = kFramesAnEvent;
      if (!grant.shows()) loop.presenter->frame().forget();
    }
    if (grant.locked()) grant.set_field({loop.oversight->guard().prompt(), loop.unlocking.size()});
    const std::uint64_t revision = revision_of(*loop.opened->workspace);
    if (revision != drawn_revision) loop.frames_wanted = std::max(loop.frames_wanted, 1);
    if (loop.frames_wanted > 0) {
      --loop.frames_wanted;
      drawn_revision = revision;
      if (auto drawn = draw_frame(loop, scale); !drawn) return drawn;
      glfwPollEvents();
      continue;
    }
    glfwWaitEventsTimeout(until_rest_s(loop, static_cast<double>(loop.oversight->guard().next_step_s(now))));
    if (now_unix_s() / 60 != now.wall_unix_s / 60 && !loop.oversight->over())
      loop.frames_wanted = std::max(loop.frames_wanted, 1);
  }
  return {};
}

}  // namespace

Result<std::string> run_window(const Options& options) {
  // The session first: a wrong passphrase is said in the terminal, without a window flashing up.
  auto grant = open_grant(options, now_unix_s());
  if (!grant) return tl::unexpected(grant.error());
  auto opened = open_release(std::move(*grant), options, [] { glfwPostEmptyEvent(); });
  if (!opened) return tl::unexpected(opened.error());
  if (auto attached = attach_notes(*opened, options); !attached) return tl::unexpected(attached.error());
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
  const auto printer = attach_printer(*opened, options);  // reads the admittance, which oversight takes
  if (!printer) return tl::unexpected(printer.error());
  Oversight oversight(*opened, moment_now());
  (*presenter)->set_gate([&oversight](const DrawnLines& drawn) { return oversight.admit(drawn); });
  Loop loop{window.get(), &*opened, presenter->get(), &oversight};
  loop.unlocking.reserve(seal::kMaxPassphraseBytes);
  glfwSetWindowUserPointer(window.get(), &loop);
  install_callbacks(window.get());
  const ImGuiGlfw input(window.get());  // chains to the callbacks above
  if (!confine::give_up_network_and_programs())
    return tl::unexpected(AppError{ExitCode::failed,
                                   "This kernel cannot take network and other programs away from the reader: "
                                   "use one with seccomp filters."});
  if (auto ran = run_loop(loop, scale); !ran) return tl::unexpected(ran.error());
  keep_draft(*opened->workspace);
  glfwHideWindow(window.get());  // nothing is on screen any more, and the log says so
  const auto receipt = opened->recording->close_with_receipt();
  if (!receipt) return tl::unexpected(receipt.error());
  return fmt::format("The log of this session ends here. Take its receipt home: {}, and as a page {}.\n",
                     seal::shown(receipt->text.native()), seal::shown(receipt->page.native()));
}

}  // namespace spoor::app
