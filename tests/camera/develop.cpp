#include "develop.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "demosaic.hpp"
#include "sensor.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::camera {
namespace {

using Planes = std::array<cv::Mat, 3>;

constexpr float luma_r = 0.299F, luma_g = 0.587F, luma_b = 0.114F;  // ITU-R BT.601, as JPEG uses it
constexpr int curve_steps = 8192;

double sensitivity(std::size_t filter) {
  const auto& row = filters()[filter];
  return row[0] + row[1] + row[2];
}

// Balanced so that white is grey; where the well of green is full, the others are cut to it.
cv::Mat balance(const cv::Mat& raw, const DevelopParameters& parameters, int threads) {
  const std::array<double, 3> error{1 + parameters.balance_r, 1, 1 + parameters.balance_b};
  std::array<float, 3> gain{};
  for (std::size_t c = 0; c < 3; ++c)
    gain[c] = static_cast<float>(sensitivity(1) / sensitivity(c) * error[c] / (raw_white - raw_black));
  cv::Mat balanced(raw.size(), CV_32F);
  trace::parallel_for(static_cast<std::size_t>(raw.rows), threads, [&](std::size_t row) {
    const int y = static_cast<int>(row);
    const auto* in = raw.ptr<std::uint16_t>(y);
    auto* out = balanced.ptr<float>(y);
    for (int x = 0; x < raw.cols; ++x)
      out[x] = std::min(1.0F, gain[filter_at(x, y)] * static_cast<float>(in[x] - raw_black));
  });
  return balanced;
}

// Undoes the filters' leaks: the inverse of their matrix with each row's sum brought to 1.
cv::Matx33f colour_matrix() {
  cv::Matx33d leaks;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const auto row = static_cast<std::size_t>(i);
      leaks(i, j) = filters()[row][static_cast<std::size_t>(j)] / sensitivity(row);
    }
  return leaks.inv();
}

std::vector<float> tone_curve(double contrast) {
  std::vector<float> curve;
  for (int i = 0; i <= curve_steps; ++i)
    curve.push_back(static_cast<float>(tone(static_cast<double>(i) / curve_steps, contrast)));
  return curve;
}

float look_up(const std::vector<float>& curve, float light) {
  const float place = std::clamp(light, 0.0F, 1.0F) * curve_steps;
  const auto below = std::min(static_cast<std::size_t>(place), static_cast<std::size_t>(curve_steps - 1));
  const float part = place - static_cast<float>(below);
  return curve[below] + part * (curve[below + 1] - curve[below]);
}

// Linear red, green, blue -> luma, blue - luma, red - luma of the tone curve's values, in place.
void to_luma(Planes& planes, double contrast, int threads) {
  const cv::Matx33f m = colour_matrix();
  const std::vector<float> curve = tone_curve(contrast);
  trace::parallel_for(static_cast<std::size_t>(planes[0].rows), threads, [&](std::size_t row) {
    const int y = static_cast<int>(row);
    auto *p = planes[0].ptr<float>(y), *q = planes[1].ptr<float>(y), *r = planes[2].ptr<float>(y);
    for (int x = 0; x < planes[0].cols; ++x) {
      const cv::Vec3f light = m * cv::Vec3f(p[x], q[x], r[x]);
      const float red = look_up(curve, light[0]), green = look_up(curve, light[1]),
                  blue = look_up(curve, light[2]);
      const float luma = luma_r * red + luma_g * green + luma_b * blue;
      p[x] = luma;
      q[x] = blue - luma;
      r[x] = red - luma;
    }
  });
}

// The guided filter with the picture as its own guide: flat places are averaged, edges stay.
// He, Sun, Tang: Guided image filtering, 2010.
cv::Mat denoise_luma(const cv::Mat& luma, double contrast) {
  if (contrast <= 0) return luma;
  const cv::Size window(5, 5);
  cv::Mat mean, variance;
  cv::boxFilter(luma, mean, CV_32F, window);
  cv::boxFilter(luma.mul(luma), variance, CV_32F, window);
  variance -= mean.mul(mean);
  cv::Mat slope = variance / (variance + contrast * contrast);
  cv::Mat offset = mean - slope.mul(mean);
  cv::boxFilter(slope, slope, CV_32F, window);
  cv::boxFilter(offset, offset, CV_32F, window);
  return slope.mul(luma) + offset;
}

void blur(cv::Mat& plane, double sigma_px) {
  if (sigma_px > 0) cv::GaussianBlur(plane, plane, {}, sigma_px, sigma_px);
}

cv::Mat sharpen(const cv::Mat& luma, const DevelopParameters& parameters) {
  if (parameters.sharpen <= 0) return luma;
  cv::Mat soft = luma.clone();
  blur(soft, parameters.sharpen_px);
  return luma + parameters.sharpen * (luma - soft);
}

cv::Mat to_bgr(const Planes& planes, double saturation, int threads) {
  cv::Mat picture(planes[0].size(), CV_8UC3);
  const auto more = static_cast<float>(saturation);
  trace::parallel_for(static_cast<std::size_t>(picture.rows), threads, [&](std::size_t row) {
    const int y = static_cast<int>(row);
    const auto *luma = planes[0].ptr<float>(y), *cb = planes[1].ptr<float>(y), *cr = planes[2].ptr<float>(y);
    auto* out = picture.ptr<cv::Vec3b>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const float red = luma[x] + more * cr[x], blue = luma[x] + more * cb[x];
      const float green = (luma[x] - luma_r * red - luma_b * blue) / luma_g;
      out[x] = {cv::saturate_cast<std::uint8_t>(255 * blue), cv::saturate_cast<std::uint8_t>(255 * green),
                cv::saturate_cast<std::uint8_t>(255 * red)};
    }
  });
  return picture;
}

}  // namespace

double tone(double light, double contrast) {
  const double x = std::clamp(light, 0.0, 1.0);
  const double s = x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;  // IEC 61966-2-1
  return s + contrast * (s * s * (3 - 2 * s) - s);
}

cv::Mat develop(const cv::Mat& raw, const DevelopParameters& parameters, int threads) {
  Planes planes = demosaic(balance(raw, parameters, threads), parameters.demosaic, threads);
  to_luma(planes, parameters.contrast, threads);
  planes[0] = sharpen(denoise_luma(planes[0], parameters.denoise_luma), parameters);
  blur(planes[1], parameters.denoise_chroma_px);
  blur(planes[2], parameters.denoise_chroma_px);
  return to_bgr(planes, parameters.saturation, threads);
}

}  // namespace spoor::camera
