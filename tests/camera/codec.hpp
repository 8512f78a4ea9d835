// The file that a phone writes, and what a messenger makes of it.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "parameters.hpp"

namespace spoor::camera {

using Bytes = std::vector<std::uint8_t>;

struct EncodedPicture {
  Bytes file;
  Codec codec = Codec::jpeg;  ///< of the file
  cv::Size size;              ///< its pixels
  double scale = 1;           ///< of the sensor's picture: (x, y) stands at ((x + .5) * scale - .5, ...)
};

/// picture: 8-bit BGR. A messenger decodes the phone's file, halves and averages it (area) down to its long
/// side if it is larger, and writes a JPEG without EXIF. Errors: no_encoder, internal.
[[nodiscard]] Result<EncodedPicture> encode(const cv::Mat& picture, const CodecParameters& parameters);

/// "jpg", "webp", "heic", "png".
[[nodiscard]] std::string_view extension(Codec codec);

/// The JPEG with an EXIF segment that holds nothing but the orientation (1 to 8) in front.
[[nodiscard]] Bytes with_orientation(const Bytes& jpeg, int orientation);

}  // namespace spoor::camera
