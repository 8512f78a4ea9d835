// From a Bayer mosaic to three colours a pixel.
#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "parameters.hpp"

namespace spoor::camera {

/// mosaic: CV_32F, RGGB (sensor.hpp), at least 4 x 4. -> red, green, blue, CV_32F.
/// malvar: Malvar, He, Cutler: High-quality linear interpolation for demosaicing of Bayer-patterned color
/// images, 2004 (5 x 5). bilinear: the mean of the nearest pixels of the colour.
[[nodiscard]] std::array<cv::Mat, 3> demosaic(const cv::Mat& mosaic, Demosaic method, int threads);

}  // namespace spoor::camera
