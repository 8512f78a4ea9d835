// A model of a phone that photographs a screen: from screen pixels to the file that leaks.
//
//   panel -> projection (pose, lens, rolling shutter) -> exposure (scene, hand, flicker, optics) -> sensor ->
//   develop
//         -> codec (file, messenger)
//
// All light is linear until develop's tone curve. Moire is not drawn: it arises where the sensor's mosaic
// samples the sub-pixels' light, integrated over each pixel and spread by the optics before.
//
// What it does not model:
// - the panel: its temporal response and dithering, an anti-glare film's sparkle, uneven backlight,
// curvature, a
//   change of colour with the angle, soft borders of sub-pixels;
// - the lens: a point spread that changes over the field, ghosts and veiling flare, diffraction's own shape
// (a
//   Gaussian stands for it), depth of field over a tilted screen, focus breathing, distortion beyond three
//   radial and two tangential terms;
// - motion: rotation during the exposure, shaking while the shutter rolls (the picture moves in a straight
// line);
// - the sensor: a quad Bayer mosaic, phase-detection pixels, dark current, hot pixels, row noise, blooming,
// cross-talk
//   between neighbours, more than 12 bits; photon noise is its normal limit, poor below about 10 electrons;
// - the phone: many frames merged, HDR and local tone mapping, lens correction, stabilisation, learned
// denoising and
//   sharpening, digital zoom, beauty; edge-directed demosaicing;
// - the scene: inter-reflection, shadows, the screen's light on desk and hand, a sharp mirror image of the
// room;
// - video, and a messenger's own sharpening or its other formats.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>

#include "codec.hpp"
#include "projection.hpp"

namespace spoor::camera {

inline constexpr double most_sensor_px = 210e6;
inline constexpr double most_screen_px = 64e6;

struct Shot {
  cv::Mat picture;  ///< 8-bit BGR, as developed, before any codec
  Projection projection;
  double exposure = 1;  ///< part of the well that a white panel fills in green
};

/// screen: 8-bit BGR. `seed`: of noise and grain; the same bytes for any number of threads. Takes about 30
/// bytes of memory a sensor pixel and 12 a screen pixel. Errors: bad_geometry, too_large, internal.
[[nodiscard]] Result<Shot> shoot(const cv::Mat& screen, const CameraParameters& parameters,
                                 std::uint64_t seed, int threads);

struct Photograph {
  EncodedPicture encoded;
  std::string truth;  ///< JSON (truth.hpp)
};

/// shoot(), then encode(). Errors: those of both.
[[nodiscard]] Result<Photograph> photograph(const cv::Mat& screen, const CameraParameters& parameters,
                                            std::uint64_t seed, int threads);

}  // namespace spoor::camera
