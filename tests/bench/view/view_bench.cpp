// Layout and frame times of a full page of code at 1920x1080, and what the mark costs of a frame: marked and
// unmarked frames alternate in one run. Opening a real archive: spoor-view --measure open|scroll.
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/app/fake_source.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "viewer/app/code_pane.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/pointer.hpp"
#include "viewer/app/presenter.hpp"
#include "viewer/app/recording.hpp"
#include "viewer/gpu/frame_target.hpp"
#include "viewer/gpu/headless.hpp"

namespace {

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

constexpr FrameSize kSize{1920, 1080, 1};
constexpr int kLines = 6000;

// Dense code: about 75 visible glyphs a line, more than real code has.
std::string dense_code() {
  std::string text;
  for (int i = 0; i < kLines; ++i)
    text += "\tif (table[index_" + std::to_string(i) + "] != " + std::to_string(i * 7919 % 65536) +
            " && !is_blank(cell, row)) return accumulate(total, weight_" + std::to_string(i % 97) +
            ", &rest[" + std::to_string(i % 13) + "]);\n";
  return text;
}

/// Everything that a frame needs, without a display.
struct Stage {
  FakeSource source;
  gpu::HeadlessContext context = std::move(*gpu::HeadlessContext::create());
  Grant grant = make_grant();
  std::unique_ptr<Workspace> workspace = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  std::unique_ptr<Presenter> presenter = std::move(*Presenter::create(text::FontId::jetbrains_mono, 1));
  gpu::FrameTarget target = std::move(*gpu::FrameTarget::create(kSize.width_px, kSize.height_px));

  explicit Stage(Files files = {{"src/code.c", dense_code()}}) : source(std::move(files)) {
    static_cast<void>(workspace->open("src/code.c"));
    target.bind();
    for (int i = 0; i < 2; ++i) {
      static_cast<void>(presenter->draw(*workspace, grant, kSize, kStart));
      workspace->active()->document()->wait_settled(std::chrono::seconds(30));
    }
  }
  void scroll() {
    Editor& editor = *workspace->active();
    if (editor.scroll().line + 200 > editor.lines()) editor.set_scroll({});
    const gpu::Box code = presenter->frame().panes().view.code;
    wheel(*workspace, presenter->frame().metrics(), presenter->frame().panes(), code.x_px + 1, code.y_px + 1,
          0, -1);
  }
};

void page_layout(benchmark::State& state) {
  Stage stage;
  for (auto _ : state) {
    stage.presenter->frame().forget_rows();
    static_cast<void>(stage.presenter->frame().make(*stage.workspace, stage.grant, kSize));
  }
  state.counters["glyphs"] = static_cast<double>(stage.presenter->frame().scene().glyphs.size());
}
BENCHMARK(page_layout)->Unit(benchmark::kMillisecond);

/// Processor time of the thread that draws.
double drawing_cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Argument: 1, the lines are recorded as the window does it, on the disk of the temporary directory.
void scrolling_frame(benchmark::State& state) {
  Stage stage;
  const seal_test::Scratch logs;
  std::unique_ptr<Recording> recording;
  if (state.range(0) == 1) {
    RecordingPlan plan;
    plan.directory = logs.path();
    plan.identity = log_test::identity();
    plan.keys = log_test::writer_keys();
    recording = std::move(*Recording::begin(std::move(plan), {}));
    stage.presenter->set_gate([&](const DrawnLines& drawn) { return recording->admit(drawn); });
  }
  std::vector<double> frames_ms;
  std::vector<double> cpu_ms;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu_start_ms = drawing_cpu_ms();
    stage.scroll();
    static_cast<void>(stage.presenter->draw(*stage.workspace, stage.grant, kSize, kStart));
    glFinish();
    if (recording) recording->presented(stage.presenter->frame().drawn(), *stage.workspace, stage.grant);
    cpu_ms.push_back(drawing_cpu_ms() - cpu_start_ms);
    frames_ms.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(frames_ms.begin(), frames_ms.end());
  std::sort(cpu_ms.begin(), cpu_ms.end());
  state.counters["median_ms"] = frames_ms[frames_ms.size() / 2];
  state.counters["p99_ms"] = frames_ms[frames_ms.size() * 99 / 100];
  state.counters["cpu_ms"] = cpu_ms[cpu_ms.size() / 2];
}
BENCHMARK(scrolling_frame)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->Iterations(400);

/// Frames while the whole release is searched for what is on nearly every line: more than the panel keeps.
void frame_while_searching(benchmark::State& state) {
  Files files;
  for (int i = 0; i < 60; ++i)
    files["src/code" + (i == 0 ? std::string() : std::to_string(i)) + ".c"] = dense_code();
  Stage stage(std::move(files));
  Finder& finder = stage.workspace->finder();
  apply(Action::find_in_tree, *stage.workspace, stage.presenter->frame().metrics(),
        stage.presenter->frame().panes());
  std::vector<double> frames_ms;
  int searches = 0;
  for (auto _ : state) {
    // As somebody types: a longer and longer text, each taking the place of the search before.
    if (frames_ms.size() % 4 == 0)
      finder.in_tree.form.text =
          std::string("return acc").substr(0, static_cast<std::size_t>(1 + searches++ % 10));
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(stage.presenter->draw(*stage.workspace, stage.grant, kSize, kStart));
    glFinish();
    frames_ms.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(frames_ms.begin(), frames_ms.end());
  state.counters["median_ms"] = frames_ms[frames_ms.size() / 2];
  state.counters["p99_ms"] = frames_ms[frames_ms.size() * 99 / 100];
  state.counters["worst_ms"] = frames_ms.back();
}
BENCHMARK(frame_while_searching)->Unit(benchmark::kMillisecond)->Iterations(400);

/// Processor time of all threads, llvmpipe's too: what other programs do on the machine disturbs it least.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The code pane alone, every row laid out anew in every frame: the most that the mark can cost.
class PlainPage {
 public:
  explicit PlainPage(Stage& stage) : stage_(stage), renderer_(std::move(*gpu::SceneRenderer::create())) {}

  /// Processor time of one frame.
  double frame_ms(bool marked) {
    const double start_ms = cpu_ms();
    const Metrics& m = stage_.presenter->frame().metrics();
    const gpu::Box box = stage_.presenter->frame().panes().view.code;
    Editor& editor = *stage_.workspace->active();
    const CodeColumns columns = editor.columns(m, box.width_px);
    scene_.width_px = kSize.width_px;
    scene_.height_px = kSize.height_px;
    scene_.glyphs.clear();
    for (int y = box.y_px; y < box.y_px + box.height_px; y += m.line_px) {
      const auto cells = code_row_cells(editor, line_++ % kLines, columns, repertoire_, false);
      placed_.clear();
      if (marked)
        text::place_row(cells, m.lattice(box.x_px), stage_.grant.marking(), placed_);
      else
        text::place_row_unmarked(cells, m.lattice(box.x_px), placed_);
      static_cast<void>(
          scene_.add_row(placed_, y + m.baseline_px, box, stage_.presenter->frame().theme().palette, atlas_));
    }
    renderer_.draw(scene_, atlas_);
    glFinish();
    return cpu_ms() - start_ms;
  }

 private:
  Stage& stage_;
  gpu::SceneRenderer renderer_;
  text::Face face_ = std::move(*text::Face::open(text::FontId::jetbrains_mono));
  text::Repertoire repertoire_{face_};
  text::GlyphAtlas atlas_{face_, 14};
  gpu::Scene scene_;
  std::vector<text::PlacedGlyph> placed_;
  std::uint64_t line_ = 0;
};

void cost_of_the_mark(benchmark::State& state) {
  Stage stage;
  PlainPage page(stage);
  for (int i = 0; i < 2 * kLines / 50; ++i)
    page.frame_ms(i % 2 == 0);  // every glyph is in the atlas afterwards
  std::vector<double> ratios;
  std::vector<double> marked_ms;
  for (auto _ : state) {
    // Marked, plain, plain, marked: a drift of the machine's speed falls on both.
    const double first = page.frame_ms(true);
    const double plain = page.frame_ms(false) + page.frame_ms(false);
    const double second = page.frame_ms(true);
    ratios.push_back((first + second) / plain);
    marked_ms.push_back((first + second) / 2);
  }
  std::sort(ratios.begin(), ratios.end());
  std::sort(marked_ms.begin(), marked_ms.end());
  state.counters["marked_over_plain"] = ratios[ratios.size() / 2];
  state.counters["ratio_p25"] = ratios[ratios.size() / 4];
  state.counters["ratio_p75"] = ratios[ratios.size() * 3 / 4];
  state.counters["marked_cpu_ms"] = marked_ms[marked_ms.size() / 2];
}
BENCHMARK(cost_of_the_mark)->Unit(benchmark::kMillisecond)->Iterations(400);

}  // namespace

BENCHMARK_MAIN();
