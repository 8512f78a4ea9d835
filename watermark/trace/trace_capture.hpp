// One capture from its file to its result: the wiring of the stages.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/trace/capture.hpp"
#include "watermark/trace/locate.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/report/report.hpp"
#include "watermark/trace/result.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

struct TraceOptions {
  CaptureLimits limits;
  MeasureOptions measure;
  JudgeOptions judge;
  LocateOptions locate;
  std::filesystem::path debug_dir;  ///< where a picture a stage goes; empty: nowhere
  std::filesystem::path report;     ///< HTML file that a report goes to, with a PDF beside it; empty: nowhere
  bool report_each = false;         ///< the capture's digest goes into the report's name: there are several
  std::string command_line;         ///< for the report, without secrets
  std::string archive_name;         ///< likewise; empty: no archive was given
};

/// What every capture of a run is traced with. Nothing is owned; `archive` may be null.
struct TraceContext {
  const seal::Kit& kit;
  const Judge& judge;
  const seal::ArchiveReader* archive = nullptr;
};

/// A capture as far as it goes without a kit.
struct StagePicture {
  std::string stage;
  cv::Mat picture;
};

struct MeasuredCapture {
  TraceResult result;  ///< path, digest, pixels per advance, and the error that ended it
  /// One a picture of the file, with the pictures only where something is to be drawn over them.
  std::vector<report::Exhibit> exhibits;
  std::vector<StagePicture> stages;  ///< likewise
  /// One an exhibit, null where nothing was read, if the options ask for readings.
  std::vector<std::shared_ptr<const ReadPage>> reads;
};

// None of these fails: what goes wrong is in the result. Safe to call from several threads.

[[nodiscard]] MeasuredCapture measure_capture(const std::filesystem::path& path, const TraceOptions& options);

[[nodiscard]] TraceResult judge_capture(MeasuredCapture capture, const TraceContext& context,
                                        const TraceOptions& options);

/// One verdict on several captures of one leak. Those that could not be measured are left out and named.
[[nodiscard]] TraceResult judge_joined(std::vector<MeasuredCapture> captures, const TraceContext& context,
                                       const TraceOptions& options);

/// Measuring and judging one.
[[nodiscard]] TraceResult trace_capture(const std::filesystem::path& path, const TraceContext& context,
                                        const TraceOptions& options);

}  // namespace spoor::trace
