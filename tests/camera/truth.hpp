// What is known about a photograph beside the picture: for scoring, never for reading it.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>

#include "camera.hpp"

namespace spoor::camera {

/// One JSON object, keys sorted, a line feed at the end:
///   seed; parameters {every one by its name};
///   screen, sensor, picture {width, height}: in pixels; picture is the file's, after the messenger;
///   camera {fx, fy, cx, cy, distortion [k1 k2 p1 p2 k3]}: OpenCV's convention, of the sensor's pixels;
///   plane [[..] [..] [..]]: screen point (u, v, 1) -> camera coordinates, in units of a screen pixel;
///   skew_a_row [x, y]: the picture's shift a sensor row, from the middle row, by motion under the rolling
///   shutter; corners [[x, y] ...]: the screen's (0,0), (w,0), (w,h), (0,h) in the file's pixels, whole
///   numbers being the middles of pixels; null for one behind the camera; exposure: part of the well that a
///   white panel fills in green.
[[nodiscard]] std::string truth_json(const Shot& shot, const EncodedPicture& encoded,
                                     const CameraParameters& parameters, cv::Size screen, std::uint64_t seed);

}  // namespace spoor::camera
