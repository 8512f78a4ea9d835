// One screen to trace and the truth about it. Truth is for scoring only: the tracer never sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace spoor::blackbox {

/// Empty `reviewer`: nobody of the kit drew it, and nobody may be named.
struct Truth {
  std::string reviewer;
  std::int64_t drawn_unix_s = 0;
  std::string path;              ///< in the archive; empty: not checked
  std::uint64_t first_line = 0;  ///< 1-based; 0: not checked
};

struct Screen {
  cv::Mat bgr;
  Truth truth;
  double em_px = 0;  ///< of the code; 0 where there is none
  std::string what;  ///< font, size, theme, file: for the list of failures
};

/// The screen of a seed; nothing where it cannot be made (which ends the run).
using ScreenSource = std::function<std::optional<Screen>(std::uint64_t seed)>;

}  // namespace spoor::blackbox
