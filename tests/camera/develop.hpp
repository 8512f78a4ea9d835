// What a phone makes of a raw picture: white balance, demosaicing, colours, tone curve, denoising,
// sharpening.
#pragma once

#include <opencv2/core.hpp>

#include "parameters.hpp"

namespace spoor::camera {

/// raw: CV_16U as sensor.hpp's read_out() gives it. -> 8-bit sRGB, BGR order. The same for any number of
/// threads.
[[nodiscard]] cv::Mat develop(const cv::Mat& raw, const DevelopParameters& parameters, int threads);

/// The tone curve: linear light of [0, 1] -> [0, 1], monotone; contrast 0 is sRGB's.
[[nodiscard]] double tone(double light, double contrast);

}  // namespace spoor::camera
