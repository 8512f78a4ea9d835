#include "watermark/trace/trace_capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/trace/known_text.hpp"
#include "watermark/trace/mirrored.hpp"
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

// One picture of the file; false ends the reading.
bool measure_picture(const std::string& label, cv::Mat bgr, const TraceOptions& options,
                     MeasuredCapture& out) {
  MeasureOptions measuring = options.measure;
  measuring.keep_page = !options.debug_dir.empty() || !options.report.empty();
  if (!options.debug_dir.empty() && out.exhibits.empty())
    measuring.on_stage = [&out](std::string_view stage, const cv::Mat& picture) {
      out.stages.push_back({std::string(stage), picture});
    };
  auto measured = measure_any_hand(bgr, measuring);
  if (!measured) {
    out.result.error = measured.error();
    return false;
  }
  report::Exhibit& exhibit = out.exhibits.emplace_back();
  exhibit.name = label.empty() ? out.result.capture : out.result.capture + ", " + label;
  exhibit.mirrored = measured->mirrored;
  exhibit.width_px = bgr.cols, exhibit.height_px = bgr.rows;
  exhibit.measurement = std::move(measured->page.measurement);
  out.result.mirrored = out.result.mirrored || exhibit.mirrored;
  out.result.pixels_per_advance =
      std::max(out.result.pixels_per_advance, advance_of_largest_pane(exhibit.measurement));
  exhibit.view = std::move(measured->page.view);
  out.reads.push_back(std::move(measured->page.read));
  if (options.debug_dir.empty() && options.report.empty()) return true;
  exhibit.page = measured->page.page;
  exhibit.picture = measured->picture;
  return true;
}

void measure_into(const std::filesystem::path& path, const TraceOptions& options, MeasuredCapture& out) {
  const auto file = visit_pictures(path, options.limits, [&](const std::string& label, cv::Mat bgr) {
    return measure_picture(label, std::move(bgr), options, out);
  });
  if (!file) {
    out.result.error = file.error();
    return;
  }
  out.result.sha256_hex = file->sha256_hex;
  for (report::Exhibit& exhibit : out.exhibits) {
    exhibit.sha256_hex = file->sha256_hex;
    exhibit.file_bytes = file->file_bytes;
    exhibit.format = file->format;
  }
}

// All pictures of a file as one measurement: the panes of the later ones come behind those of the earlier
// ones.
Measurement joined_measurement(const std::vector<Measurement>& all) {
  Measurement out;
  for (const Measurement& one : all) {
    const auto shift = static_cast<int>(out.panes.size());
    out.panes.insert(out.panes.end(), one.panes.begin(), one.panes.end());
    for (MeasuredGlyph glyph : one.glyphs) {
      glyph.pane += shift;
      out.glyphs.push_back(glyph);
    }
    if (out.shortcoming.empty()) out.shortcoming = one.shortcoming;
  }
  return out;
}

std::vector<Measurement> measurements_of(const MeasuredCapture& capture) {
  std::vector<Measurement> out;
  for (const report::Exhibit& exhibit : capture.exhibits) out.push_back(exhibit.measurement);
  return out;
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
  const report::Exhibit& first = capture.exhibits.front();
  if (first.measurement.glyphs.empty()) return std::nullopt;
  return write_overlay(first.page, first.measurement, result, context, options.debug_dir);
}

// The verdict on all measurements, and what each session drew where there are several.
std::optional<TraceError> judge_all(std::span<const Measurement> measurements, const TraceContext& context,
                                    const JudgeOptions& options, TraceResult& result) {
  auto verdict = context.judge.judge(measurements, options);
  if (!verdict) return verdict.error();
  result.verdict = std::move(*verdict);
  if (!result.verdict.several) return std::nullopt;
  auto parts = tell_apart(context.judge, measurements, options);
  if (!parts) return parts.error();
  result.parts = std::move(*parts);
  return std::nullopt;
}

std::optional<TraceError> put_report(std::span<const report::Exhibit> exhibits, const TraceContext& context,
                                     const TraceOptions& options, const TraceResult& result) {
  if (options.report.empty()) return std::nullopt;
  const report::Document document = report::compose(
      {result, exhibits, context.kit, context.judge, options.command_line, options.archive_name});
  const auto written = report::write_report(document, report_path(options, result));
  return written ? std::nullopt : std::optional(written.error());
}

// A measurement's place in the archive; `at` says whose it is.
struct Placed {
  std::optional<Located> located;
  std::size_t at = 0;
};

// The place of the first that has one.
tl::expected<Placed, TraceError> place(std::span<const Measurement> measurements, const TraceContext& context,
                                       const TraceOptions& options, TraceResult& result) {
  if (context.archive == nullptr) return Placed{};
  for (std::size_t i = 0; i < measurements.size(); ++i) {
    auto located = locate(measurements[i], *context.archive, options.locate);
    if (!located) return tl::unexpected(located.error());
    if (!*located) continue;
    result.source = (*located)->place;
    return Placed{std::move(*located), i};
  }
  return Placed{};
}

// Where reading alone names nobody, the archive's text takes the place of what was read, and all is measured
// and judged once more.
std::optional<TraceError> judge_known(MeasuredCapture& capture, const Placed& placed,
                                      const TraceContext& context, const TraceOptions& options,
                                      const JudgeOptions& counted, TraceResult& result) {
  if (result.verdict.kind == VerdictKind::match) return std::nullopt;
  MeasureOptions measuring = options.measure;
  measuring.on_stage = nullptr;
  auto known = measure_known(*capture.reads[placed.at], sure_rows(*placed.located), measuring);
  if (!known) return known.error();
  known->width_px = capture.exhibits[placed.at].measurement.width_px;
  known->height_px = capture.exhibits[placed.at].measurement.height_px;
  std::vector<Measurement> measurements = measurements_of(capture);
  measurements[placed.at] = std::move(*known);
  TraceResult again = result;
  if (auto error = judge_all(measurements, context, counted, again)) return error;
  if (again.verdict.kind != VerdictKind::match && !again.verdict.several) return std::nullopt;
  capture.exhibits[placed.at].measurement = std::move(measurements[placed.at]);
  result.verdict = std::move(again.verdict), result.parts = std::move(again.parts);
  return std::nullopt;
}

std::optional<TraceError> judge_one(MeasuredCapture& capture, const TraceContext& context,
                                    const TraceOptions& options, TraceResult& result) {
  std::vector<Measurement> measurements = measurements_of(capture);
  const auto placed = place(measurements, context, options, result);
  if (!placed) return placed.error();
  const bool twice = placed->located && placed->at < capture.reads.size() && capture.reads[placed->at];
  // Whoever may measure twice has two chances, in the first verdict, in the second and in those on parts.
  JudgeOptions counted = options.judge;
  if (twice) counted.attempts = 2;
  if (auto error = judge_all(measurements, context, counted, result)) return error;
  if (twice)
    if (auto error = judge_known(capture, *placed, context, options, counted, result)) return error;
  if (!options.debug_dir.empty())
    if (auto error = write_pictures(capture, context, options, result)) return error;
  return put_report(capture.exhibits, context, options, result);
}

std::optional<TraceError> judge_together(std::vector<MeasuredCapture>& captures, const TraceContext& context,
                                         const TraceOptions& options, TraceResult& result) {
  std::vector<Measurement> measurements;
  std::vector<report::Exhibit> exhibits;
  for (MeasuredCapture& capture : captures) {
    // A capture's panes stay its own, so that parts can be told by capture.
    measurements.push_back(joined_measurement(measurements_of(capture)));
    for (report::Exhibit& exhibit : capture.exhibits) exhibits.push_back(std::move(exhibit));
  }
  if (exhibits.empty()) return captures.front().result.error;
  if (const auto placed = place(measurements, context, options, result); !placed) return placed.error();
  JudgeOptions counted = options.judge;
  // Whoever joins them may have looked at each before.
  counted.captures = static_cast<double>(captures.size()) + 1;
  if (auto error = judge_all(measurements, context, counted, result)) return error;
  return put_report(exhibits, context, options, result);
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
  result.captures = static_cast<std::size_t>(options.judge.captures);
  if (!result.error) guarded(result, [&] { result.error = judge_one(capture, context, options, result); });
  return result;
}

TraceResult judge_joined(std::vector<MeasuredCapture> captures, const TraceContext& context,
                         const TraceOptions& options) {
  TraceResult result;
  for (const MeasuredCapture& capture : captures) {
    const TraceResult& one = capture.result;
    result.joined.push_back({one.capture, one.sha256_hex, one.error ? one.error->message : std::string()});
    result.pixels_per_advance = std::max(result.pixels_per_advance, one.pixels_per_advance);
  }
  result.capture = captures.front().result.capture;
  result.sha256_hex = captures.front().result.sha256_hex;
  result.captures = captures.size();
  guarded(result, [&] { result.error = judge_together(captures, context, options, result); });
  return result;
}

TraceResult trace_capture(const std::filesystem::path& path, const TraceContext& context,
                          const TraceOptions& options) {
  return judge_capture(measure_capture(path, options), context, options);
}

}  // namespace spoor::trace
