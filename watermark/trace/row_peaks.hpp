// Photographs, stage 1: which way and how densely rows of text run, tile by tile, from local spectra. No line
// of text has to be found for it, so that it works at any rotation, out of focus and under moire.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

/// A strong periodicity in a tile of the picture: most often that of its rows of text.
struct RowPeak {
  cv::Point2d centre;     ///< of the tile, pixels
  cv::Vec2d cycles_a_px;  ///< across the rows; its sign means nothing
  double strength = 0;    ///< power over the median power at the same frequency, above 1
};

struct RowPeakOptions {
  std::size_t most_tiles = 10'000;  ///< of each size: where there are more, the fullest that do not overlap
  int threads = 1;
  bool columns = true;  ///< also peaks of a tile that its columns may have left
};

/// The strongest few periodicities of overlapping tiles of two sizes. magnitude: as of text_magnitude(), of a
/// picture some 2,000 pixels wide at most; periods from 5 to 85 px are seen.
[[nodiscard]] std::vector<RowPeak> find_row_peaks(const cv::Mat1f& magnitude, const RowPeakOptions& options);

}  // namespace spoor::trace
