#include "codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "heic.hpp"

namespace spoor::camera {
namespace {

Result<Bytes> encode_by_opencv(const cv::Mat& picture, std::string_view extension, std::vector<int> options) {
  Bytes file;
  if (!cv::imencode(fmt::format(".{}", extension), picture, file, options))
    return failure(CameraErrorCode::no_encoder,
                   fmt::format("OpenCV cannot write .{} here; choose another codec.", extension));
  return file;
}

Result<Bytes> encode_jpeg(const cv::Mat& picture, int quality) {
  return encode_by_opencv(picture, extension(Codec::jpeg), {cv::IMWRITE_JPEG_QUALITY, quality});
}

Result<Bytes> encode_phone(const cv::Mat& picture, const CodecParameters& parameters) {
  switch (parameters.codec) {
    case Codec::webp:
      return encode_by_opencv(picture, extension(Codec::webp),
                              {cv::IMWRITE_WEBP_QUALITY, parameters.quality});
    case Codec::png:
      return encode_by_opencv(picture, extension(Codec::png), {cv::IMWRITE_PNG_COMPRESSION, 3});
    case Codec::heic:
      return encode_heic(picture, parameters.quality);
    case Codec::jpeg:
      break;
  }
  Result<Bytes> file = encode_jpeg(picture, parameters.quality);
  if (file && parameters.orientation > 0) return with_orientation(*file, parameters.orientation);
  return file;
}

Result<cv::Mat> decode(const Bytes& file, Codec codec) {
  if (codec == Codec::heic) return decode_heic(file);
  cv::Mat picture = cv::imdecode(file, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  if (picture.empty()) return failure(CameraErrorCode::internal, "The phone's own file cannot be read back.");
  return picture;
}

}  // namespace

std::string_view extension(Codec codec) {
  constexpr std::array<std::string_view, 4> names{"jpg", "webp", "heic", "png"};
  return names[static_cast<std::size_t>(codec)];
}

// JPEG's APP1 with a little-endian TIFF header and one directory of one entry (CIPA DC-008, Exif 2.32).
Bytes with_orientation(const Bytes& jpeg, int orientation) {
  const std::array<std::uint8_t, 36> segment{0xff,
                                             0xe1,
                                             0,
                                             34,
                                             'E',
                                             'x',
                                             'i',
                                             'f',
                                             0,
                                             0,  // marker, length
                                             'I',
                                             'I',
                                             42,
                                             0,
                                             8,
                                             0,
                                             0,
                                             0,  // TIFF header, first directory at 8
                                             1,
                                             0,
                                             0x12,
                                             0x01,
                                             3,
                                             0,
                                             1,
                                             0,
                                             0,
                                             0,  // one entry: orientation, one short
                                             static_cast<std::uint8_t>(orientation),
                                             0,
                                             0,
                                             0,
                                             0,
                                             0,
                                             0,
                                             0};
  constexpr std::size_t start = 2;  // start of image
  Bytes file(jpeg.size() + segment.size());
  std::copy_n(jpeg.begin(), start, file.begin());
  std::copy(segment.begin(), segment.end(), file.begin() + start);
  std::copy(jpeg.begin() + start, jpeg.end(), file.begin() + start + segment.size());
  return file;
}

Result<EncodedPicture> encode(const cv::Mat& picture, const CodecParameters& parameters) {
  Result<Bytes> file = encode_phone(picture, parameters);
  if (!file) return tl::unexpected(file.error());
  if (parameters.messenger_px == 0)
    return EncodedPicture{std::move(*file), parameters.codec, picture.size(), 1};
  Result<cv::Mat> sent = decode(*file, parameters.codec);
  if (!sent) return tl::unexpected(sent.error());
  const double scale =
      std::min(1.0, static_cast<double>(parameters.messenger_px) / std::max(sent->cols, sent->rows));
  const cv::Size size(std::max(1, cvRound(sent->cols * scale)), std::max(1, cvRound(sent->rows * scale)));
  if (scale < 1) cv::resize(*sent, *sent, size, 0, 0, cv::INTER_AREA);
  Result<Bytes> small = encode_jpeg(*sent, parameters.messenger_quality);
  if (!small) return tl::unexpected(small.error());
  return EncodedPicture{std::move(*small), Codec::jpeg, sent->size(),
                        static_cast<double>(sent->cols) / picture.cols};
}

}  // namespace spoor::camera
