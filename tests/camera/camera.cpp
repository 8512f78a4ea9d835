#include "camera.hpp"

#include <fmt/format.h>

#include "develop.hpp"
#include "exposure.hpp"
#include "random.hpp"
#include "sensor.hpp"
#include "truth.hpp"

namespace spoor::camera {
namespace {

Result<Shot> shoot_checked(const cv::Mat& screen, const CameraParameters& parameters, std::uint64_t seed,
                           int threads) {
  const double sensor_px = static_cast<double>(parameters.lens.width_px) * parameters.lens.height_px;
  if (sensor_px > most_sensor_px)
    return failure(
        CameraErrorCode::too_large,
        fmt::format("A sensor has at most {:.0f} megapixels here; make width_px or height_px smaller.",
                    most_sensor_px / 1e6));
  if (screen.type() != CV_8UC3 || screen.total() == 0 || static_cast<double>(screen.total()) > most_screen_px)
    return failure(
        CameraErrorCode::too_large,
        fmt::format("A screen has 1 to {:.0f} million pixels of 8-bit colour here; give another picture.",
                    most_screen_px / 1e6));
  Result<Projection> projection = Projection::create(parameters, screen.cols, screen.rows);
  if (!projection) return tl::unexpected(projection.error());
  const auto light =
      expose(Panel(screen, parameters.panel), *projection, parameters, stream_key(seed, "scene"), threads);
  const double exposure = meter(light, parameters.sensor);
  const cv::Mat raw = read_out(light, exposure, parameters.sensor, stream_key(seed, "noise"), threads);
  return Shot{develop(raw, parameters.develop, threads), *projection, exposure};
}

// OpenCV and the standard library throw where memory is short or an argument is none.
template <typename Work>
auto guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception&) {
    return failure(CameraErrorCode::internal,
                   "The picture could not be computed; there may be too little memory.");
  }
}

}  // namespace

Result<Shot> shoot(const cv::Mat& screen, const CameraParameters& parameters, std::uint64_t seed,
                   int threads) {
  return guarded([&] { return shoot_checked(screen, parameters, seed, threads); });
}

Result<Photograph> photograph(const cv::Mat& screen, const CameraParameters& parameters, std::uint64_t seed,
                              int threads) {
  return guarded([&]() -> Result<Photograph> {
    Result<Shot> shot = shoot_checked(screen, parameters, seed, threads);
    if (!shot) return tl::unexpected(shot.error());
    Result<EncodedPicture> encoded = encode(shot->picture, parameters.codec);
    if (!encoded) return tl::unexpected(encoded.error());
    std::string truth = truth_json(*shot, *encoded, parameters, screen.size(), seed);
    return Photograph{std::move(*encoded), std::move(truth)};
  });
}

}  // namespace spoor::camera
