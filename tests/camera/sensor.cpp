#include "sensor.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "random.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::camera {

// Typical of a phone's sensor before an LCD's white: red and blue pixels get about half of green's light, and
// each filter leaks some of its neighbours' bands.
const FilterMatrix& filters() {
  static constexpr FilterMatrix matrix{{{0.46, 0.08, 0.02}, {0.1, 0.8, 0.1}, {0.02, 0.1, 0.48}}};
  return matrix;
}

double meter(const std::array<cv::Mat, 3>& light, const SensorParameters& sensor) {
  constexpr int step = 4;
  std::vector<float> samples;
  double sum = 0;
  const auto& green = filters()[1];
  for (int y = 0; y < light[0].rows; y += step)
    for (int x = 0; x < light[0].cols; x += step) {
      double value = 0;
      for (std::size_t c = 0; c < 3; ++c) value += green[c] * static_cast<double>(light[c].at<float>(y, x));
      samples.push_back(static_cast<float>(value));
      sum += value;
    }
  const auto hundredth = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * 99 / 100);
  std::nth_element(samples.begin(), hundredth, samples.end());
  const double mean = std::max(sum / static_cast<double>(samples.size()), 1e-9);
  const double bright = std::max(static_cast<double>(*hundredth), 1e-9);
  return std::min(sensor.meter_mean / mean, sensor.meter_clip / bright);
}

cv::Mat read_out(const std::array<cv::Mat, 3>& light, double exposure, const SensorParameters& sensor,
                 std::uint64_t noise_key, int threads) {
  cv::Mat raw(light[0].size(), CV_16U);
  const auto levels_an_electron = static_cast<float>((raw_white - raw_black) / sensor.well_e);
  const auto gain = static_cast<float>(sensor.well_e * exposure), well = static_cast<float>(sensor.well_e);
  const auto read_variance = static_cast<float>(sensor.read_e * sensor.read_e);
  const auto gain_variance = static_cast<float>(sensor.prnu * sensor.prnu);
  trace::parallel_for(static_cast<std::size_t>(raw.rows), threads, [&](std::size_t row) {
    const int y = static_cast<int>(row);
    auto* out = raw.ptr<std::uint16_t>(y);
    const std::array<const float*, 3> in{light[0].ptr<float>(y), light[1].ptr<float>(y),
                                         light[2].ptr<float>(y)};
    std::array<float, 2> noise{};
    for (int x = 0; x < raw.cols; ++x) {
      const std::size_t place = static_cast<std::size_t>(x);
      if ((place & 1U) == 0) noise = normals(noise_key, row * static_cast<std::size_t>(raw.cols) + place);
      const auto& filter = filters()[filter_at(x, y)];
      float electrons = 0;
      for (std::size_t c = 0; c < 3; ++c) electrons += static_cast<float>(filter[c]) * in[c][x];
      electrons *= gain;
      const float variance =
          std::max(electrons, 0.0F) + read_variance + gain_variance * electrons * electrons;
      const float seen = electrons + noise[place & 1U] * std::sqrt(variance);
      const float level = static_cast<float>(raw_black) + levels_an_electron * std::min(seen, well) + 0.5F;
      out[x] = static_cast<std::uint16_t>(std::clamp(level, 0.0F, static_cast<float>(raw_white)));
    }
  });
  return raw;
}

}  // namespace spoor::camera
