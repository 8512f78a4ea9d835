// A page of marked text drawn on the CPU, glyph by glyph at exact pen positions: the reference that the GPU
// is compared with, and the tracer's test input where no GL is at hand.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/mark/context.hpp"

namespace spoor::support {

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
};

struct PageStyle {
  double em_px = 14;
  int line_height_px = 19;
  double origin_x_px = 12;
  int first_baseline_px = 20;
  Rgb background{30, 30, 46};
  std::vector<Rgb> foregrounds{{205, 214, 244}, {203, 166, 247}, {166, 227, 161}, {147, 153, 178}};
  double strength_em = mark::kDefaultStrengthEm;  ///< 0 draws an unmarked page
};

/// Draws rows of cells; the colour of a cell is chosen by its word, as syntax colours would be.
[[nodiscard]] cv::Mat render_page(const text::Face& face, const std::vector<std::u32string>& rows,
                                  const mark::KerningTable& table, const PageStyle& style, cv::Size size_px);

/// Lines of a text file as rows of cells: tabs to stops of 8, bytes beyond ASCII as U+FFFD, cut at 240 cells.
[[nodiscard]] std::vector<std::u32string> rows_of_file(const std::string& path, std::size_t first,
                                                       std::size_t count, bool gutter);

/// A table of independent fair signs from a seed.
[[nodiscard]] mark::KerningTable random_table(std::uint64_t seed);

}  // namespace spoor::support
