#include "watermark/trace/image_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "watermark/trace/image_bytes.hpp"

namespace spoor::trace {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Header = tl::expected<ImageHeader, TraceError>;

Header refuse(TraceErrorCode code, std::string message) {
  return tl::unexpected(TraceError{code, std::move(message)});
}
Header torn(ImageFormat format) {
  return refuse(
      TraceErrorCode::not_an_image,
      fmt::format("the {} file is torn: it ends or breaks before its picture does; get the whole file",
                  format_name(format)));
}
Header animated(ImageFormat format) {
  return refuse(TraceErrorCode::unsupported,
                fmt::format("the {} file is animated: save the frames as single pictures and trace those",
                            format_name(format)));
}

bool begins_with(Bytes bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() &&
         std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

int exif_orientation(Bytes tiff) {
  const auto directory = read_tiff_directory(tiff);
  return directory ? directory->orientation : 1;
}

// CRC-32 of a chunk's type and body, PNG annex D. Checked here, so that damage is told in our words.
std::uint32_t png_crc(Bytes bytes) {
  static constexpr auto kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t n = 0; n < 256; ++n) {
      table[n] = n;
      for (int k = 0; k < 8; ++k) table[n] = (table[n] >> 1) ^ ((table[n] & 1) != 0 ? 0xEDB88320U : 0);
    }
    return table;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) crc = kTable[(crc ^ byte) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

Header read_png(Bytes bytes) {
  constexpr std::size_t kMagicBytes = 8, kChunkFrame = 12;  // length, type, CRC
  const ImageBytes in(bytes, Endian::big);
  ImageHeader header{ImageFormat::png, 0, 0, 3, 1};
  for (std::uint64_t at = kMagicBytes; in.holds(at, kChunkFrame);) {
    const std::uint64_t length = in.number(at, 4).value_or(0);
    if (!in.holds(at, kChunkFrame + length)) return torn(ImageFormat::png);
    if (png_crc(in.part(at + 4, 4 + length)) != in.number(at + 8 + length, 4)) return torn(ImageFormat::png);
    const Bytes type = in.part(at + 4, 4);
    const Bytes body = in.part(at + 8, length);
    if (at == kMagicBytes && (!begins_with(type, "IHDR") || length < 13)) return torn(ImageFormat::png);
    if (begins_with(type, "IHDR")) {
      header.width_px = in.number(at + 8, 4).value_or(0);
      header.height_px = in.number(at + 12, 4).value_or(0);
      header.bytes_per_pixel = in.number(at + 16, 1) == 16U ? 8 : 4;  // a palette unfolds to 8-bit colours
    } else if (begins_with(type, "acTL")) {
      return animated(ImageFormat::png);
    } else if (begins_with(type, "eXIf")) {
      header.orientation = exif_orientation(body);
    } else if (begins_with(type, "IEND")) {
      return header;
    }
    at += kChunkFrame + length;
  }
  return torn(ImageFormat::png);
}

constexpr std::uint8_t kJpegPrefix = 0xFF, kJpegSoi = 0xD8, kJpegEoi = 0xD9, kJpegSos = 0xDA,
                       kJpegApp1 = 0xE1;

bool is_start_of_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
bool stands_alone(std::uint8_t marker) {  // markers without a length: TEM, RST0 to RST7, SOI
  return marker == 0x01 || (marker >= 0xD0 && marker <= kJpegSoi);
}

// The place of the next marker's 0xFF: entropy-coded data hold 0xFF only before 0 or a restart marker.
std::size_t next_marker(Bytes bytes, std::size_t at) {
  for (; at + 1 < bytes.size(); ++at) {
    const std::uint8_t next = bytes[at + 1];
    if (bytes[at] == kJpegPrefix && next != 0 && next != kJpegPrefix && !(next >= 0xD0 && next <= 0xD7))
      return at;
  }
  return bytes.size();
}

Header read_jpeg(Bytes bytes) {
  const ImageBytes in(bytes, Endian::big);
  ImageHeader header{ImageFormat::jpeg, 0, 0, 3, 1};
  bool scanned = false;
  for (std::size_t at = next_marker(bytes, 2); at < bytes.size();) {
    const std::uint8_t marker = bytes[at + 1];
    if (marker == kJpegEoi) return scanned && header.width_px != 0 ? Header(header) : torn(ImageFormat::jpeg);
    if (stands_alone(marker)) {
      at = next_marker(bytes, at + 2);
      continue;
    }
    const std::uint64_t length = in.number(at + 2, 2).value_or(0);
    if (length < 2 || !in.holds(at + 2, length)) return torn(ImageFormat::jpeg);
    if (is_start_of_frame(marker)) {
      if (in.number(at + 4, 1) != 8U)
        return refuse(TraceErrorCode::unsupported,
                      "the JPEG file has more than 8 bits a sample: convert it to PNG");
      header.height_px = in.number(at + 5, 2).value_or(0);
      header.width_px = in.number(at + 7, 2).value_or(0);
    }
    const Bytes body = in.part(at + 4, length - 2);
    if (marker == kJpegApp1 && begins_with(body, std::string_view("Exif\0\0", 6)))
      header.orientation = exif_orientation(body.subspan(6));
    scanned = scanned || marker == kJpegSos;
    at = next_marker(bytes, at + 2 + static_cast<std::size_t>(length));
  }
  return torn(ImageFormat::jpeg);
}

// Size of a bare VP8 (lossy) or VP8L (lossless) bit stream, RFC 9649 sections 2.5 and 2.6.
void read_webp_stream(const ImageBytes& in, std::uint64_t at, bool lossless, ImageHeader& header) {
  if (lossless) {
    const std::uint32_t bits = in.number(at + 1, 4).value_or(0);
    header.width_px = (bits & 0x3FFF) + 1;
    header.height_px = ((bits >> 14) & 0x3FFF) + 1;
  } else {
    header.width_px = in.number(at + 6, 2).value_or(0) & 0x3FFF;
    header.height_px = in.number(at + 8, 2).value_or(0) & 0x3FFF;
  }
}

Header read_webp(Bytes bytes) {
  constexpr std::uint8_t kAnimated = 0x02;
  const ImageBytes in(bytes, Endian::little);
  ImageHeader header{ImageFormat::webp, 0, 0, 4, 1};
  const std::uint64_t end = 8 + std::uint64_t{in.number(4, 4).value_or(0)};
  if (!in.holds(0, end)) return torn(ImageFormat::webp);
  bool picture = false;
  for (std::uint64_t at = 12; at + 8 <= end;) {
    const std::uint64_t length = in.number(at + 4, 4).value_or(0);
    if (!in.holds(at + 8, length)) return torn(ImageFormat::webp);
    const Bytes type = in.part(at, 4);
    const Bytes body = in.part(at + 8, length);
    if (begins_with(type, "VP8X") && !body.empty() && (body[0] & kAnimated) != 0)
      return animated(ImageFormat::webp);
    if (begins_with(type, "VP8 ") || begins_with(type, "VP8L")) {
      if (length < 10) return torn(ImageFormat::webp);
      read_webp_stream(in, at + 8, begins_with(type, "VP8L"), header);
      picture = true;
    }
    if (begins_with(type, "EXIF"))
      header.orientation =
          exif_orientation(begins_with(body, std::string_view("Exif\0\0", 6)) ? body.subspan(6) : body);
    at += 8 + length + (length & 1);
  }
  return picture ? Header(header) : torn(ImageFormat::webp);
}

Header read_tiff(Bytes bytes) {
  const auto directory = read_tiff_directory(bytes);
  if (!directory || !directory->complete) return torn(ImageFormat::tiff);
  if (directory->float_samples)
    return refuse(TraceErrorCode::unsupported,
                  "the TIFF file holds floating-point samples: convert it to 8 or 16 bits a sample");
  // Clipped, so that no product below overflows.
  const std::uint32_t samples = std::min<std::uint32_t>(directory->samples_per_pixel, 16);
  const std::uint32_t pixel_bytes =
      std::max<std::uint32_t>(4, samples * (std::min<std::uint32_t>(directory->bits_per_sample, 64) / 8));
  return ImageHeader{ImageFormat::tiff, directory->width_px, directory->height_px, pixel_bytes,
                     directory->orientation};
}

struct OtherFormat {
  std::string_view magic;
  std::size_t at;
  std::string_view name;
};
// Formats that are recognised only to say their name.
constexpr std::array kOthers = {
    OtherFormat{"GIF8", 0, "GIF"},
    OtherFormat{"BM", 0, "BMP"},
    OtherFormat{"8BPS", 0, "Photoshop"},
    OtherFormat{"qoif", 0, "QOI"},
};

}  // namespace

std::string_view format_name(ImageFormat format) noexcept {
  switch (format) {
    case ImageFormat::png:
      return "PNG";
    case ImageFormat::jpeg:
      return "JPEG";
    case ImageFormat::webp:
      return "WebP";
    case ImageFormat::tiff:
      return "TIFF";
  }
  return "unknown";
}

Header read_image_header(Bytes bytes) {
  if (begins_with(bytes, "\x89PNG\r\n\x1A\n")) return read_png(bytes);
  if (begins_with(bytes, "\xFF\xD8\xFF")) return read_jpeg(bytes);
  if (begins_with(bytes, "RIFF") && begins_with(bytes, "WEBP", 8)) return read_webp(bytes);
  if (begins_with(bytes, std::string_view("II*\0", 4)) || begins_with(bytes, std::string_view("MM\0*", 4)))
    return read_tiff(bytes);
  for (const OtherFormat& other : kOthers)
    if (begins_with(bytes, other.magic, other.at))
      return refuse(
          TraceErrorCode::unsupported,
          fmt::format("{} files are not supported: convert it to PNG without rescaling", other.name));
  return refuse(TraceErrorCode::not_an_image,
                "the file is not a picture that is known here: give a PNG, JPEG, WebP, TIFF, HEIC or AVIF "
                "file, a PDF or a video");
}

}  // namespace spoor::trace
