#include "viewer/app/measure.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "viewer/app/commands.hpp"
#include "viewer/app/figures.hpp"
#include "viewer/app/measure_find.hpp"
#include "viewer/app/pointer.hpp"
#include "viewer/app/presenter.hpp"
#include "viewer/app/process.hpp"
#include "viewer/app/session_log.hpp"
#include "viewer/gpu/frame_target.hpp"
#include "viewer/gpu/headless.hpp"

namespace spoor::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kScrollFrames = 300;
constexpr int kLayouts = 50;
constexpr double kMegabyte = 1e6;
constexpr std::chrono::seconds kSettleLimit{30};

double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

/// One frame from the change to the finished picture.
class Stage {
 public:
  Stage(Opened& opened, Presenter& presenter, const FrameSize& size, std::int64_t now)
      : opened_(opened), presenter_(presenter), size_(size), now_(now) {}

  Result<void> frame() {
    const auto drawn = presenter_.draw(*opened_.workspace, opened_.grant, size_, now_);
    if (!drawn) return tl::unexpected(drawn.error());
    glFinish();
    return {};
  }
  Result<double> layout_ms() {
    presenter_.frame().forget_rows();
    const auto start = Clock::now();
    if (auto made = presenter_.frame().make(*opened_.workspace, opened_.grant, size_); !made)
      return tl::unexpected(made.error());
    return ms_since(start);
  }
  void scroll(double notches) {
    FrameMaker& frame = presenter_.frame();
    const gpu::Box code = frame.panes().view.code;
    wheel(*opened_.workspace, frame.metrics(), frame.panes(), code.x_px + 1, code.y_px + 1, 0, notches);
  }

 private:
  Opened& opened_;
  Presenter& presenter_;
  FrameSize size_;
  std::int64_t now_;
};

Result<void> measure_scroll(Stage& stage, Opened& opened, Figures& figures) {
  const Editor* editor = opened.workspace->active();
  if (editor == nullptr || editor->document() == nullptr)
    return tl::unexpected(AppError{ExitCode::usage, "--measure scroll needs a text file: give --open PATH."});
  editor->document()->wait_settled(kSettleLimit);
  std::vector<double> frames_ms;
  for (int i = 0; i < kScrollFrames; ++i) {
    const auto start = Clock::now();
    const bool at_end = editor->scroll().line + 1 >= editor->lines();
    if (at_end) opened.workspace->active()->set_scroll({});
    stage.scroll(-1);
    if (auto drawn = stage.frame(); !drawn) return drawn;
    frames_ms.push_back(ms_since(start));
  }
  std::vector<double> layouts_ms;
  for (int i = 0; i < kLayouts; ++i) {
    const auto ms = stage.layout_ms();
    if (!ms) return tl::unexpected(ms.error());
    layouts_ms.push_back(*ms);
  }
  figures["frame_median_ms"] = quantile(frames_ms, 0.5);
  figures["frame_p99_ms"] = quantile(frames_ms, 0.99);
  figures["layout_median_ms"] = quantile(layouts_ms, 0.5);
  return {};
}

/// Figures show no line, so none is recorded; but how often something is found tells of the text, so that it
/// was asked is.
Result<void> record_question(const Admitted& admitted, const Options& options) {
  auto recording = begin_session_log(admitted.grant, admitted.admittance, options, {}, {});
  if (!recording) return tl::unexpected(recording.error());
  const bool paths_only = options.measure == MeasureKind::fuzzy;
  if (!paths_only)
    static_cast<void>(
        (*recording)->recorder().search_now(seal_log::SearchScope::release, options.measure_text));
  return (*recording)->close();
}

/// Without a window: what is asked of the release, not of the screen.
Result<std::string> measure_release(const Options& options, std::int64_t now_unix_s) {
  const auto start = Clock::now();
  const auto grant = open_grant(options, now_unix_s);
  if (!grant) return tl::unexpected(grant.error());
  const double unlock_ms = ms_since(start);
  const auto unlocked = Clock::now();
  // Figures count over the whole release.
  const seal::Policy& policy = grant->grant.session().policy;
  if (!policy.allow_search || !policy.scope_include.empty() || !policy.scope_exclude.empty()) {
    const auto recorded = record_refusal(grant->grant.session(), grant->admittance, "search");
    if (!recorded) return tl::unexpected(recorded.error());
    return tl::unexpected(AppError{
        ExitCode::refused, "policy: search: The session does not allow searching the whole release."});
  }
  auto archive = open_sealed(grant->grant, options);
  if (!archive) return tl::unexpected(archive.error());
  const double open_ms = ms_since(unlocked);
  if (auto recorded = record_question(*grant, options); !recorded) return tl::unexpected(recorded.error());
  auto figures = measure_find(std::move(*archive), options);
  if (!figures) return tl::unexpected(figures.error());
  figures->insert({{"unlock_ms", unlock_ms},
                   {"open_ms", open_ms},
                   {"resident_mb", static_cast<double>(resident_bytes()) / kMegabyte}});
  return print_figures(*figures, options.json);
}

}  // namespace

Result<std::string> measure(const Options& options, std::int64_t now_unix_s) {
  if (options.measure != MeasureKind::open && options.measure != MeasureKind::scroll)
    return measure_release(options, now_unix_s);
  Figures figures;
  const auto start = Clock::now();
  auto grant = open_grant(options, now_unix_s);
  if (!grant) return tl::unexpected(grant.error());
  figures["unlock_ms"] = ms_since(start);
  const auto unlocked = Clock::now();
  auto opened = open_release(std::move(*grant), options, {});
  if (!opened) return tl::unexpected(opened.error());
  figures["release_ms"] = ms_since(unlocked);
  const auto context_start = Clock::now();
  const auto context = gpu::HeadlessContext::create();
  if (!context) return tl::unexpected(AppError{ExitCode::failed, context.error().message});
  figures["gl_context_ms"] = ms_since(context_start);
  auto presenter = Presenter::create(options.font, options.scale.value_or(1));
  if (!presenter) return tl::unexpected(presenter.error());
  const auto target = gpu::FrameTarget::create(options.width_px, options.height_px);
  if (!target) return tl::unexpected(AppError{ExitCode::failed, target.error().message});
  target->bind();
  Stage stage(*opened, **presenter, {options.width_px, options.height_px, options.scale.value_or(1)},
              now_unix_s);
  if (auto drawn = stage.frame(); !drawn) return tl::unexpected(drawn.error());
  figures["first_paint_ms"] = ms_since(start) - figures["gl_context_ms"];
  if (options.measure == MeasureKind::scroll)
    if (auto done = measure_scroll(stage, *opened, figures); !done) return tl::unexpected(done.error());
  figures["resident_mb"] = static_cast<double>(resident_bytes()) / kMegabyte;
  // No line was shown to anybody: the log says that the session was opened and closed.
  if (auto closed = opened->recording->close(); !closed) return tl::unexpected(closed.error());
  return print_figures(figures, options.json);
}

}  // namespace spoor::app
