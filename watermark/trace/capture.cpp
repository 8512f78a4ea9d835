#include "watermark/trace/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "watermark/trace/capture_kinds.hpp"
#include "watermark/trace/digest.hpp"
#include "watermark/trace/image_header.hpp"

namespace spoor::trace {
namespace {

using Bytes = std::span<const std::uint8_t>;

tl::unexpected<TraceError> fail(TraceErrorCode code, std::string message) {
  return tl::unexpected(TraceError{code, std::move(message)});
}

tl::expected<std::vector<std::uint8_t>, TraceError> read_file(const std::filesystem::path& path,
                                                              std::uint64_t max_bytes) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(TraceErrorCode::io, "there is no such file: check the path");
  if (!std::filesystem::is_regular_file(path, error))
    return fail(TraceErrorCode::io, "this is not a regular file: give a picture");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return fail(TraceErrorCode::io, fmt::format("the file cannot be read: {}", error.message()));
  if (size > max_bytes)
    return fail(TraceErrorCode::too_large,
                fmt::format("the file is larger than {} MB: crop the picture", max_bytes >> 20));
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(TraceErrorCode::io, "the file cannot be opened: check its permissions");
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::uintmax_t>(in.gcount()) != size)
    return fail(TraceErrorCode::io, "the file could not be read to its end: copy it and try again");
  return bytes;
}

// White shows through where the picture is transparent, as most programs that show such a picture do.
cv::Mat composite_on_white(const cv::Mat& bgra) {
  cv::Mat out(bgra.size(), CV_8UC3);
  for (int y = 0; y < bgra.rows; ++y) {
    const auto* from = bgra.ptr<cv::Vec4b>(y);
    auto* to = out.ptr<cv::Vec3b>(y);
    for (int x = 0; x < bgra.cols; ++x)
      for (int c = 0; c < 3; ++c)
        to[x][c] =
            static_cast<std::uint8_t>((from[x][c] * from[x][3] + 255 * (255 - from[x][3]) + 127) / 255);
  }
  return out;
}

// EXIF 2.32, tag 274: how the stored picture must be turned to stand upright.
cv::Mat upright(const cv::Mat& stored, int orientation) {
  cv::Mat out = stored;
  if (orientation >= 5) cv::transpose(stored, out);
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(out, out, 1);
      break;
    case 3:
    case 7:
      cv::flip(out, out, -1);
      break;
    case 4:
    case 8:
      cv::flip(out, out, 0);
      break;
    default:
      break;
  }
  return out;
}

// The picture as 8-bit BGR; empty for a layout that no screen capture has.
cv::Mat to_bgr8(const cv::Mat& decoded) {
  constexpr double kTo8Bits = 1.0 / 257.0;
  cv::Mat eight = decoded;
  if (decoded.depth() == CV_16U) decoded.convertTo(eight, CV_8U, kTo8Bits);
  if (eight.depth() != CV_8U) return {};
  cv::Mat bgr;
  switch (eight.channels()) {
    case 1:
      cv::cvtColor(eight, bgr, cv::COLOR_GRAY2BGR);
      return bgr;
    case 3:
      return eight;
    case 4:
      return composite_on_white(eight);
    default:
      return {};
  }
}

// How a picture is decoded: as it is, or a JPEG of very many pixels at half, a quarter or an eighth.
int decode_flags(const ImageHeader& header, const CaptureLimits& limits) {
  const std::uint64_t pixels = std::uint64_t{header.width_px} * header.height_px;
  // IMREAD_UNCHANGED keeps alpha and 16 bits, and leaves the orientation to us.
  if (header.format != ImageFormat::jpeg || pixels <= limits.most_measured_pixels)
    return cv::IMREAD_UNCHANGED;
  const int ours = cv::IMREAD_IGNORE_ORIENTATION;
  if (pixels <= 4 * limits.most_measured_pixels) return ours | cv::IMREAD_REDUCED_COLOR_2;
  return ours | (pixels <= 16 * limits.most_measured_pixels ? cv::IMREAD_REDUCED_COLOR_4
                                                            : cv::IMREAD_REDUCED_COLOR_8);
}

tl::expected<cv::Mat, TraceError> decode(Bytes bytes, const ImageHeader& header,
                                         const CaptureLimits& limits) {
  try {
    // imdecode takes a header over the bytes, which it only reads.
    const cv::Mat row(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
    const cv::Mat decoded = cv::imdecode(row, decode_flags(header, limits));
    if (decoded.empty())
      return fail(TraceErrorCode::not_an_image,
                  fmt::format("the {} file cannot be decoded: it is damaged; get the original file",
                              format_name(header.format)));
    const cv::Mat bgr = to_bgr8(decoded);
    if (bgr.empty())
      return fail(TraceErrorCode::unsupported,
                  fmt::format("the {} file has an unusual pixel layout: convert it to an 8-bit PNG",
                              format_name(header.format)));
    // Some decoders have turned it already: then it lies across the header's shape.
    const bool turned =
        header.orientation >= 5 && (decoded.cols < decoded.rows) != (header.width_px < header.height_px);
    return turned ? bgr : upright(bgr, header.orientation);
  } catch (const cv::Exception&) {
    return fail(TraceErrorCode::not_an_image,
                fmt::format("the {} file cannot be decoded: it is damaged or of an unknown variant",
                            format_name(header.format)));
  } catch (const std::bad_alloc&) {
    return fail(TraceErrorCode::internal, "there is not enough memory for this picture: crop it");
  }
}

// Halved until it has no more pixels than are measured: what is larger costs memory and shows nothing more.
cv::Mat bounded(cv::Mat bgr, const CaptureLimits& limits) {
  while (bgr.total() > limits.most_measured_pixels && bgr.cols > 1 && bgr.rows > 1)
    cv::resize(bgr, bgr, {bgr.cols / 2, bgr.rows / 2}, 0, 0, cv::INTER_AREA);
  return bgr;
}

tl::expected<cv::Mat, TraceError> decode_picture(Bytes bytes, const CaptureLimits& limits,
                                                 std::string& format) {
  const auto header = read_image_header(bytes);
  if (!header) return tl::unexpected(header.error());
  format = format_name(header->format);
  if (header->width_px == 0 || header->height_px == 0)
    return fail(TraceErrorCode::not_an_image, "the picture has no pixels");
  if (auto large = size_error(header->width_px, header->height_px, header->bytes_per_pixel, limits))
    return tl::unexpected(std::move(*large));
  return decode(bytes, *header, limits);
}

// The pictures of a file that was read into memory.
tl::expected<void, TraceError> visit_bytes(Bytes bytes, FileKind kind, const CaptureLimits& limits,
                                           const TakePicture& take, std::string& format) {
  if (kind == FileKind::pdf) {
    format = "PDF";
    return read_pdf_pages(bytes, limits, take);
  }
  if (kind == FileKind::heif) format = "HEIC or AVIF";
  auto bgr = kind == FileKind::heif ? decode_heif(bytes, limits) : decode_picture(bytes, limits, format);
  if (!bgr) return tl::unexpected(bgr.error());
  take("", std::move(*bgr));
  return {};
}

std::vector<std::uint8_t> first_bytes(const std::filesystem::path& path) {
  std::vector<std::uint8_t> out(16);
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return out;
}

tl::expected<CaptureFile, TraceError> visit(const std::filesystem::path& path, const CaptureLimits& limits,
                                            const TakePicture& take) {
  CaptureFile out;
  const auto counted = [&](const std::string& label, cv::Mat bgr) {
    ++out.pictures;
    return take(label, bounded(std::move(bgr), limits));
  };
  const FileKind kind = kind_of(first_bytes(path));
  std::error_code error;
  std::optional<std::string> digest;
  tl::expected<void, TraceError> read;
  if (kind == FileKind::video && std::filesystem::is_regular_file(path, error)) {
    out.file_bytes = std::filesystem::file_size(path, error);
    if (error || out.file_bytes > limits.max_video_bytes)
      return fail(TraceErrorCode::too_large,
                  "the video is too large: cut it to the part that shows the page");
    out.format = "video";
    digest = sha256_of_file(path);
    read = read_video_frames(path, limits, counted);
  } else {
    const auto bytes = read_file(path, limits.max_file_bytes);
    if (!bytes) return tl::unexpected(bytes.error());
    out.file_bytes = bytes->size();
    digest = sha256_hex(*bytes);
    read = read_pictures(*bytes, limits, out.format, counted);
  }
  if (!digest) return fail(TraceErrorCode::internal, "the file's SHA-256 could not be computed");
  if (!read) return tl::unexpected(read.error());
  if (out.pictures == 0) return fail(TraceErrorCode::not_an_image, "no picture of the file can be decoded");
  out.sha256_hex = *digest;
  return out;
}

}  // namespace

std::optional<TraceError> size_error(std::uint64_t width_px, std::uint64_t height_px,
                                     std::uint64_t bytes_per_pixel, const CaptureLimits& limits) {
  const std::uint64_t pixels = width_px * height_px;
  if (pixels <= limits.max_pixels && pixels * bytes_per_pixel <= limits.max_decoded_bytes)
    return std::nullopt;
  return TraceError{
      TraceErrorCode::too_large,
      fmt::format("the picture has {} x {} pixels, more than the tracer accepts ({} million, {} MB "
                  "decoded): crop it to the text",
                  width_px, height_px, limits.max_pixels / 1'000'000, limits.max_decoded_bytes / 1'000'000)};
}

tl::expected<void, TraceError> read_pictures(std::span<const std::uint8_t> bytes, const CaptureLimits& limits,
                                             std::string& format, const TakePicture& take) try {
  const FileKind kind = kind_of(bytes.first(std::min<std::size_t>(bytes.size(), 16)));
  if (kind == FileKind::video)
    return fail(TraceErrorCode::unsupported, "a video has to lie in a file: give its path");
  return visit_bytes(bytes, kind, limits, take, format);
} catch (const cv::Exception&) {
  return fail(TraceErrorCode::not_an_image, "the picture broke the image library: convert it to PNG");
} catch (const std::exception&) {  // bad_alloc, and what a decoder written in C++ throws
  return fail(TraceErrorCode::internal, "there is not enough memory for this picture: crop it");
}

FileKind kind_of(std::span<const std::uint8_t> first) noexcept {
  const auto has = [&](std::string_view magic, std::size_t at) {
    return first.size() >= at + magic.size() &&
           std::equal(magic.begin(), magic.end(), first.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  };
  if (has("%PDF-", 0)) return FileKind::pdf;
  if (has(std::string_view("\x1A\x45\xDF\xA3", 4), 0)) return FileKind::video;  // Matroska, WebM
  if (!has("ftyp", 4)) return FileKind::picture;
  // ISO/IEC 23008-12, section 10: brands of still pictures; what else is an ISO base media file is a film.
  for (const std::string_view brand : {"heic", "heix", "heim", "heis", "mif1", "mif2", "miaf", "avif"})
    if (has(brand, 8)) return FileKind::heif;
  return FileKind::video;
}

tl::expected<CaptureFile, TraceError> visit_pictures(
    const std::filesystem::path& path, const CaptureLimits& limits,
    const std::function<bool(const std::string& label, cv::Mat bgr)>& take) try {
  return visit(path, limits, take);
} catch (const cv::Exception&) {
  return fail(TraceErrorCode::not_an_image, "the picture broke the image library: convert it to PNG");
} catch (const std::exception&) {  // bad_alloc, and what a decoder written in C++ throws
  return fail(TraceErrorCode::internal, "there is not enough memory for this picture: crop it");
}

tl::expected<Capture, TraceError> load_capture(const std::filesystem::path& path,
                                               const CaptureLimits& limits) {
  Capture out;
  const auto file = visit_pictures(path, limits, [&](const std::string&, cv::Mat bgr) {
    out.bgr = std::move(bgr);
    return false;
  });
  if (!file) return tl::unexpected(file.error());
  out.sha256_hex = file->sha256_hex;
  out.file_bytes = file->file_bytes;
  out.format = file->format;
  return out;
}

}  // namespace spoor::trace
