// Loading a capture: a leaked picture from disk to 8-bit BGR, upright, opaque.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <tl/expected.hpp>

#include "watermark/trace/error.hpp"
#include "watermark/trace/image_header.hpp"

namespace spoor::trace {

struct CaptureLimits {
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  // Both are checked on the header, before anything is decoded.
  std::uint64_t max_pixels = 250'000'000;
  std::uint64_t max_decoded_bytes = 1'000'000'000;
};

struct Capture {
  std::string sha256_hex;  ///< of the file's bytes
  std::uint64_t file_bytes = 0;
  ImageFormat format = ImageFormat::png;
  cv::Mat bgr;  ///< CV_8UC3, EXIF orientation applied, alpha composited on white
};

/// Errors: io, not_an_image, too_large, unsupported, internal (out of memory).
[[nodiscard]] tl::expected<Capture, TraceError> load_capture(const std::filesystem::path& path,
                                                             const CaptureLimits& limits = {});

}  // namespace spoor::trace
