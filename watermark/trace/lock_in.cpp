#include "watermark/trace/lock_in.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr double kLeastPitches = 5;       // a block
constexpr double kLeastCoherence = 0.04;  // amplitude at the pitch over the block's ink
constexpr int kDegree = 3;
constexpr int kRounds = 12;
constexpr double kTolerance = 0.12;  // cycles between what neighbours say and the smooth field
constexpr double kFarPhase = 0.25;   // cycles
constexpr std::size_t kLeastBlocks = 12;

using Complex = std::complex<double>;

struct Block {
  cv::Point2d centre;
  Complex value;  // at the pitch; its argument is the phase
  double weight = 0;
};

double wrapped(double cycles) {
  return cycles - std::round(cycles);
}

class Blocks {
 public:
  Blocks(const cv::Mat1f& magnitude, Axis axis, double pitch_px, double block_px, int threads) {
    const double side = std::max(block_px, kLeastPitches * pitch_px);
    size_ = std::min({static_cast<int>(side), magnitude.cols, magnitude.rows});
    for (int i = 0; i < size_; ++i) taper_.push_back(0.5 - 0.5 * std::cos(2 * CV_PI * (i + 0.5) / size_));
    step_ = std::max(1, size_ / 2);
    across_ = (magnitude.cols - size_) / step_ + 1;
    down_ = (magnitude.rows - size_) / step_ + 1;
    blocks_.resize(static_cast<std::size_t>(across_) * static_cast<std::size_t>(down_));
    parallel_for(blocks_.size(), threads, [&](std::size_t k) {
      const cv::Point corner(static_cast<int>(k) % across_ * step_, static_cast<int>(k) / across_ * step_);
      blocks_[k] = demodulated(magnitude, corner, axis, pitch_px);
    });
  }

  [[nodiscard]] int across() const { return across_; }
  [[nodiscard]] int down() const { return down_; }
  [[nodiscard]] const Block& at(int column, int row) const {
    return blocks_[static_cast<std::size_t>(row * across_ + column)];
  }
  [[nodiscard]] const std::vector<Block>& all() const { return blocks_; }

 private:
  // The page's ink under a Hann window, times the pitch's wave: summed across the axis first.
  [[nodiscard]] Block demodulated(const cv::Mat1f& magnitude, cv::Point corner, Axis axis,
                                  double pitch_px) const {
    std::vector<double> profile(static_cast<std::size_t>(size_));
    for (int y = 0; y < size_; ++y) {
      const float* row = magnitude[corner.y + y] + corner.x;
      if (axis == Axis::rows) {
        double sum = 0;
        for (int x = 0; x < size_; ++x) sum += double{row[x]} * taper(x);
        profile[static_cast<std::size_t>(y)] = sum;
      } else {
        const double weight = taper(y);
        for (int x = 0; x < size_; ++x) profile[static_cast<std::size_t>(x)] += double{row[x]} * weight;
      }
    }
    double ink = 0;
    Complex sum;
    const double from = axis == Axis::rows ? corner.y : corner.x;
    for (int i = 0; i < size_; ++i) {
      const double value = profile[static_cast<std::size_t>(i)] * taper(i);
      ink += value;
      sum += value * std::polar(1.0, -2 * CV_PI * (from + i + 0.5) / pitch_px);
    }
    Block block{{corner.x + size_ / 2.0, corner.y + size_ / 2.0}, sum, 0};
    const double coherence = ink > 0 ? std::abs(sum) / ink : 0;
    if (coherence > kLeastCoherence) block.weight = std::sqrt(ink) * coherence;
    return block;
  }
  [[nodiscard]] double taper(int i) const { return taper_[static_cast<std::size_t>(i)]; }

  std::vector<double> taper_;
  int size_ = 0, step_ = 1, across_ = 0, down_ = 0;
  std::vector<Block> blocks_;
};

// A polynomial without its constant over the page, in cycles of the phase.
class PhaseField {
 public:
  explicit PhaseField(cv::Size page) : page_(page) {}

  [[nodiscard]] std::vector<double> terms(cv::Point2d at) const {
    const double unit = std::max(page_.width, page_.height) / 2.0;
    const double x = (at.x - page_.width / 2.0) / unit, y = (at.y - page_.height / 2.0) / unit;
    std::vector<double> out;
    for (int degree = 1; degree <= kDegree; ++degree)
      for (int i = 0; i <= degree; ++i) out.push_back(std::pow(x, i) * std::pow(y, degree - i));
    return out;
  }
  [[nodiscard]] double at(cv::Point2d where) const {
    const std::vector<double> t = terms(where);
    double sum = 0;
    for (std::size_t k = 0; k < coefficients_.size(); ++k) sum += coefficients_[k] * t[k];
    return sum;
  }

  // Robust least squares on what the phase does from one block to the next, which needs no unwrapping.
  void fit(const Blocks& blocks) {
    std::vector<Step> steps;
    for (int row = 0; row < blocks.down(); ++row)
      for (int column = 0; column < blocks.across(); ++column) {
        if (column + 1 < blocks.across()) add(blocks.at(column, row), blocks.at(column + 1, row), steps);
        if (row + 1 < blocks.down()) add(blocks.at(column, row), blocks.at(column, row + 1), steps);
      }
    const std::size_t n = terms({}).size();
    coefficients_.assign(n, 0);
    for (int round = 0; round < kRounds; ++round) solve(steps, static_cast<int>(n));
  }

 private:
  struct Step {
    std::vector<double> terms;
    double cycles = 0, weight = 0;
  };
  void add(const Block& from, const Block& to, std::vector<Step>& steps) const {
    const double weight = std::min(from.weight, to.weight);
    if (weight <= 0) return;
    Step step{terms(to.centre), std::arg(to.value * std::conj(from.value)) / (2 * CV_PI), weight};
    const std::vector<double> start = terms(from.centre);
    for (std::size_t k = 0; k < start.size(); ++k) step.terms[k] -= start[k];
    steps.push_back(std::move(step));
  }
  void solve(const std::vector<Step>& steps, int n) {
    constexpr double kRidge = 1e-3;
    cv::Mat1d normal(n, n, 0.0), right(n, 1, 0.0), solution;
    for (int i = 0; i < n; ++i) normal(i, i) = kRidge;
    for (const Step& step : steps) {
      double expected = 0;
      for (int i = 0; i < n; ++i)
        expected += coefficients_[static_cast<std::size_t>(i)] * step.terms[static_cast<std::size_t>(i)];
      const double off = wrapped(step.cycles - expected), e = off / kTolerance;
      const double weight = step.weight / std::pow(1 + e * e, 2);
      for (int i = 0; i < n; ++i) {
        const double weighted = weight * step.terms[static_cast<std::size_t>(i)];
        right(i, 0) += weighted * (expected + off);
        for (int j = 0; j < n; ++j) normal(i, j) += weighted * step.terms[static_cast<std::size_t>(j)];
      }
    }
    if (!cv::solve(normal, right, solution, cv::DECOMP_CHOLESKY)) return;
    for (int i = 0; i < n; ++i) coefficients_[static_cast<std::size_t>(i)] = solution(i, 0);
  }

  cv::Size page_;
  std::vector<double> coefficients_;
};

// The constant that most blocks share, cycles.
double common_phase(const std::vector<Block>& blocks, const PhaseField& field) {
  Complex sum;
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    sum = 0;
    for (const Block& block : blocks) {
      if (block.weight <= 0) continue;
      const double phase = std::arg(block.value) / (2 * CV_PI) - field.at(block.centre);
      const double e = round == 0 ? 0 : wrapped(phase - best) / kTolerance;
      sum += block.weight / std::pow(1 + e * e, 2) * std::polar(1.0, 2 * CV_PI * phase);
    }
    best = std::arg(sum) / (2 * CV_PI);
  }
  return best;
}

}  // namespace

std::vector<WarpSample> lock_in(const cv::Mat1f& magnitude, Axis axis, double pitch_px, double block_px,
                                int threads) {
  const Blocks blocks(magnitude, axis, pitch_px, block_px, threads);
  const auto speaking = std::count_if(blocks.all().begin(), blocks.all().end(),
                                      [](const Block& block) { return block.weight > 0; });
  if (static_cast<std::size_t>(speaking) < kLeastBlocks) return {};
  PhaseField field(magnitude.size());
  field.fit(blocks);
  const double constant = common_phase(blocks.all(), field);
  std::vector<WarpSample> samples;
  for (const Block& block : blocks.all()) {
    if (block.weight <= 0) continue;
    const double smooth = field.at(block.centre);
    const double off = wrapped(std::arg(block.value) / (2 * CV_PI) - smooth - constant);
    if (std::abs(off) > kFarPhase) continue;
    // A wave that stands further on has the smaller phase.
    const double moved_px = -(smooth + off) * pitch_px;
    samples.push_back(
        {block.centre, axis == Axis::rows ? cv::Point2d(0, moved_px) : cv::Point2d(moved_px, 0)});
  }
  return samples;
}

}  // namespace spoor::trace
