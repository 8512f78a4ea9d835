// The point spread of lens, defocus and motion, on the fine grid before the sensor samples anything: what
// aliases into moire has passed it.
#pragma once

#include <opencv2/core.hpp>

#include "parameters.hpp"

namespace spoor::camera {

/// CV_32F, odd in both sizes, sums to 1. `cells`: fine cells a sensor pixel.
[[nodiscard]] cv::Mat point_spread(const OpticsParameters& optics, const ShutterParameters& shutter,
                                   int cells);

/// A plane of fine cells with `halo` sensor pixels more on each side than `size` -> the mean of the spread
/// light over each sensor pixel, CV_32F. halo * cells must cover half of the point spread.
[[nodiscard]] cv::Mat collect(const cv::Mat& fine, const cv::Mat& spread, int cells, int halo, cv::Size size);

/// Sensor pixels that collect() needs on each side.
[[nodiscard]] int halo_px(const cv::Mat& spread, int cells);

}  // namespace spoor::camera
