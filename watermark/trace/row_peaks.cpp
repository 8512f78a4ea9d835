#include "watermark/trace/row_peaks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::array kTilePx = {256, 160};  // of large text, of small text and steep perspective
constexpr double kLeastCycles = 3;          // a tile: fewer are its window's own
constexpr int kShortestPeriodPx = 5;
constexpr double kLeastStrength = 12;
constexpr double kLeastMean = 0.3;     // grey levels of text magnitude: emptier tiles hold nothing
constexpr std::size_t kPeaks = 3;      // a tile
constexpr float kWeakestPart = 0.25F;  // of a tile's strongest peak
// Rows are 1.2 em apart at least and columns .6 em, so a page's columns stand closer than its rows by this.
constexpr double kRowsOverColumns = 1.9;
constexpr double kAcrossCosine = 0.34;  // 20 degrees from the right angle: perspective

cv::Mat1f hann_window(int size_px) {
  std::vector<double> taper(static_cast<std::size_t>(size_px));
  for (int i = 0; i < size_px; ++i)
    taper[static_cast<std::size_t>(i)] = 0.5 - 0.5 * std::cos(2 * CV_PI * (i + 0.5) / size_px);
  cv::Mat1f window(size_px, size_px);
  for (int y = 0; y < size_px; ++y)
    for (int x = 0; x < size_px; ++x)
      window(y, x) =
          static_cast<float>(taper[static_cast<std::size_t>(y)] * taper[static_cast<std::size_t>(x)]);
  return window;
}

// Half of a tile's power spectrum: u from 0 to size/2, v from -size/2 to size/2.
class Spectrum {
 public:
  explicit Spectrum(const cv::Mat1f& tile) : size_(tile.rows), power_(size_, size_ / 2 + 1) {
    cv::Mat2f spectrum;
    cv::dft(tile, spectrum, cv::DFT_COMPLEX_OUTPUT);
    for (int v = 0; v < size_; ++v)
      for (int u = 0; u <= size_ / 2; ++u) {
        const cv::Vec2f c = spectrum(v, u);
        power_(v, u) = c[0] * c[0] + c[1] * c[1];
      }
  }

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] float at(int u, int v) const {
    if (u < 0) u = -u, v = -v;
    return power_((v + size_) % size_, u);
  }
  [[nodiscard]] bool is_peak(int u, int v) const {
    const float own = at(u, v);
    for (int dv = -1; dv <= 1; ++dv)
      for (int du = -1; du <= 1; ++du)
        if ((du != 0 || dv != 0) && at(u + du, v + dv) > own) return false;
    return true;
  }

 private:
  int size_;
  cv::Mat1f power_;
};

// Median power of each ring of equal frequency.
std::vector<float> ring_medians(const Spectrum& spectrum, int rings) {
  std::vector<std::vector<float>> of_ring(static_cast<std::size_t>(rings) + 1);
  for (int v = -rings; v <= rings; ++v)
    for (int u = 0; u <= rings; ++u) {
      const auto ring = static_cast<std::size_t>(std::lround(std::hypot(u, v)));
      if (ring < of_ring.size()) of_ring[ring].push_back(spectrum.at(u, v));
    }
  std::vector<float> medians;
  for (auto& powers : of_ring) {
    const auto middle = powers.begin() + std::ssize(powers) / 2;
    std::nth_element(powers.begin(), middle, powers.end());
    medians.push_back(*middle + 1e-9F);
  }
  return medians;
}

// Where the parabola through three logarithms of power has its top, in steps of the middle.
double top_between(float before, float own, float after) {
  const double a = std::log(before + 1e-12), b = std::log(own + 1e-12), c = std::log(after + 1e-12);
  const double bend = a - 2 * b + c;
  return bend < 0 ? std::clamp(0.5 * (a - c) / bend, -0.5, 0.5) : 0.0;
}

struct Bin {
  int u = 0, v = 0;
  float power = 0, strength = 0;
};

void add_peaks(const cv::Mat1f& tile, cv::Point2d centre, std::vector<RowPeak>& out) {
  const Spectrum spectrum(tile);
  const int size = spectrum.size(), rings = size / kShortestPeriodPx;
  const std::vector<float> median = ring_medians(spectrum, rings);
  std::vector<Bin> bins;
  for (int v = -rings; v <= rings; ++v)
    for (int u = 0; u <= rings; ++u) {
      const double radius = std::hypot(u, v);
      if (radius < kLeastCycles || radius > rings || (u == 0 && v < 0)) continue;
      const float power = spectrum.at(u, v);
      const float strength = power / median[static_cast<std::size_t>(std::lround(radius))];
      if (strength >= kLeastStrength && spectrum.is_peak(u, v)) bins.push_back({u, v, power, strength});
    }
  std::sort(bins.begin(), bins.end(), [](const Bin& a, const Bin& b) { return a.power > b.power; });
  for (std::size_t i = 0; i < std::min(kPeaks, bins.size()); ++i) {
    const auto [u, v, power, strength] = bins[i];
    if (power < kWeakestPart * bins[0].power) break;
    const double du = top_between(spectrum.at(u - 1, v), power, spectrum.at(u + 1, v));
    const double dv = top_between(spectrum.at(u, v - 1), power, spectrum.at(u, v + 1));
    out.push_back({centre, cv::Vec2d(u + du, v + dv) / static_cast<double>(size), strength});
  }
}

// Whether a peak is what the columns of the rows that another one shows would leave.
bool is_columns_of(const RowPeak& peak, const RowPeak& rows) {
  const double own = cv::norm(peak.cycles_a_px), other = cv::norm(rows.cycles_a_px);
  const double cosine = std::abs(peak.cycles_a_px.dot(rows.cycles_a_px)) / (own * other);
  return own > kRowsOverColumns * other && cosine < kAcrossCosine;
}

// A tile's peaks less those that may be its columns.
std::vector<RowPeak> without_columns(const std::vector<RowPeak>& peaks) {
  std::vector<RowPeak> rows;
  for (const RowPeak& peak : peaks)
    if (std::none_of(peaks.begin(), peaks.end(),
                     [&](const RowPeak& other) { return is_columns_of(peak, other); }))
      rows.push_back(peak);
  return rows;
}

struct Tile {
  cv::Rect area;
  double mean = 0;  // text magnitude, grey levels
};

// The first so many tiles that leave room between each other.
std::vector<Tile> spread(const std::vector<Tile>& tiles, std::size_t most) {
  std::vector<Tile> out;
  for (const Tile& tile : tiles) {
    const bool near = std::any_of(out.begin(), out.end(),
                                  [&](const Tile& taken) { return !(tile.area & taken.area).empty(); });
    if (!near && out.size() < most) out.push_back(tile);
  }
  return out;
}

// Tiles with text, half overlapping, the fullest first.
std::vector<Tile> tiles_with_text(const cv::Mat1f& magnitude, int size, std::size_t most) {
  std::vector<Tile> tiles;
  for (int y = 0; y + size <= magnitude.rows; y += size / 2)
    for (int x = 0; x + size <= magnitude.cols; x += size / 2) {
      const cv::Rect area(x, y, size, size);
      const double mean = cv::mean(magnitude(area))[0];
      if (mean >= kLeastMean) tiles.push_back({area, mean});
    }
  std::stable_sort(tiles.begin(), tiles.end(), [](const Tile& a, const Tile& b) { return a.mean > b.mean; });
  return tiles.size() > most ? spread(tiles, most) : tiles;
}

}  // namespace

std::vector<RowPeak> find_row_peaks(const cv::Mat1f& magnitude, const RowPeakOptions& options) {
  std::vector<RowPeak> out;
  for (const int size : kTilePx) {
    const cv::Mat1f window = hann_window(size);
    const std::vector<Tile> tiles = tiles_with_text(magnitude, size, options.most_tiles);
    std::vector<std::vector<RowPeak>> found(tiles.size());
    parallel_for(tiles.size(), options.threads, [&](std::size_t i) {
      const cv::Mat tapered = cv::Mat(magnitude(tiles[i].area) - tiles[i].mean).mul(window);
      const cv::Rect& area = tiles[i].area;
      add_peaks(tapered, cv::Point2d(area.x, area.y) + cv::Point2d(size, size) * 0.5, found[i]);
      if (!options.columns) found[i] = without_columns(found[i]);
    });
    for (const auto& peaks : found) out.insert(out.end(), peaks.begin(), peaks.end());
  }
  return out;
}

}  // namespace spoor::trace
