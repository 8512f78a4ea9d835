// Source whose lines say in full and blank cells which they are: what was on a screen can be read back from
// its pixels alone, without asking the program that drew it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "watermark/seal/log_record.hpp"

namespace spoor::kill {

inline constexpr unsigned kBarFiles = 8;
inline constexpr unsigned kBarLines = 4000;  ///< of a file

/// "bars/3.txt"
[[nodiscard]] std::string bar_path(unsigned file);
/// `line` counts from 1.
[[nodiscard]] std::string bar_line(unsigned file, unsigned line);
/// Writes all files below a directory. False: it cannot.
[[nodiscard]] bool write_bars(const std::filesystem::path& directory);

/// Luminance, 0 to 255, row by row.
struct GreyPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> luma;
};

/// Where the viewer draws the lines of a bar file in a window of some size at scale 1.
struct BarGrid {
  double x_px = 0;  ///< left edge of a line's first cell
  double advance_px = 0;
  int y_px = 0;  ///< top of the first row
  int line_px = 0;
  int rows = 0;  ///< whole ones
};
/// As the viewer's own layout has it. No rows where that fails.
[[nodiscard]] BarGrid bar_grid(int width_px, int height_px);

/// The lines on a picture, row by row. A row that is no whole line, as behind a box, is left out.
[[nodiscard]] std::vector<seal_log::Lines> read_bars(const GreyPicture& picture, const BarGrid& grid);

}  // namespace spoor::kill
