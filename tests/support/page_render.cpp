#include "tests/support/page_render.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <random>

namespace spoor::support {
namespace {

void blend(cv::Mat& image, const text::GlyphStrip& strip, int pen_x, int baseline, Rgb fg) {
  for (int r = 0; r < strip.height_px; ++r)
    for (int c = 0; c < strip.width_px; ++c) {
      const int x = pen_x + strip.left_px + c, y = baseline - strip.top_px + r;
      if (x < 0 || y < 0 || x >= image.cols || y >= image.rows) continue;
      const double a = strip.coverage[static_cast<std::size_t>(r * strip.width_px + c)] / 255.0;
      auto& p = image.at<cv::Vec3b>(y, x);
      const std::array<double, 3> to{static_cast<double>(fg.b), static_cast<double>(fg.g),
                                     static_cast<double>(fg.r)};
      for (int k = 0; k < 3; ++k)
        p[k] = static_cast<std::uint8_t>(std::lround(p[k] + a * (to[static_cast<std::size_t>(k)] - p[k])));
    }
}

char32_t cell_at(const std::u32string& row, std::ptrdiff_t i) {
  return i < 0 || i >= std::ssize(row) ? U' ' : row[static_cast<std::size_t>(i)];
}

}  // namespace

cv::Mat render_page(const text::Face& face, const std::vector<std::u32string>& rows,
                    const mark::KerningTable& table, const PageStyle& style, cv::Size size_px) {
  const Rgb bg = style.background;
  cv::Mat image(size_px, CV_8UC3, cv::Scalar(bg.b, bg.g, bg.r));
  const double advance_px = face.advance_em() * style.em_px;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const int baseline = style.first_baseline_px + static_cast<int>(r) * style.line_height_px;
    std::size_t word = 0;
    for (std::ptrdiff_t c = 0; c < std::ssize(rows[r]); ++c) {
      const char32_t ch = cell_at(rows[r], c);
      if (ch == U' ') {
        ++word;
        continue;
      }
      const mark::Window window{cell_at(rows[r], c - 2), cell_at(rows[r], c - 1), ch, cell_at(rows[r], c + 1),
                                cell_at(rows[r], c + 2)};
      const double x = style.origin_x_px + static_cast<double>(c) * advance_px +
                       mark::offset_em(window, table, style.strength_em) * style.em_px;
      const auto strip = face.rasterise(ch, style.em_px, 1, x - std::floor(x));
      if (strip)
        blend(image, *strip, static_cast<int>(std::floor(x)), baseline,
              style.foregrounds[(word * 7 + r) % style.foregrounds.size()]);
    }
  }
  return image;
}

std::vector<std::u32string> rows_of_file(const std::string& path, std::size_t first, std::size_t count,
                                         bool gutter) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::u32string> rows;
  std::string line;
  for (std::size_t n = 0; n < first + count && std::getline(in, line); ++n) {
    if (n < first) continue;
    std::u32string row;
    if (gutter)
      for (const char c : fmt::format("{:>5}  ", n + 1)) row += static_cast<char32_t>(c);
    const std::size_t code_begin = row.size();
    for (const char c : line) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte == '\t') do
          row += U' ';
        while ((row.size() - code_begin) % 8 != 0);
      else if (byte != '\r')
        row += byte < 0x80 ? static_cast<char32_t>(byte) : char32_t{0xFFFD};
    }
    row.resize(std::min<std::size_t>(row.size(), 240));
    rows.push_back(row);
  }
  return rows;
}

mark::KerningTable random_table(std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  mark::KerningTable table;
  for (auto& w : table.a) w = generator();
  for (auto& w : table.b) w = generator();
  return table;
}

}  // namespace spoor::support
