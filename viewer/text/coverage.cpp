#include "viewer/text/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spoor::text {

CoverageGrid::CoverageGrid(int width, int height)
    : width_(static_cast<std::size_t>(width)),
      height_(static_cast<std::size_t>(height)),
      stride_(width_ + 2),
      areas_(stride_ * height_) {}

void CoverageGrid::add_edge(Point from, Point to) {
  if (from.y == to.y) return;
  const double direction = from.y < to.y ? 1.0 : -1.0;
  if (from.y > to.y) std::swap(from, to);
  const double slope = (to.x - from.x) / (to.y - from.y);
  const auto first = static_cast<std::size_t>(from.y);
  const auto end = std::min(height_, static_cast<std::size_t>(std::ceil(to.y)));
  double x = from.x;
  for (std::size_t row = first; row < end; ++row) {
    const double top = std::max(from.y, static_cast<double>(row));
    const double low = std::min(to.y, static_cast<double>(row) + 1);
    const double next = low == to.y ? to.x : from.x + slope * (low - from.y);
    add_in_row(row, x, next, direction * (low - top));
    x = next;
  }
}

// `height` is the edge's signed height inside this row.
void CoverageGrid::add_in_row(std::size_t row, double x_from, double x_to, double height) {
  const double left = std::clamp(std::min(x_from, x_to), 0.0, static_cast<double>(width_));
  const double right = std::clamp(std::max(x_from, x_to), 0.0, static_cast<double>(width_));
  float* cells = areas_.data() + row * stride_;
  const auto first = static_cast<std::size_t>(left);
  const auto last = static_cast<std::size_t>(right);
  if (first == last) {
    const double behind = height * ((left + right) / 2 - static_cast<double>(first));
    cells[first] += static_cast<float>(height - behind);
    cells[first + 1] += static_cast<float>(behind);
    return;
  }
  // Right of the edge everything counts: `covered` is the integral of that over the cell, cell after cell.
  const double rate = height / (right - left);
  double before = 0;  // what the cells so far have been given
  for (std::size_t cell = first; cell <= last; ++cell) {
    const double begin = std::max(left, static_cast<double>(cell)) - left;
    const double stop = std::min(right, static_cast<double>(cell) + 1) - left;
    const double rest = static_cast<double>(cell) + 1 - left - stop;  // of the cell, right of the edge's end
    const double covered = rate * (stop * stop - begin * begin) / 2 + height * rest;
    cells[cell] += static_cast<float>(covered - before);
    before = covered;
  }
  cells[last + 1] += static_cast<float>(height - before);
}

std::vector<std::uint8_t> CoverageGrid::coverage() const {
  std::vector<std::uint8_t> out(width_ * height_);
  for (std::size_t row = 0; row < height_; ++row) {
    float sum = 0;
    for (std::size_t x = 0; x < width_; ++x) {
      sum += areas_[row * stride_ + x];
      const float inside = std::min(std::fabs(sum), 1.0F);
      out[row * width_ + x] = static_cast<std::uint8_t>(inside * 255.0F + 0.5F);
    }
  }
  return out;
}

}  // namespace spoor::text
