#include "watermark/trace/rows.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <utility>

#include "watermark/trace/lattice.hpp"

namespace spoor::trace {
namespace {

constexpr double kMinLineHeightEm = 1.0, kMaxLineHeightEm = 2.4;
constexpr double kOnLatticeEm = 0.15;  // how far a row may stand from the run's lattice
constexpr double kOnLatticeFewEm = 0.06;
constexpr double kMinCorrelation = 0.45;
constexpr int kStepsPerPx = 4;
constexpr double kMinFilled = 0.25;        // of a run's rows that must hold text
constexpr double kMostRows = 0.8;          // of a short plane's rows that must share a line height
constexpr std::size_t kFewestRegular = 5;  // rows: fewer fit a line height by accident
constexpr std::ptrdiff_t kMaxScatteredRows = 14;
constexpr std::size_t kMaxScattered = kMaxScatteredRows;
constexpr double kBodyEm = 0.55;  // of the letters' bodies, which a row must show to be read
constexpr double kBlockEm = 10, kApartEm = 0.8;
constexpr double kFaintBlock = 0.02;  // of the strongest block's row
constexpr double kMinEnergy = 3e-3;   // of the strongest row's

struct Peak {
  double baseline_px = 0;
  double correlation = 0;
  double energy = 0;
};

// The mean text profile resampled to kStepsPerPx rows a pixel, blurred by a pixel, zero mean, unit length.
std::vector<float> profile_at(const TextShape& shape, double em_px) {
  const double steps_per_em = em_px * kStepsPerPx;
  const auto n = static_cast<std::size_t>(1.3 * steps_per_em);
  std::vector<float> fine(n, 0.0F);
  for (std::size_t i = 0; i < n; ++i) {
    const auto source = static_cast<std::size_t>(static_cast<double>(i) / steps_per_em * kProfileRowsPerEm);
    if (source < shape.row_profile.size()) fine[i] = shape.row_profile[source];
  }
  std::vector<float> out(n, 0.0F);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = i >= kStepsPerPx / 2 ? i - kStepsPerPx / 2 : 0; k < std::min(n, i + kStepsPerPx / 2);
         ++k)
      out[i] += fine[k];
  const float mean = std::accumulate(out.begin(), out.end(), 0.0F) / static_cast<float>(n);
  float norm = 0;
  for (float& v : out) v -= mean, norm += v * v;
  for (float& v : out) v /= std::sqrt(norm) + 1e-9F;
  return out;
}

std::vector<float> vertical_profile(const cv::Mat1f& magnitude) {
  cv::Mat1f sum;
  cv::reduce(magnitude, sum, 1, cv::REDUCE_AVG);
  return {sum.begin(), sum.end()};
}

// Local maxima of the normalised correlation of the profile with mean text, over all baselines.
std::vector<Peak> correlate(const std::vector<float>& profile, double em_px, const TextShape& shape) {
  const std::vector<float> text = profile_at(shape, em_px);
  const auto steps = static_cast<std::ptrdiff_t>(profile.size()) * kStepsPerPx;
  const auto n = static_cast<std::ptrdiff_t>(text.size());
  const auto top = static_cast<std::ptrdiff_t>(shape.profile_top_em * em_px * kStepsPerPx);
  std::vector<Peak> curve;
  // Rows cut by the plane's edges still correlate: the plane continues as background outside.
  for (std::ptrdiff_t start = -n / 2; start + n / 2 < steps; ++start) {
    double dot = 0, sum = 0, square = 0;
    for (std::ptrdiff_t i = 0; i < n; i += 2) {
      const std::ptrdiff_t s = start + i;
      const double v = s < 0 || s >= steps ? 0.0 : profile[static_cast<std::size_t>(s / kStepsPerPx)];
      dot += v * text[static_cast<std::size_t>(i)], sum += v, square += v * v;
    }
    const double half = static_cast<double>((n + 1) / 2), variance = square - sum * sum / half;
    // Every second step only: the unit-length text then has half its square.
    const double correlation = variance > 1e-9 ? dot / std::sqrt(variance * 0.5) : 0;
    curve.push_back({static_cast<double>(start + top) / kStepsPerPx, correlation, variance});
  }
  std::vector<Peak> peaks;
  const auto reach = static_cast<std::ptrdiff_t>(0.8 * em_px * kStepsPerPx);
  for (std::ptrdiff_t i = 0; i < std::ssize(curve); ++i) {
    const Peak& p = curve[static_cast<std::size_t>(i)];
    if (p.correlation < kMinCorrelation) continue;
    bool highest = true;
    for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, i - reach);
         highest && k < std::min(std::ssize(curve), i + reach + 1); ++k) {
      const Peak& q = curve[static_cast<std::size_t>(k)];
      highest = k < i ? q.correlation < p.correlation : q.correlation <= p.correlation;
    }
    if (highest) peaks.push_back(p);
  }
  return peaks;
}

void drop_faint(std::vector<Peak>& peaks, double least_part) {
  double strongest = 0;
  for (const Peak& p : peaks) strongest = std::max(strongest, p.energy);
  std::erase_if(peaks, [&](const Peak& p) { return p.energy < least_part * strongest; });
}

// Rows that hold a line number or a brace only: faint in the profile of all columns, plain in that of a few.
std::vector<Peak> peaks_of_blocks(const cv::Mat1f& magnitude, double em_px, const TextShape& shape) {
  std::vector<Peak> peaks;
  const int width = std::max(1, static_cast<int>(kBlockEm * em_px));
  for (int x = 0; x < magnitude.cols; x += width) {
    const int right = std::min(x + width, magnitude.cols);
    const double part = static_cast<double>(right - x) / magnitude.cols;
    for (Peak p : correlate(vertical_profile(magnitude.colRange(x, right)), em_px, shape)) {
      p.energy *= part * part;  // as it counts in the mean of all columns
      peaks.push_back(p);
    }
  }
  drop_faint(peaks, kFaintBlock);
  return peaks;
}

std::vector<Peak> strong_peaks(const cv::Mat1f& magnitude, double em_px, const TextShape& shape) {
  std::vector<Peak> peaks = correlate(vertical_profile(magnitude), em_px, shape);
  drop_faint(peaks, kMinEnergy);
  // A page's many rows share a line height, which finds its faint ones.
  if (peaks.size() > kMaxScattered) return peaks;
  std::vector<Peak> more = peaks_of_blocks(magnitude, em_px, shape);
  std::stable_sort(more.begin(), more.end(),
                   [](const Peak& a, const Peak& b) { return a.energy > b.energy; });
  for (const Peak& p : more) {
    const bool apart = std::all_of(peaks.begin(), peaks.end(), [&](const Peak& q) {
      return std::abs(p.baseline_px - q.baseline_px) > kApartEm * em_px;
    });
    if (apart) peaks.push_back(p);
  }
  std::sort(peaks.begin(), peaks.end(),
            [](const Peak& a, const Peak& b) { return a.baseline_px < b.baseline_px; });
  return peaks;
}

struct Fit {
  double first = 0, height = 0;
};

double weight_of(const Peak& p) {
  return p.correlation * p.correlation * std::sqrt(p.energy);
}

// How much of the peaks' weight stands in phase at a line height, and that phase.
std::complex<double> in_phase(const std::vector<Peak>& peaks, double height) {
  std::complex<double> sum = 0;
  double total = 0;
  for (const Peak& p : peaks)
    sum += weight_of(p) * std::polar(1.0, 2 * CV_PI * p.baseline_px / height), total += weight_of(p);
  return total > 0 ? sum / total : sum;
}

// Least squares over the peaks that lie on a lattice.
Fit refit(const std::vector<Peak>& peaks, const Fit& fit, double tolerance_px) {
  double n = 0, sk = 0, sy = 0, skk = 0, sky = 0;
  for (const Peak& p : peaks) {
    const double k = std::round((p.baseline_px - fit.first) / fit.height), w = weight_of(p);
    if (std::abs(p.baseline_px - fit.first - k * fit.height) > tolerance_px) continue;
    n += w, sk += w * k, sy += w * p.baseline_px, skk += w * k * k, sky += w * k * p.baseline_px;
  }
  const double det = n * skk - sk * sk;
  if (det <= 1e-9 * n * n) return fit;
  const double slope = (n * sky - sk * sy) / det;
  return {(sy - slope * sk) / n, slope};
}

// The line height whose phase most of the peaks share; of nearly equal ones the largest, since a divisor of
// the true height fits as well.
Fit best_fit(const std::vector<Peak>& peaks, double em_px, double tolerance_px) {
  const double span = std::max(em_px, peaks.back().baseline_px - peaks.front().baseline_px);
  std::vector<std::pair<double, double>> scored;
  double top = 0;
  for (double h = kMinLineHeightEm * em_px; h <= std::min(kMaxLineHeightEm * em_px, span * 1.02);
       h += h * h / (10 * span)) {
    scored.emplace_back(h, std::abs(in_phase(peaks, h)));
    top = std::max(top, scored.back().second);
  }
  double best = 0, best_score = 0;
  for (const auto& [h, score] : scored)
    if (score >= 0.95 * top && (best == 0 || h > best * 1.2 || score > best_score))
      best = h, best_score = score;
  if (best == 0) return {};
  double phase = std::arg(in_phase(peaks, best)) / (2 * CV_PI);
  phase -= std::floor(phase);
  Fit fit{phase * best, best};
  for (int round = 0; round < 3; ++round) fit = refit(peaks, fit, tolerance_px);
  return fit;
}

bool in_plane(double baseline_px, double em_px, int plane_height) {
  return baseline_px - kBodyEm * em_px >= 0 && baseline_px <= plane_height + 0.5;
}

// All readable rows of a lattice inside the plane between its outermost peaks, and one beyond each.
RowRun run_of(const Fit& fit, const std::vector<Peak>& members, double em_px, int plane_height) {
  const auto row = [&](double y) { return std::lround((y - fit.first) / fit.height); };
  long lo = row(members.front().baseline_px) - 1, hi = row(members.back().baseline_px) + 1;
  const auto inside = [&](long k) {
    return in_plane(fit.first + static_cast<double>(k) * fit.height, em_px, plane_height);
  };
  while (lo <= hi && !inside(lo)) ++lo;
  while (hi >= lo && !inside(hi)) --hi;
  return {fit.first + static_cast<double>(lo) * fit.height, fit.height, static_cast<int>(hi - lo + 1), {}, 0};
}

// Rows that no line height explains: each where it stands.
void add_scattered_rows(std::vector<Peak> peaks, double em_px, int plane_height, std::vector<RowRun>& runs) {
  std::erase_if(peaks, [&](const Peak& p) { return !in_plane(p.baseline_px, em_px, plane_height); });
  if (peaks.size() > kMaxScattered) {
    std::nth_element(peaks.begin(), peaks.begin() + kMaxScatteredRows, peaks.end(),
                     [](const Peak& a, const Peak& b) { return weight_of(a) > weight_of(b); });
    peaks.resize(kMaxScattered);
    std::sort(peaks.begin(), peaks.end(),
              [](const Peak& a, const Peak& b) { return a.baseline_px < b.baseline_px; });
  }
  if (peaks.empty()) return;
  RowRun run{peaks.front().baseline_px, 0, static_cast<int>(peaks.size()), {}, 0};
  for (const Peak& p : peaks)
    run.shift_px.push_back(p.baseline_px - run.first_baseline_px), run.support += weight_of(p);
  runs.push_back(std::move(run));
}

// A few rows fit some line height by accident; one that most rows of the plane share is none.
bool is_regular(const RowRun& run, std::size_t members, std::size_t peaks) {
  const auto on = static_cast<double>(members);
  if (run.rows <= 0 || on < kMinFilled * run.rows || members < kFewestRegular) return false;
  return peaks > kMaxScattered || on >= kMostRows * static_cast<double>(peaks);
}

}  // namespace

std::vector<double> find_baselines(const cv::Mat1f& magnitude, double em_px, const TextShape& shape) {
  std::vector<double> baselines;
  for (const Peak& p : strong_peaks(magnitude, em_px, shape)) baselines.push_back(p.baseline_px);
  return baselines;
}

std::vector<RowRun> find_rows(const cv::Mat1f& magnitude, double em_px, const TextShape& shape) {
  std::vector<Peak> peaks = strong_peaks(magnitude, em_px, shape);
  std::vector<RowRun> runs;
  // Few rows fit some line height by accident unless they must fit it well.
  const bool few = peaks.size() <= kMaxScattered;
  const double tolerance = std::max(0.6, (few ? kOnLatticeFewEm : kOnLatticeEm) * em_px);
  if (peaks.size() > 1) {
    const Fit fit = best_fit(peaks, em_px, tolerance);
    std::vector<Peak> members, others;
    for (const Peak& p : peaks) {
      const double k = fit.height > 0 ? std::round((p.baseline_px - fit.first) / fit.height) : 0.0;
      const bool on = fit.height > 0 && std::abs(p.baseline_px - fit.first - k * fit.height) <= tolerance;
      (on ? members : others).push_back(p);
    }
    RowRun run = members.empty() ? RowRun{} : run_of(fit, members, em_px, magnitude.rows);
    if (is_regular(run, members.size(), peaks.size())) {
      for (const Peak& p : members) run.support += weight_of(p);
      runs.push_back(run);
      peaks = std::move(others);
    }
  }
  add_scattered_rows(peaks, em_px, magnitude.rows, runs);
  return runs;
}

}  // namespace spoor::trace
