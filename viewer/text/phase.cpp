#include "viewer/text/phase.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace spoor::text {
namespace {

// Sum of the `count` samples from `first` on, where those outside of the row are 0.
unsigned window_sum(std::span<const std::uint8_t> row, std::ptrdiff_t first, std::ptrdiff_t count) {
  const auto size = static_cast<std::ptrdiff_t>(row.size());
  const std::ptrdiff_t begin = std::clamp<std::ptrdiff_t>(first, 0, size);
  const std::ptrdiff_t end = std::clamp<std::ptrdiff_t>(first + count, 0, size);
  unsigned sum = 0;
  for (std::ptrdiff_t i = begin; i < end; ++i) sum += row[static_cast<std::size_t>(i)];
  return sum;
}

}  // namespace

void box_filter(const GlyphStrip& strip, double shift_px, std::span<std::uint8_t> out) {
  const auto samples = static_cast<std::ptrdiff_t>(strip.oversample);
  const double shift = shift_px * static_cast<double>(samples);
  const auto whole = static_cast<std::ptrdiff_t>(std::floor(shift));
  const double part = shift - static_cast<double>(whole);
  const auto columns = static_cast<std::size_t>(strip.width_px) + 1;
  const auto row_samples = static_cast<std::size_t>(strip.width_px) * static_cast<std::size_t>(samples);
  for (std::size_t r = 0; r < static_cast<std::size_t>(strip.height_px); ++r) {
    const std::span row(strip.coverage.data() + r * row_samples, row_samples);
    for (std::size_t c = 0; c < columns; ++c) {
      // Moving the ink right by `shift` samples moves the pixel's window left by as many.
      const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(c) * samples - whole;
      const double sum =
          (1 - part) * window_sum(row, first, samples) + part * window_sum(row, first - 1, samples);
      out[r * columns + c] = static_cast<std::uint8_t>(std::lround(sum / static_cast<double>(samples)));
    }
  }
}

}  // namespace spoor::text
