// Exact area coverage of a polygon on a pixel grid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spoor::text {

struct Point {
  double x = 0;
  double y = 0;
};

/// Sums up signed areas of edges and turns them into coverage: the part of each cell that lies inside,
/// computed in double precision, with no sampling and no grid under the points. The method is that of Raph
/// Levien's font-rs
/// ("Inside the fastest font renderer in the world", 2016): each edge adds its area to the cells that it
/// crosses and the rest of its height to the cell behind, so that a running sum along the row gives the
/// coverage.
class CoverageGrid {
 public:
  CoverageGrid(int width, int height);

  /// An edge in grid coordinates, y downward; x within [0, width], y within [0, height].
  void add_edge(Point from, Point to);
  /// Coverage of all cells, row by row, 255 is full; overlapping contours count once.
  [[nodiscard]] std::vector<std::uint8_t> coverage() const;

 private:
  void add_in_row(std::size_t row, double x_from, double x_to, double height);

  std::size_t width_;
  std::size_t height_;
  std::size_t stride_;
  std::vector<float> areas_;  ///< stride_ a row: an edge at the right border writes two cells beyond it
};

}  // namespace spoor::text
