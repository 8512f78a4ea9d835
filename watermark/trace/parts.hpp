// A capture, or several, that more than one session drew: which drew what.
#pragma once

#include <span>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/trace/measurement.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

/// What one session drew. Its verdict is a match.
struct Part {
  std::vector<std::size_t> captures;  ///< indices of the measurements that hold some of it, ascending
  std::size_t panes = 0;
  Verdict verdict;
};

/// Judges every pane by itself, then all panes of a session together; sessions in the order in which their
/// panes come. The tries are counted. Errors: internal.
[[nodiscard]] tl::expected<std::vector<Part>, TraceError> tell_apart(
    const Judge& judge, std::span<const Measurement> measurements, const JudgeOptions& options);

/// The measurement with the glyphs of one pane only.
[[nodiscard]] Measurement only_pane(const Measurement& measurement, int pane);

}  // namespace spoor::trace
