// HEIC through libheif: HEVC inside, if the library has an encoder.
#pragma once

#include <opencv2/core.hpp>

#include "codec.hpp"

namespace spoor::camera {

/// picture: 8-bit BGR; quality 1 to 100, as a JPEG's. Errors: no_encoder, internal.
[[nodiscard]] Result<Bytes> encode_heic(const cv::Mat& picture, int quality);
/// The first picture of a file that encode_heic() wrote. Errors: internal.
[[nodiscard]] Result<cv::Mat> decode_heic(const Bytes& file);

}  // namespace spoor::camera
