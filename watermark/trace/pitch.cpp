#include "watermark/trace/pitch.hpp"

#include <algorithm>
#include <cmath>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr double kMinAdvancePx = 2.5;
constexpr double kMaxAdvancePx = 90;
constexpr double kFaintestLine = 2;  // over its neighbourhood
constexpr int kChunks = 8;
constexpr int kBandPx = 6;  // lower than a text row, so that some bands hold one row only

// Adds the power spectra of every kChunks-th band's ink profile, from a first one on.
void add_spectra(const cv::Mat1f& magnitude, const cv::Mat1f& window, int first_band,
                 std::vector<double>& power) {
  const int length = 2 * static_cast<int>(power.size() - 1);
  cv::Mat1f padded(1, length, 0.0F), spectrum;
  for (int y = first_band * kBandPx; y + kBandPx <= magnitude.rows; y += kChunks * kBandPx) {
    cv::Mat1f profile;
    cv::reduce(magnitude.rowRange(y, y + kBandPx), profile, 0, cv::REDUCE_AVG);
    const double mean = cv::mean(profile)[0];
    if (mean < 0.05) continue;
    padded.colRange(0, magnitude.cols) = (profile - mean).mul(window);
    cv::dft(padded, spectrum, cv::DFT_ROWS);
    const float* s = spectrum[0];
    for (std::size_t k = 1; k < power.size() - 1; ++k)
      power[k] += double{s[2 * k - 1]} * s[2 * k - 1] + double{s[2 * k]} * s[2 * k];
  }
}

// Power spectrum of ink profiles, summed over bands: rows add up whatever their phase. In kChunks parts
// whatever the number of threads, so that the sums round alike.
std::vector<double> summed_spectrum(const cv::Mat1f& magnitude, int length, int threads) {
  cv::Mat1f window(1, magnitude.cols);
  for (int x = 0; x < magnitude.cols; ++x)
    window(0, x) = static_cast<float>(0.5 - 0.5 * std::cos(2 * CV_PI * (x + 0.5) / magnitude.cols));
  std::vector<std::vector<double>> parts(kChunks,
                                         std::vector<double>(static_cast<std::size_t>(length) / 2 + 1, 0.0));
  parallel_for(kChunks, threads,
               [&](std::size_t i) { add_spectra(magnitude, window, static_cast<int>(i), parts[i]); });
  for (std::size_t i = 1; i < parts.size(); ++i)
    for (std::size_t k = 0; k < parts[0].size(); ++k) parts[0][k] += parts[i][k];
  return parts[0];
}

// Each bin over the median of its neighbourhood in log frequency: the continuous part of the spectrum out.
std::vector<double> whitened(const std::vector<double>& power) {
  std::vector<double> out(power.size(), 0.0), scratch;
  for (std::size_t k = 2; k + 2 < power.size(); ++k) {
    const auto half = std::max<std::size_t>(8, k / 5);
    const std::size_t lo = k > half ? k - half : 1, hi = std::min(power.size() - 1, k + half);
    scratch.clear();
    const std::size_t step = std::max<std::size_t>(1, (hi - lo) / 64);
    for (std::size_t i = lo; i < hi; i += step) scratch.push_back(power[i]);
    std::nth_element(scratch.begin(), scratch.begin() + std::ssize(scratch) / 2, scratch.end());
    const double floor_level = scratch[scratch.size() / 2];
    out[k] = floor_level > 0 ? power[k] / floor_level : 0;
  }
  return out;
}

// Vertex of the parabola through three log powers: the line's place between bins.
double refined_bin(const std::vector<double>& power, std::size_t k) {
  const double a = std::log(power[k - 1] + 1e-9), b = std::log(power[k] + 1e-9),
               c = std::log(power[k + 1] + 1e-9);
  const double curvature = a - 2 * b + c;
  return static_cast<double>(k) + (curvature < 0 ? std::clamp(0.5 * (a - c) / curvature, -0.5, 0.5) : 0.0);
}

}  // namespace

std::vector<PitchCandidate> find_pitches(const cv::Mat1f& magnitude, std::size_t limit, int threads) {
  if (magnitude.cols < 16 || magnitude.rows < kBandPx) return {};
  int length = 4096;
  while (length < 2 * magnitude.cols) length *= 2;
  const std::vector<double> power = summed_spectrum(magnitude, length, threads);
  const std::vector<double> line = whitened(power);
  const auto bin_of = [&](double advance) { return static_cast<std::size_t>(length / advance); };
  const std::size_t lo = std::max<std::size_t>(3, bin_of(kMaxAdvancePx));
  const std::size_t hi = std::min(line.size() - 3, bin_of(kMinAdvancePx));
  // A line is as wide as the window makes it: one maximum within that width.
  const auto width = static_cast<std::size_t>(std::max(1, 2 * length / magnitude.cols));
  std::vector<PitchCandidate> found;
  for (std::size_t k = lo; k <= hi; ++k) {
    const auto from = line.begin() + static_cast<std::ptrdiff_t>(k > width ? k - width : 1);
    const auto to = line.begin() + static_cast<std::ptrdiff_t>(std::min(k + width + 1, line.size()));
    if (line[k] < kFaintestLine || *std::max_element(from, to) > line[k]) continue;
    found.push_back({length / refined_bin(power, k), line[k]});
  }
  const auto stronger = [](const PitchCandidate& a, const PitchCandidate& b) {
    return a.strength > b.strength;
  };
  std::sort(found.begin(), found.end(), stronger);
  if (found.size() > limit) found.resize(limit);
  const std::size_t direct = std::min<std::size_t>(found.size(), 2);
  for (std::size_t i = 0; i < direct; ++i)
    for (const double octave : {2.0, 0.5}) {
      const double advance = found[i].advance_px * octave;
      const bool known = std::any_of(found.begin(), found.end(), [&](const PitchCandidate& p) {
        return std::abs(p.advance_px / advance - 1) < 0.01;
      });
      if (!known && advance >= kMinAdvancePx && advance <= kMaxAdvancePx) found.push_back({advance, 1});
    }
  return found;
}

}  // namespace spoor::trace
