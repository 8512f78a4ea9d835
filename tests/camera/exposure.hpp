// The light that falls on each sensor pixel: panel and scene seen through lens and shutter, integrated over
// fine cells, spread by the optics, and only then summed over the pixels.
#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>

#include "panel.hpp"
#include "projection.hpp"

namespace spoor::camera {

/// Three planes, CV_32F, of the sensor's size: light in the panel's red, green, blue; 1 is white seen
/// straight on. The same for any number of threads. `scene_key`: of what in the scene is random.
///
/// A fine cell's outline on the panel, a parallelogram, is replaced by the upright box of the same variance
/// along u and v; over that box the sub-pixels' light is integrated exactly.
[[nodiscard]] std::array<cv::Mat, 3> expose(const Panel& panel, const Projection& projection,
                                            const CameraParameters& parameters, std::uint64_t scene_key,
                                            int threads);

}  // namespace spoor::camera
