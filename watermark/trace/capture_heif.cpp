#include <libheif/heif.h>

#include <memory>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/capture_kinds.hpp"

namespace spoor::trace {
namespace {

template <auto Release>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    Release(object);
  }
};
using Context = std::unique_ptr<heif_context, Releaser<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Releaser<heif_image_handle_release>>;
using Image = std::unique_ptr<heif_image, Releaser<heif_image_release>>;

tl::unexpected<TraceError> refused(const heif_error& error) {
  if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
    return tl::unexpected(TraceError{TraceErrorCode::unsupported,
                                     "the HEIC or AVIF file is of an unknown variant: convert it to PNG"});
  return tl::unexpected(
      TraceError{TraceErrorCode::not_an_image,
                 "the HEIC or AVIF file is torn or damaged: get the whole file, as it was found"});
}

}  // namespace

tl::expected<cv::Mat, TraceError> decode_heif(std::span<const std::uint8_t> bytes,
                                              const CaptureLimits& limits) {
  const Context context(heif_context_alloc());
  if (!context) return tl::unexpected(TraceError{TraceErrorCode::internal, "there is not enough memory"});
  heif_error error =
      heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr);
  if (error.code != heif_error_Ok) return refused(error);
  heif_image_handle* raw_handle = nullptr;
  error = heif_context_get_primary_image_handle(context.get(), &raw_handle);
  const Handle handle(raw_handle);
  if (error.code != heif_error_Ok) return refused(error);
  const int width = heif_image_handle_get_width(raw_handle),
            height = heif_image_handle_get_height(raw_handle);
  if (width <= 0 || height <= 0)
    return tl::unexpected(TraceError{TraceErrorCode::not_an_image, "the picture has no pixels"});
  // Decoded planes and the interleaved copy are in memory at a time.
  constexpr std::uint64_t kBytesPerPixel = 7;
  if (auto large = size_error(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height),
                              kBytesPerPixel, limits))
    return tl::unexpected(std::move(*large));
  heif_image* raw_image = nullptr;
  error =
      heif_decode_image(raw_handle, &raw_image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr);
  const Image image(raw_image);
  if (error.code != heif_error_Ok) return refused(error);
  int stride = 0;
  const std::uint8_t* pixels = heif_image_get_plane_readonly(raw_image, heif_channel_interleaved, &stride);
  const int decoded_width = heif_image_get_width(raw_image, heif_channel_interleaved);
  const int decoded_height = heif_image_get_height(raw_image, heif_channel_interleaved);
  if (pixels == nullptr || stride < 3 * decoded_width || decoded_width <= 0 || decoded_height <= 0)
    return refused({heif_error_Invalid_input, heif_suberror_Unspecified, ""});
  const cv::Mat rgb(decoded_height, decoded_width, CV_8UC3, const_cast<std::uint8_t*>(pixels),
                    static_cast<std::size_t>(stride));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return bgr;
}

}  // namespace spoor::trace
