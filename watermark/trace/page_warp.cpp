#include "watermark/trace/page_warp.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::trace {
namespace {

constexpr int kRounds = 8;
constexpr double kOutlierDeviations = 2.5;  // medians of the residuals' lengths
constexpr double kLeastTolerancePx = 0.3;
// Fewer would let the polynomial follow the mark itself, which is what is to be left over.
constexpr std::size_t kSamplesACoefficient = 6;
constexpr double kRidge = 1e-3;  // of a sample: keeps what no sample speaks of near zero

std::size_t coefficients_of(int degree) {
  return static_cast<std::size_t>((degree + 1) * (degree + 2) / 2);
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::vector<double> PageWarp::monomials(cv::Point2d at) const {
  const cv::Point2d p = (at - centre_) / unit_px_;
  std::vector<double> out;
  out.reserve(coefficients_of(degree_));
  double x_power = 1;
  for (int i = 0; i <= degree_; ++i, x_power *= p.x) {
    double power = x_power;
    for (int j = 0; i + j <= degree_; ++j, power *= p.y) out.push_back(power);
  }
  return out;
}

PageWarp PageWarp::turn(cv::Point2d sum) {
  PageWarp warp;
  warp.degree_ = 1;
  warp.centre_ = sum / 2.0;
  // Monomials 1, y, x.
  warp.x_ = {0, 0, -2}, warp.y_ = {0, -2, 0};
  return warp;
}

cv::Point2d PageWarp::seen_at(cv::Point2d at) const {
  cv::Point2d out = at;
  const std::vector<double> terms = monomials(at);
  for (std::size_t k = 0; k < x_.size(); ++k) out += cv::Point2d(x_[k], y_[k]) * terms[k];
  return out;
}

PageWarp PageWarp::fit(const std::vector<WarpSample>& samples, int degree, cv::Size page) {
  PageWarp warp;
  while (degree > 1 && samples.size() < kSamplesACoefficient * coefficients_of(degree)) --degree;
  const std::size_t n = coefficients_of(degree);
  if (samples.size() < kSamplesACoefficient * n) return warp;
  warp.degree_ = degree;
  warp.centre_ = {page.width / 2.0, page.height / 2.0};
  warp.unit_px_ = std::max(page.width, page.height) / 2.0;
  std::vector<std::vector<double>> terms;
  for (const WarpSample& sample : samples) terms.push_back(warp.monomials(sample.at));
  std::vector<double> weights(samples.size(), 1.0), residuals(samples.size());
  for (int round = 0; round < kRounds; ++round) {
    cv::Mat1d normal(static_cast<int>(n), static_cast<int>(n), 0.0);
    cv::Mat1d right(static_cast<int>(n), 2, 0.0), solution;
    for (int i = 0; i < normal.rows; ++i) normal(i, i) = kRidge;
    for (std::size_t s = 0; s < samples.size(); ++s)
      for (std::size_t i = 0; i < n; ++i) {
        const double weighted = weights[s] * terms[s][i];
        right(static_cast<int>(i), 0) += weighted * samples[s].moved.x;
        right(static_cast<int>(i), 1) += weighted * samples[s].moved.y;
        for (std::size_t j = 0; j < n; ++j)
          normal(static_cast<int>(i), static_cast<int>(j)) += weighted * terms[s][j];
      }
    if (!cv::solve(normal, right, solution, cv::DECOMP_CHOLESKY)) return PageWarp{};
    warp.x_.resize(n), warp.y_.resize(n);
    for (std::size_t i = 0; i < n; ++i)
      warp.x_[i] = solution(static_cast<int>(i), 0), warp.y_[i] = solution(static_cast<int>(i), 1);
    for (std::size_t s = 0; s < samples.size(); ++s)
      residuals[s] = cv::norm(warp.seen_at(samples[s].at) - samples[s].at - samples[s].moved);
    const double tolerance = std::max(kLeastTolerancePx, kOutlierDeviations * median_of(residuals));
    for (std::size_t s = 0; s < samples.size(); ++s)
      weights[s] = 1 / std::pow(1 + std::pow(residuals[s] / tolerance, 2), 2);
  }
  return warp;
}

}  // namespace spoor::trace
