// What a picture file says about itself, read without decoding it: format, size, orientation, whether it is
// whole. Every length in the file is checked against the bytes that are there; nothing is allocated from it.
// Sources: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), WebP container (RFC 9649), TIFF 6.0, EXIF 2.32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tl/expected.hpp>

#include "watermark/trace/error.hpp"

namespace spoor::trace {

enum class ImageFormat : std::uint8_t { png, jpeg, webp, tiff };

struct ImageHeader {
  ImageFormat format = ImageFormat::png;
  std::uint32_t width_px = 0;         ///< as stored, before the orientation is applied
  std::uint32_t height_px = 0;        ///< likewise
  std::uint32_t bytes_per_pixel = 3;  ///< once decoded, before conversion to 8-bit BGR
  int orientation = 1;                ///< EXIF tag 274: 1 upright ... 8; 1 where the file says nothing
};

[[nodiscard]] std::string_view format_name(ImageFormat format) noexcept;  ///< "PNG", ...

/// Reads the header by its magic, whatever the file's name is.
/// Errors: not_an_image (unknown magic, or torn), unsupported (animated, 12-bit, another picture format).
[[nodiscard]] tl::expected<ImageHeader, TraceError> read_image_header(std::span<const std::uint8_t> bytes);

}  // namespace spoor::trace
