// Pictures of every kind, from their bytes to their pixels.
#include <cstddef>
#include <cstdint>
#include <opencv2/core/utils/logger.hpp>

#include "tests/fuzz/repair.hpp"
#include "watermark/trace/capture_kinds.hpp"
#include "watermark/trace/image_header.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  trace::CaptureLimits limits;
  limits.max_pixels = 1U << 20;
  limits.max_decoded_bytes = 16U << 20;
  limits.most_measured_pixels = 1U << 16;
  limits.most_pages = 1;
  const std::span input(data, size);
  static_cast<void>(trace::read_image_header(input));
  std::string format;
  const auto read = trace::read_pictures(input, limits, format, [&](const std::string&, const cv::Mat& bgr) {
    fuzz::insist(bgr.type() == CV_8UC3 && !bgr.empty());
    return true;
  });
  fuzz::insist(read.has_value() || !read.error().message.empty());
  return 0;
}
