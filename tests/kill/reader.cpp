#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "tests/kill/kill.hpp"
#include "tests/unit/app/fake_source.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/pointer.hpp"
#include "viewer/app/recording.hpp"

namespace spoor::kill {
namespace {

using namespace app;

constexpr FrameSize kSize{1280, 800, 1};
constexpr std::chrono::milliseconds kFrame{4};    // faster than a screen: more moments to be killed in
constexpr std::chrono::milliseconds kPeriod{40};  // of the recorder, for the same reason
constexpr int kFiles = 12;
constexpr int kLines = 4000;

std::string path_of(unsigned number) {
  return "src/part" + std::to_string(number % kFiles) + ".c";
}

testing::Files release() {
  testing::Files files;
  for (unsigned f = 0; f < kFiles; ++f) {
    std::string text;
    for (int i = 1; i <= kLines; ++i)
      text += "int value_" + std::to_string(i) + " = compute(" + std::to_string(i * 7919 % 1000) + ");\n";
    files[path_of(f)] = std::move(text);
  }
  return files;
}

/// One write, so that a kill leaves all of it or nothing.
bool say(int pipe, const std::string& text) {
  return text.empty() || ::write(pipe, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string words_of(const DrawnLines& drawn, const Workspace& workspace) {
  std::string out;
  for (const seal_log::Lines& lines : drawn.lines())
    out += "+ " + lines.path + " " + std::to_string(lines.first) + " " + std::to_string(lines.last) + "\n";
  if (const auto place = workspace.place())
    out += "@ " + place->path + " " + std::to_string(place->line) + "\n";
  return out;
}

void do_something(Workspace& workspace, const FrameMaker& frame, std::mt19937_64& random) {
  const Metrics& m = frame.metrics();
  const Panes& p = frame.panes();
  switch (random() % 40) {
    case 0:
      static_cast<void>(workspace.open(path_of(static_cast<unsigned>(random() % kFiles)), random() % kLines));
      return;
    case 1:
      return apply(Action::page_down, workspace, m, p, {});
    case 2:
      return apply(Action::bottom, workspace, m, p, {});
    case 3:
      workspace.finder().in_tree.shown = true;
      workspace.finder().in_tree.form.text = "value_" + std::to_string(random() % 400);
      return;
    case 4:
      workspace.finder().in_tree.shown = false;
      return;
    default:
      if (Editor* editor = workspace.active()) {
        ScrollPosition at = editor->scroll();
        at.line += random() % 9;
        if (at.line + 100 > editor->lines()) at.line = 0;
        editor->set_scroll(at);
        editor->set_current_line(at.line + 3);
      }
  }
}

}  // namespace

int read_until_killed(const std::filesystem::path& logs, std::uint64_t seed, int pipe) {
  std::mt19937_64 random(seed);
  testing::FakeSource source(release());
  auto workspace = Workspace::create(source, 14, ThemeId::dark, {});
  auto frame = FrameMaker::create(text::FontId::jetbrains_mono);
  const Grant grant = testing::make_grant();
  RecordingPlan plan{logs,
                     log_test::identity(),
                     log_test::writer_keys(seed),
                     {"R. Name", seal_log::OpenedBy::room},
                     "",
                     "",
                     kPeriod};
  auto recording = Recording::begin(std::move(plan), {});
  if (!workspace || !frame || !recording) return 3;
  const auto last = (*recording)->recorder().last_place().value_or(seal_log::Place{path_of(0), 0, 0});
  if (!(*workspace)->open(last.path, last.line)) return 3;
  if (!say(pipe, "< " + last.path + " " + std::to_string(last.line) + "\n")) return 4;
  while (true) {
    if (!(*frame)->make(**workspace, grant, kSize)) return 3;
    // What the window does: first the record, then the screen; here the pipe is the screen.
    if (!(*recording)->admit((*frame)->drawn())) return 5;
    if (!say(pipe, words_of((*frame)->drawn(), **workspace))) return 4;
    (*recording)->presented((*frame)->drawn(), **workspace, grant);
    do_something(**workspace, **frame, random);
    std::this_thread::sleep_for(kFrame);
  }
}

}  // namespace spoor::kill
