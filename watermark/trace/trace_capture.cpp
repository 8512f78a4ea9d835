#include "watermark/trace/trace_capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/trace/measure_page.hpp"
#include "watermark/trace/overlay.hpp"

namespace spoor::trace {
namespace {

double advance_of_largest_pane(const Measurement& measurement) {
  std::vector<int> glyphs(measurement.panes.size());
  for (const MeasuredGlyph& glyph : measurement.glyphs) ++glyphs[static_cast<std::size_t>(glyph.pane)];
  if (glyphs.empty()) return 0;
  const auto largest = std::max_element(glyphs.begin(), glyphs.end()) - glyphs.begin();
  return measurement.panes[static_cast<std::size_t>(largest)].advance_px;
}

OverlayText overlay_text(const TraceResult& result, const seal::Kit& kit) {
  const Verdict& verdict = result.verdict;
  OverlayText text;
  text.detail = fmt::format("{} glyphs, {:.1f} dB each", verdict.glyphs, verdict.snr_db);
  if (verdict.kind != VerdictKind::match) {
    text.title = fmt::format("{}", verdict_name(verdict.kind));
    return text;
  }
  const seal::KitSession& session = kit.sessions[verdict.best->index];
  text.title = fmt::format("match: {}, session {}", session.reviewer, session.id);
  text.detail += fmt::format(", {:.1f} % on the expected side, false accusation <= 1e{:.0f}",
                             100 * verdict.sign_agreement, std::ceil(verdict.best->log10_p_corrected));
  return text;
}

// STEM-SHA8-STAGE.png in the directory: two captures of one name do not meet.
std::optional<TraceError> write_picture(const cv::Mat& picture, std::string_view stage,
                                        const TraceResult& result, const std::filesystem::path& directory) {
  const std::string stem = std::filesystem::path(result.capture).stem().string();
  const auto path = directory / fmt::format("{}-{}-{}.png", stem, result.sha256_hex.substr(0, 8), stage);
  std::vector<std::uint8_t> png;
  try {
    if (!cv::imencode(".png", picture, png)) png.clear();
  } catch (const cv::Exception&) {
    png.clear();
  }
  if (png.empty())
    return TraceError{TraceErrorCode::internal,
                      "a stage's picture could not be drawn: trace without --debug-dir"};
  if (const auto written = seal::write_file(path, png); !written)
    return TraceError{TraceErrorCode::io,
                      "a stage's picture could not be written: " + written.error().message};
  return std::nullopt;
}

std::optional<TraceError> write_overlay(const cv::Mat& bgr, const Measurement& measurement,
                                        const TraceResult& result, const TraceContext& context,
                                        const std::filesystem::path& directory) {
  std::optional<mark::KerningTable> table;
  const Verdict& verdict = result.verdict;
  if (verdict.kind == VerdictKind::match) table = context.judge.table_of(verdict.best->index, verdict.slot);
  const auto overlay = draw_overlay(bgr, measurement, table, verdict.slot.has_value(),
                                    context.judge.pool_options(), overlay_text(result, context.kit));
  if (!overlay) return overlay.error();
  return write_picture(*overlay, "offsets", result, directory);
}

void measure_into(const std::filesystem::path& path, const TraceOptions& options, MeasuredCapture& out) {
  const auto capture = load_capture(path, options.limits);
  if (!capture) {
    out.result.error = capture.error();
    return;
  }
  out.result.sha256_hex = capture->sha256_hex;
  report::Exhibit& exhibit = out.exhibit;
  exhibit.name = out.result.capture;
  exhibit.sha256_hex = capture->sha256_hex;
  exhibit.file_bytes = capture->file_bytes;
  exhibit.format = format_name(capture->format);
  MeasureOptions measuring = options.measure;
  measuring.keep_page = !options.debug_dir.empty() || !options.report.empty();
  if (!options.debug_dir.empty())
    measuring.on_stage = [&out](std::string_view stage, const cv::Mat& picture) {
      out.stages.push_back({std::string(stage), picture});
    };
  auto measured = measure_page(capture->bgr, measuring);
  if (!measured) {
    out.result.error = measured.error();
    return;
  }
  exhibit.measurement = std::move(measured->measurement);
  out.result.pixels_per_advance = advance_of_largest_pane(exhibit.measurement);
  if (options.debug_dir.empty() && options.report.empty()) return;
  exhibit.page = measured->page;
  exhibit.picture = capture->bgr;
  exhibit.view = std::move(measured->view);
}

std::filesystem::path report_path(const TraceOptions& options, const TraceResult& result) {
  if (!options.report_each) return options.report;
  std::filesystem::path path = options.report;
  return path.replace_filename(fmt::format("{}-{}{}", options.report.stem().string(),
                                           result.sha256_hex.substr(0, 8),
                                           options.report.extension().string()));
}

std::optional<TraceError> write_pictures(const MeasuredCapture& capture, const TraceContext& context,
                                         const TraceOptions& options, const TraceResult& result) {
  for (const StagePicture& shown : capture.stages)
    if (auto error = write_picture(shown.picture, shown.stage, result, options.debug_dir)) return error;
  if (capture.exhibit.measurement.glyphs.empty()) return std::nullopt;
  return write_overlay(capture.exhibit.page, capture.exhibit.measurement, result, context, options.debug_dir);
}

void judge_into(const MeasuredCapture& capture, const TraceContext& context, const TraceOptions& options,
                TraceResult& result) {
  const auto fail = [&](const TraceError& error) { result.error = error; };
  const Measurement& measurement = capture.exhibit.measurement;
  if (context.archive != nullptr) {
    const auto located = locate(measurement, *context.archive, options.locate);
    if (!located) return fail(located.error());
    if (*located) result.source = (*located)->place;
  }
  const auto verdict = context.judge.judge(std::span(&measurement, 1), options.judge);
  if (!verdict) return fail(verdict.error());
  result.verdict = *verdict;
  if (!options.debug_dir.empty())
    if (const auto error = write_pictures(capture, context, options, result)) return fail(*error);
  if (options.report.empty()) return;
  const report::Document document =
      report::compose({result, std::span(&capture.exhibit, 1), context.kit, context.judge,
                       options.command_line, options.archive_name});
  if (const auto written = report::write_report(document, report_path(options, result)); !written)
    fail(written.error());
}

// Turns what the image library or the allocator throws into the result's error.
template <typename Work>
void guarded(TraceResult& result, const Work& work) {
  try {
    work();
  } catch (const cv::Exception&) {
    result.error =
        TraceError{TraceErrorCode::internal, "the picture broke the image library: convert it to PNG"};
  } catch (const std::bad_alloc&) {
    result.error =
        TraceError{TraceErrorCode::internal, "there is not enough memory for this picture: crop it"};
  }
}

}  // namespace

MeasuredCapture measure_capture(const std::filesystem::path& path, const TraceOptions& options) {
  MeasuredCapture out;
  out.result.capture = path.string();
  guarded(out.result, [&] { measure_into(path, options, out); });
  return out;
}

TraceResult judge_capture(MeasuredCapture capture, const TraceContext& context, const TraceOptions& options) {
  TraceResult result = std::move(capture.result);
  if (!result.error) guarded(result, [&] { judge_into(capture, context, options, result); });
  return result;
}

TraceResult trace_capture(const std::filesystem::path& path, const TraceContext& context,
                          const TraceOptions& options) {
  return judge_capture(measure_capture(path, options), context, options);
}

}  // namespace spoor::trace
