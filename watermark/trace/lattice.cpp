#include "watermark/trace/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <optional>
#include <string_view>

#include "watermark/trace/row_groups.hpp"
#include "watermark/trace/rows.hpp"

namespace spoor::trace {
namespace {

// Letters by rough frequency in code: the mean glyph decides where rows and columns have their weight.
constexpr std::string_view kTypical = "eeeettttaaaarrrriiinnnooossslllccdduuppmmffgh___bvyxwk(()).,,;==**->";

constexpr int kTileColumns = 12;  // columns whose phase is taken together
constexpr int kHopColumns = 3;
constexpr double kSamePhaseCycles = 0.14;

struct Tile {
  double begin_px = 0, end_px = 0;
  double origin_cycles = 0;  // of the pen, modulo 1, at the plane's left edge
  double weight = 0;
};

double wrapped(double cycles) {
  return cycles - std::round(cycles);
}

std::vector<float> column_profile(const cv::Mat1f& magnitude) {
  cv::Mat1f sum;
  cv::reduce(magnitude, sum, 0, cv::REDUCE_AVG);
  return {sum.begin(), sum.end()};
}

std::vector<Tile> demodulate(const std::vector<float>& profile, double advance_px, const TextShape& shape) {
  std::vector<Tile> tiles;
  const double length = std::min<double>(kTileColumns * advance_px, static_cast<double>(profile.size()));
  for (double begin = 0; begin + length <= static_cast<double>(profile.size()) + 0.5;
       begin += kHopColumns * advance_px) {
    const auto lo = static_cast<std::size_t>(begin);
    const std::size_t hi = std::min(profile.size(), static_cast<std::size_t>(begin + length));
    double mean = 0, weights = 0;
    for (std::size_t x = lo; x < hi; ++x) {
      const double hann = 0.5 - 0.5 * std::cos(2 * CV_PI * (static_cast<double>(x) + 0.5 - begin) / length);
      mean += hann * profile[x], weights += hann;
    }
    mean /= std::max(weights, 1e-9);
    std::complex<double> line = 0;
    for (std::size_t x = lo; x < hi; ++x) {
      const double centre = static_cast<double>(x) + 0.5;
      const double hann = 0.5 - 0.5 * std::cos(2 * CV_PI * (centre - begin) / length);
      line += hann * (profile[x] - mean) * std::polar(1.0, -2 * CV_PI * centre / advance_px);
    }
    // The line's phase is that of the mean glyph at the pen: -(pen / advance) + shape's own.
    const double cycles = -std::arg(line) / (2 * CV_PI) - shape.centre_cycles;
    tiles.push_back({begin, begin + length, cycles - std::floor(cycles), std::abs(line)});
  }
  return tiles;
}

struct Stretch {
  double begin_px = 0, end_px = 0;
  double origin_cycles = 0;
  double weight = 0;
};

// Runs of tiles of one phase; weak tiles belong to whom they continue.
std::vector<Stretch> stretches_of(const std::vector<Tile>& tiles) {
  double strongest = 0;
  for (const Tile& t : tiles) strongest = std::max(strongest, t.weight);
  std::vector<Stretch> out;
  std::complex<double> phase = 0;
  for (const Tile& t : tiles) {
    if (t.weight < 0.04 * strongest || t.weight <= 0) {
      if (!out.empty()) out.back().end_px = t.end_px;
      continue;
    }
    const auto vector = std::polar(t.weight, 2 * CV_PI * t.origin_cycles);
    if (!out.empty() && std::abs(wrapped(t.origin_cycles - out.back().origin_cycles)) < kSamePhaseCycles) {
      phase += vector;
      out.back().end_px = t.end_px, out.back().weight += t.weight;
    } else {
      phase = vector;
      out.push_back({t.begin_px, t.end_px, 0, t.weight});
    }
    const double cycles = std::arg(phase) / (2 * CV_PI);
    out.back().origin_cycles = cycles - std::floor(cycles);
  }
  return out;
}

// A tile between two panes mixes their phases and makes a stretch of its own: weak neighbours of strong ones
// go.
std::vector<Stretch> without_mixtures(std::vector<Stretch> all, double advance_px) {
  std::vector<Stretch> out;
  double strongest = 0;
  for (const Stretch& s : all) strongest = std::max(strongest, s.weight);
  for (const Stretch& s : all) {
    const bool short_run = s.end_px - s.begin_px < (kTileColumns + 2 * kHopColumns) * advance_px;
    if (all.size() > 1 && short_run && s.weight < 0.1 * strongest) continue;
    out.push_back(s);
  }
  return out;
}

// The advance's error shows as a drift of the phase along a stretch: straight line through the tiles' phases.
std::pair<double, double> refined_pitch(const std::vector<Tile>& tiles, const Stretch& s, double advance_px) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (const Tile& t : tiles) {
    if (t.begin_px < s.begin_px || t.end_px > s.end_px) continue;
    const double x = 0.5 * (t.begin_px + t.end_px), y = wrapped(t.origin_cycles - s.origin_cycles);
    if (std::abs(y) > 0.2) continue;
    w += t.weight, wx += t.weight * x, wy += t.weight * y, wxx += t.weight * x * x, wxy += t.weight * x * y;
  }
  const double det = w * wxx - wx * wx;
  const bool short_run = s.end_px - s.begin_px < 2.0 * kTileColumns * advance_px;
  if (short_run || det <= 1e-9 * wxx * w)
    return {advance_px, w > 0 ? s.origin_cycles + wy / w : s.origin_cycles};
  const double slope = (w * wxy - wx * wy) / det, offset = (wy - slope * wx) / w;
  // pen(x) = (n + origin + drift * x) * advance, so the true advance is advance / (1 - drift * advance).
  return {advance_px / (1 - slope * advance_px), s.origin_cycles + offset};
}

// Columns reach half a tile into what lies between stretches, and to the plane's ends beyond the outer ones:
// faint text there (a gutter) has no tile of its own.
Lattice with_columns(const std::vector<Stretch>& all, std::size_t at, double advance_px, double origin_px,
                     int plane_width) {
  const double reach = kTileColumns * advance_px * 0.5;
  const double begin = at == 0 ? 0.0 : std::max(0.0, all[at].begin_px - reach);
  const double end =
      at + 1 == all.size() ? plane_width : std::min<double>(plane_width, all[at].end_px + reach);
  const double first = std::ceil((begin - origin_px) / advance_px - 0.05);
  Lattice lattice;
  lattice.advance_px = advance_px;
  lattice.origin_x_px = origin_px + first * advance_px;
  lattice.columns =
      std::max(0, static_cast<int>(std::floor((end - lattice.origin_x_px) / advance_px + 0.05)));
  return lattice;
}

}  // namespace

TextShape shape_of(const text::Face& face) {
  TextShape shape;
  shape.advance_em = face.advance_em();
  shape.profile_top_em = 1.0;
  shape.row_profile.assign(static_cast<std::size_t>(kProfileRowsPerEm * 1.3), 0.0F);
  std::complex<double> line = 0;
  const double advance = shape.advance_em * kProfileRowsPerEm;
  for (const char c : kTypical) {
    const auto strip = face.rasterise(static_cast<char32_t>(c), kProfileRowsPerEm, 1);
    if (!strip) continue;
    for (int r = 0; r < strip->height_px; ++r)
      for (int x = 0; x < strip->width_px; ++x) {
        const int row = kProfileRowsPerEm - strip->top_px + r;
        const float a =
            static_cast<float>(strip->coverage[static_cast<std::size_t>(r * strip->width_px + x)]) / 255.0F;
        if (row >= 0 && row < std::ssize(shape.row_profile))
          shape.row_profile[static_cast<std::size_t>(row)] += a;
        line += double{a} * std::polar(1.0, -2 * CV_PI * (strip->left_px + x + 0.5) / advance);
      }
  }
  shape.centre_cycles = -std::arg(line) / (2 * CV_PI);
  return shape;
}

namespace {

void add_lattices(const cv::Mat1f& magnitude, double advance_px, const TextShape& shape,
                  std::vector<Lattice>& lattices) {
  const std::vector<float> profile = column_profile(magnitude);
  const std::vector<Tile> tiles = demodulate(profile, advance_px, shape);
  const double em_px = advance_px / shape.advance_em;
  const std::vector<Stretch> stretches = without_mixtures(stretches_of(tiles), advance_px);
  for (std::size_t at = 0; at < stretches.size(); ++at) {
    const Stretch& s = stretches[at];
    const auto [advance, origin_cycles] = refined_pitch(tiles, s, advance_px);
    const Lattice columns = with_columns(stretches, at, advance, origin_cycles * advance, magnitude.cols);
    if (columns.columns < 3) continue;
    const int x0 = std::clamp(static_cast<int>(s.begin_px), 0, magnitude.cols - 1);
    const int x1 = std::clamp(static_cast<int>(s.end_px), x0 + 1, magnitude.cols);
    for (const RowRun& run : find_rows(magnitude.colRange(x0, x1), em_px, shape)) {
      Lattice lattice = columns;
      lattice.first_baseline_px = run.first_baseline_px;
      lattice.line_height_px = run.line_height_px;
      lattice.rows = run.rows;
      lattice.row_shift_px = run.shift_px;
      lattice.support = run.support * lattice.columns;
      lattices.push_back(lattice);
    }
  }
}

}  // namespace

std::vector<Lattice> find_lattices(const cv::Mat1f& magnitude, double advance_px, const TextShape& shape) {
  std::vector<Lattice> lattices;
  for (const cv::Mat1f& rows : group_rows(magnitude, advance_px, shape))
    add_lattices(rows, advance_px, shape, lattices);
  return lattices;
}

}  // namespace spoor::trace
