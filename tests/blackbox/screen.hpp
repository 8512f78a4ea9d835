// One screen to trace and the truth about it. Truth is for scoring only: the tracer never sees it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace spoor::blackbox {

/// Where the rows of code are on a screen: what a person who crops five lines goes by.
struct CodeRows {
  int x_px = 0;  ///< of the code itself, right of its gutter
  int width_px = 0;
  int top_px = 0;                ///< of the first row
  int row_px = 0;                ///< height of a row
  int count = 0;                 ///< whole rows; 0: there is no code
  double advance_px = 0;         ///< of a column; 0: not known
  std::uint64_t first_line = 0;  ///< of the file, 1-based: what the first row shows; 0: not known
};

/// Empty `reviewer`: nobody of the kit drew it, and nobody may be named.
struct Truth {
  std::string reviewer;
  std::int64_t drawn_unix_s = 0;
  std::string path;            ///< in the archive; empty: not checked
  std::filesystem::path tree;  ///< what was packed: the text of every path
};

struct Screen {
  cv::Mat bgr;
  Truth truth;
  CodeRows code;
  std::string what;  ///< font, size, theme, file: for the list of failures
};

/// How a page is to be shown; any, where a source is asked for none.
struct PageLook {
  std::string name = "14 px";  ///< of shots that are kept: one a look
  std::string font = "JetBrains Mono";
  std::string theme = "dark";  ///< or "light"
  int font_px = 14, scale = 1;
  int width_px = 1920, height_px = 1080;
};

/// The screen of a seed; nothing where it cannot be made (which ends the run).
using ScreenSource = std::function<std::optional<Screen>(std::uint64_t seed)>;

}  // namespace spoor::blackbox
