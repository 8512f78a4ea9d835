// The sensor: metering, colour filters in a Bayer mosaic (RGGB), photons and electrons, 12 bits.
#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>

#include "parameters.hpp"

namespace spoor::camera {

inline constexpr int raw_black = 256;   ///< level of no light: noise below it is kept
inline constexpr int raw_white = 4095;  ///< level of a full well

/// What a filter (row: red, green, blue) lets through of the panel's red, green and blue. A row's sum is the
/// filter's sensitivity to white.
using FilterMatrix = std::array<std::array<double, 3>, 3>;
[[nodiscard]] const FilterMatrix& filters();

/// Which filter a pixel has: 0 red, 1 green, 2 blue.
[[nodiscard]] inline std::size_t filter_at(int x, int y) {
  return static_cast<std::size_t>((x & 1) + (y & 1));
}

/// Part of the well that light 1 of the green filter fills: the mean is brought to meter_mean, unless the
/// brightest hundredth of the picture would then lie above meter_clip.
[[nodiscard]] double meter(const std::array<cv::Mat, 3>& light, const SensorParameters& sensor);

/// CV_16U. Electrons of a pixel: mean n = well_e * exposure * filtered light, variance n + read_e^2 + (prnu *
/// n)^2 (photon noise as its normal limit; of one picture, pixels' gains look like noise), clipped at the
/// well. The same for any number of threads.
[[nodiscard]] cv::Mat read_out(const std::array<cv::Mat, 3>& light, double exposure,
                               const SensorParameters& sensor, std::uint64_t noise_key, int threads);

}  // namespace spoor::camera
