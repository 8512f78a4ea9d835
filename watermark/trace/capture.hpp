// Loading a capture: a leaked picture from disk to 8-bit BGR, upright, opaque; or the pages of a PDF, or
// frames of a video.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <tl/expected.hpp>

#include "watermark/trace/error.hpp"

namespace spoor::trace {

struct CaptureLimits {
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  // Both are checked on the header, before anything is decoded.
  std::uint64_t max_pixels = 250'000'000;
  std::uint64_t max_decoded_bytes = 1'000'000'000;
  /// A picture with more is halved until it has not: where it can, while it is decoded.
  std::uint64_t most_measured_pixels = 64'000'000;
  std::uint64_t max_video_bytes = std::uint64_t{16} << 30;  ///< videos are not read into memory
  int most_pages = 16;                                      ///< of a PDF
  int most_frames = 6;                                      ///< of a video
};

struct Capture {
  std::string sha256_hex;  ///< of the file's bytes
  std::uint64_t file_bytes = 0;
  std::string format;  ///< "PNG", "HEIC or AVIF", ...
  cv::Mat bgr;         ///< CV_8UC3, EXIF orientation applied, alpha composited on white
};

/// The first picture of a file. Errors: io, not_an_image, too_large, unsupported, internal (out of memory).
[[nodiscard]] tl::expected<Capture, TraceError> load_capture(const std::filesystem::path& path,
                                                             const CaptureLimits& limits = {});

/// A file whose pictures were visited.
struct CaptureFile {
  std::string sha256_hex;
  std::uint64_t file_bytes = 0;
  std::string format;
  std::size_t pictures = 0;
};

/// Calls `take` with every picture of the file, one in memory at a time, until it returns false: one for a
/// picture, several for a PDF or a video. The label is empty, or says which ("page 2"). Errors: as
/// load_capture().
[[nodiscard]] tl::expected<CaptureFile, TraceError> visit_pictures(
    const std::filesystem::path& path, const CaptureLimits& limits,
    const std::function<bool(const std::string& label, cv::Mat bgr)>& take);

}  // namespace spoor::trace
