#include "watermark/trace/capture.hpp"

#include <fmt/format.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <system_error>
#include <vector>

#include "watermark/trace/digest.hpp"

namespace spoor::trace {
namespace {

using Bytes = std::vector<std::uint8_t>;

tl::unexpected<TraceError> fail(TraceErrorCode code, std::string message) {
  return tl::unexpected(TraceError{code, std::move(message)});
}

tl::expected<Bytes, TraceError> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
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
  Bytes bytes(static_cast<std::size_t>(size));
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

tl::expected<cv::Mat, TraceError> decode(const Bytes& bytes, const ImageHeader& header) {
  try {
    // IMREAD_UNCHANGED keeps alpha and 16 bits, and leaves the orientation to us.
    const cv::Mat decoded = cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
    if (decoded.empty())
      return fail(TraceErrorCode::not_an_image,
                  fmt::format("the {} file cannot be decoded: it is damaged; get the original file",
                              format_name(header.format)));
    const cv::Mat bgr = to_bgr8(decoded);
    if (bgr.empty())
      return fail(TraceErrorCode::unsupported,
                  fmt::format("the {} file has an unusual pixel layout: convert it to an 8-bit PNG",
                              format_name(header.format)));
    const bool turned = decoded.cols != static_cast<int>(header.width_px) && header.orientation >= 5;
    return turned ? bgr : upright(bgr, header.orientation);
  } catch (const cv::Exception&) {
    return fail(TraceErrorCode::not_an_image,
                fmt::format("the {} file cannot be decoded: it is damaged or of an unknown variant",
                            format_name(header.format)));
  } catch (const std::bad_alloc&) {
    return fail(TraceErrorCode::internal, "there is not enough memory for this picture: crop it");
  }
}

}  // namespace

tl::expected<Capture, TraceError> load_capture(const std::filesystem::path& path,
                                               const CaptureLimits& limits) {
  const auto bytes = read_file(path, limits.max_file_bytes);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto header = read_image_header(*bytes);
  if (!header) return tl::unexpected(header.error());
  const std::uint64_t pixels = std::uint64_t{header->width_px} * header->height_px;
  if (pixels == 0) return fail(TraceErrorCode::not_an_image, "the picture has no pixels");
  if (pixels > limits.max_pixels || pixels * header->bytes_per_pixel > limits.max_decoded_bytes)
    return fail(TraceErrorCode::too_large,
                fmt::format("the picture has {} x {} pixels, more than the tracer accepts ({} million, {} MB "
                            "decoded): crop it to the text",
                            header->width_px, header->height_px, limits.max_pixels / 1'000'000,
                            limits.max_decoded_bytes / 1'000'000));
  const auto digest = sha256_hex(*bytes);
  if (!digest) return fail(TraceErrorCode::internal, "the file's SHA-256 could not be computed");
  auto bgr = decode(*bytes, *header);
  if (!bgr) return tl::unexpected(bgr.error());
  return Capture{*digest, bytes->size(), header->format, std::move(*bgr)};
}

}  // namespace spoor::trace
