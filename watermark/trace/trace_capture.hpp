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
#include "watermark/trace/result.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

struct TraceOptions {
  CaptureLimits limits;
  MeasureOptions measure;
  JudgeOptions judge;
  LocateOptions locate;
  std::filesystem::path debug_dir;  ///< where a picture a stage goes; empty: nowhere
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
  Measurement measurement;
  cv::Mat bgr;                       ///< kept where a picture is to be drawn over it, else empty
  std::vector<StagePicture> stages;  ///< likewise
};

// None of these fails: what goes wrong is in the result. Safe to call from several threads.

[[nodiscard]] MeasuredCapture measure_capture(const std::filesystem::path& path, const TraceOptions& options);

[[nodiscard]] TraceResult judge_capture(MeasuredCapture capture, const TraceContext& context,
                                        const TraceOptions& options);

/// Both.
[[nodiscard]] TraceResult trace_capture(const std::filesystem::path& path, const TraceContext& context,
                                        const TraceOptions& options);

}  // namespace spoor::trace
