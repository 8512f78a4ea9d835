// What happens to a screen on its way out: the conditions of the pass-rate table.
#pragma once

#include <cstdint>
#include <functional>
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

#include "screen.hpp"

namespace spoor::blackbox {

struct Damaged {
  std::vector<std::uint8_t> file;  ///< PNG or JPEG
  std::string extension;           ///< ".png", ".jpg"
  int first_row = 0;               ///< of CodeRows: what is left of the code
  int rows = 0;                    ///< 0: all
};

struct Condition {
  std::string name;
  double required = 0;    ///< part of the captures that must be correct, 0 to 1; 0: none is asked
  bool full_page = true;  ///< the whole screen stays: first and last line are checked
  std::function<Damaged(const Screen& screen, std::mt19937_64& random)> apply;
  bool archive = true;  ///< the tracer is given the archive where there is one
};

/// The screen resized by a factor, by one of OpenCV's kernels, then JPEG.
[[nodiscard]] Damaged rescaled_jpeg(const Screen& screen, double factor, int quality,
                                    std::mt19937_64& random);

/// Rows of code that a crop shows.
struct RowPlace {
  int first_row = 0, rows = 0;
};

/// So many whole rows of code, from a random one on. Redrawn while they hold less than 0.6 of the ink of as
/// many average rows of this page (rows without ink left out of the average), 40 times at most, then those
/// with the most ink. No rows where the screen shows no code.
[[nodiscard]] RowPlace rows_with_text(const Screen& screen, int rows, std::mt19937_64& random);

/// In the order of the table. Crops fall where there is text: lines of code that hold at least 0.6 of the ink
/// of as many average lines of the page, rectangles that hold 0.6 of the page's mean, if such a place is
/// found in 40 draws; else the best of these.
[[nodiscard]] const std::vector<Condition>& conditions();

}  // namespace spoor::blackbox
