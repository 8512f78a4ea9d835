#include "heic.hpp"

#include <libheif/heif.h>

#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>

namespace spoor::camera {
namespace {

template <auto Release>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    Release(object);
  }
};
using Context = std::unique_ptr<heif_context, Releaser<heif_context_free>>;
using Encoder = std::unique_ptr<heif_encoder, Releaser<heif_encoder_release>>;
using Image = std::unique_ptr<heif_image, Releaser<heif_image_release>>;
using Handle = std::unique_ptr<heif_image_handle, Releaser<heif_image_handle_release>>;

// libheif's scale is not libjpeg's: a phone's HEIC of 12 megapixels has 1.5 to 3 MB, which this part gives.
constexpr double quality_share = 0.65;

bool fine(const heif_error& error) {
  return error.code == heif_error_Ok;
}

tl::unexpected<CameraError> failed(const heif_error& error) {
  return failure(CameraErrorCode::internal, std::string("libheif failed: ") + error.message + ".");
}

Result<Image> to_image(const cv::Mat& picture) {
  heif_image* raw = nullptr;
  heif_error error =
      heif_image_create(picture.cols, picture.rows, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &raw);
  Image image(raw);
  if (fine(error))
    error = heif_image_add_plane(raw, heif_channel_interleaved, picture.cols, picture.rows, 24);
  if (!fine(error)) return failed(error);
  int stride = 0;
  std::uint8_t* pixels = heif_image_get_plane(raw, heif_channel_interleaved, &stride);
  cv::Mat target(picture.size(), CV_8UC3, pixels, static_cast<std::size_t>(stride));
  cv::cvtColor(picture, target, cv::COLOR_BGR2RGB);
  return image;
}

heif_error append(heif_context*, const void* data, std::size_t size, void* file) {
  const auto* begin = static_cast<const std::uint8_t*>(data);
  auto* bytes = static_cast<Bytes*>(file);
  bytes->insert(bytes->end(), begin, begin + size);
  return {heif_error_Ok, heif_suberror_Unspecified, "written"};
}

}  // namespace

Result<Bytes> encode_heic(const cv::Mat& picture, int quality) {
  const Context context(heif_context_alloc());
  heif_encoder* raw_encoder = nullptr;
  if (!fine(heif_context_get_encoder_for_format(context.get(), heif_compression_HEVC, &raw_encoder)))
    return failure(CameraErrorCode::no_encoder, "This libheif has no HEVC encoder; choose another codec.");
  const Encoder encoder(raw_encoder);
  heif_encoder_set_lossy_quality(encoder.get(), static_cast<int>(std::lround(quality_share * quality)));
  // What an encoder that is not x265 does not know, it leaves as it is.
  heif_encoder_set_parameter_string(encoder.get(), "preset", "veryfast");
  Result<Image> image = to_image(picture);
  if (!image) return tl::unexpected(image.error());
  heif_image_handle* raw_handle = nullptr;
  heif_error error =
      heif_context_encode_image(context.get(), image->get(), encoder.get(), nullptr, &raw_handle);
  const Handle handle(raw_handle);
  if (!fine(error)) return failed(error);
  Bytes file;
  heif_writer writer{1, append};
  error = heif_context_write(context.get(), &writer, &file);
  if (!fine(error)) return failed(error);
  return file;
}

Result<cv::Mat> decode_heic(const Bytes& file) {
  const Context context(heif_context_alloc());
  heif_error error =
      heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr);
  if (!fine(error)) return failed(error);
  heif_image_handle* raw_handle = nullptr;
  error = heif_context_get_primary_image_handle(context.get(), &raw_handle);
  const Handle handle(raw_handle);
  if (!fine(error)) return failed(error);
  heif_image* raw_image = nullptr;
  error =
      heif_decode_image(handle.get(), &raw_image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr);
  const Image image(raw_image);
  if (!fine(error)) return failed(error);
  int stride = 0;
  const std::uint8_t* pixels = heif_image_get_plane_readonly(raw_image, heif_channel_interleaved, &stride);
  const cv::Size size(heif_image_get_width(raw_image, heif_channel_interleaved),
                      heif_image_get_height(raw_image, heif_channel_interleaved));
  cv::Mat picture(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    std::copy_n(pixels + static_cast<std::ptrdiff_t>(y) * stride, 3 * size.width, picture.ptr(y));
  cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
  return picture;
}

}  // namespace spoor::camera
