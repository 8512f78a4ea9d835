// One capture from its file to its result: the wiring of the stages.
#pragma once

#include <filesystem>

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
  std::filesystem::path debug_dir;  ///< where the overlay goes; empty: nowhere
};

/// What every capture of a run is traced with. Nothing is owned; `archive` may be null.
struct TraceContext {
  const seal::Kit& kit;
  const Judge& judge;
  const seal::ArchiveReader* archive = nullptr;
};

/// Never fails: what goes wrong is in the result. Safe to call from several threads.
[[nodiscard]] TraceResult trace_capture(const std::filesystem::path& path, const TraceContext& context,
                                        const TraceOptions& options);

}  // namespace spoor::trace
