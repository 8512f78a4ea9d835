#include "watermark/trace/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "watermark/mark/context.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/row_peaks.hpp"

namespace spoor::trace {
namespace {

constexpr double kUsualFocal = 0.75;  // of the long side: a telephone's main camera
constexpr double kLeastAgreement = 0.08;
constexpr double kAdvanceOfRow = 0.6 / 1.43;  // of a cell's height: advance and line height of the usual font
constexpr std::size_t kTiles = 40;
constexpr double kResiduePx = 0.095;  // of a 14 px font: what remains at any resolution
constexpr double kBlurPx = 0.8;       // the same times pixels a character: what resolution adds
constexpr double kFontPx = 14;
constexpr double kSharpEdgePx = 2;

struct Sums {
  double cells = 0, advance_px = 0, edge_px = 0;
};

bool inside(const cv::Mat1f& plane, cv::Point2d p) {
  return p.x >= 1 && p.y >= 1 && p.x < plane.cols - 2 && p.y < plane.rows - 2;
}

// One cell of the page's lattice, at whatever phase: is there ink, and how steep is it along the row?
void add_cell(const cv::Mat1f& ink, const cv::Mat1f& magnitude, float strong, const PagePlane& plane,
              cv::Point2d corner, cv::Point2d size, Sums& sums) {
  constexpr int kAcross = 5, kDown = 6;
  const cv::Point2d from = plane.to_picture(corner),
                    along = plane.to_picture(corner + cv::Point2d(size.x, 0)),
                    down = plane.to_picture(corner + cv::Point2d(0, size.y));
  const cv::Point2d x = along - from, y = down - from;
  if (!inside(ink, from) || !inside(ink, from + x + y)) return;
  float most = 0;
  double steepest = 0;
  const double length = std::hypot(x.x, x.y);
  for (int j = 0; j < kDown; ++j)
    for (int i = 0; i < kAcross; ++i) {
      const cv::Point2d p = from + x * ((i + 0.5) / kAcross) + y * ((j + 0.5) / kDown);
      const cv::Point at(static_cast<int>(p.x), static_cast<int>(p.y));
      most = std::max(most, magnitude(at));
      const double dx = (ink(at.y, at.x + 1) - ink(at.y, at.x - 1)) / 2.0;
      const double dy = (ink(at.y + 1, at.x) - ink(at.y - 1, at.x)) / 2.0;
      steepest = std::max(steepest, std::abs(dx * x.x + dy * x.y) / length);
    }
  if (most < strong) return;
  sums.cells += 1;
  sums.advance_px += length;
  sums.edge_px += steepest > 0 ? static_cast<double>(std::abs(most)) / steepest : length;
}

}  // namespace

std::optional<PageEstimate> estimate_page(const cv::Mat& bgr, int threads) {
  const cv::Mat1f ink = make_ink(bgr), magnitude = text_magnitude(ink);
  const auto peaks = find_row_peaks(magnitude, {kTiles, threads});
  const auto fit = fit_plane(peaks, bgr.size(), kUsualFocal * std::max(bgr.cols, bgr.rows));
  if (!fit || fit->agreement < kLeastAgreement || fit->text.empty() || !(fit->row_pitch > 0))
    return std::nullopt;
  double strong = 0;
  cv::minMaxLoc(magnitude, nullptr, &strong);
  if (!(strong > 0)) return std::nullopt;
  const cv::Point2d cell(fit->row_pitch * kAdvanceOfRow, fit->row_pitch);
  constexpr double kMostCells = 4e5;
  if (fit->text.area() / (cell.x * cell.y) > kMostCells) return std::nullopt;
  Sums sums;
  for (double y = fit->text.y; y < fit->text.br().y; y += cell.y)
    for (double x = fit->text.x; x < fit->text.br().x; x += cell.x)
      add_cell(ink, magnitude, static_cast<float>(0.5 * strong), fit->plane, {x, y}, cell, sums);
  if (sums.cells < 1) return std::nullopt;
  PageEstimate out;
  out.glyphs = sums.cells;
  out.pixels_per_advance = sums.advance_px / sums.cells;
  out.tilt_deg = fit->plane.tilt_deg();
  const double sharp = std::min(1.0, kSharpEdgePx * sums.cells / sums.edge_px);
  const double sigma_px = std::hypot(kResiduePx, kBlurPx / (sharp * out.pixels_per_advance));
  out.snr_db = 20 * std::log10(mark::kDefaultStrengthEm * kFontPx / sigma_px);
  return out;
}

}  // namespace spoor::trace
