// Readers of files that OpenCV does not read: HEIC and AVIF, scanned PDF pages, video. Each checks sizes
// before it decodes. Internal to loading.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "watermark/trace/capture.hpp"
#include "watermark/trace/error.hpp"

namespace spoor::trace {

enum class FileKind : std::uint8_t { picture, heif, pdf, video };

/// By the first bytes alone, whatever the file's name is.
[[nodiscard]] FileKind kind_of(std::span<const std::uint8_t> first_bytes) noexcept;

/// Takes a picture (8-bit BGR, upright) and what it is called within its file; false ends the reading.
using TakePicture = std::function<bool(const std::string& label, cv::Mat bgr)>;

/// The pictures of a file that is in memory and no video; `format` gets what it is called. What libraries
/// throw is turned into an error. Errors: not_an_image, too_large, unsupported, internal.
[[nodiscard]] tl::expected<void, TraceError> read_pictures(std::span<const std::uint8_t> bytes,
                                                           const CaptureLimits& limits, std::string& format,
                                                           const TakePicture& take);

/// The primary image; libheif turns it upright. Errors: not_an_image, too_large, unsupported, internal.
[[nodiscard]] tl::expected<cv::Mat, TraceError> decode_heif(std::span<const std::uint8_t> bytes,
                                                            const CaptureLimits& limits);

/// Pages at 300 dots an inch, or less where a page is very large, CaptureLimits::most_pages of them. Errors:
/// not_an_image, unsupported (a password), too_large, internal.
[[nodiscard]] tl::expected<void, TraceError> read_pdf_pages(std::span<const std::uint8_t> bytes,
                                                            const CaptureLimits& limits,
                                                            const TakePicture& take);

/// CaptureLimits::most_frames frames, evenly spaced. Nothing but the file itself is opened, whatever it
/// refers to. Errors: not_an_image, unsupported, too_large, internal.
[[nodiscard]] tl::expected<void, TraceError> read_video_frames(const std::filesystem::path& path,
                                                               const CaptureLimits& limits,
                                                               const TakePicture& take);

/// Errors: too_large where a picture exceeds the limits.
[[nodiscard]] std::optional<TraceError> size_error(std::uint64_t width_px, std::uint64_t height_px,
                                                   std::uint64_t bytes_per_pixel,
                                                   const CaptureLimits& limits);

}  // namespace spoor::trace
