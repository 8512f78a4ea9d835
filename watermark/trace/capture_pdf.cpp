#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/capture_kinds.hpp"

namespace spoor::trace {
namespace {

constexpr double kDotsPerInch = 300, kPointsPerInch = 72;
constexpr double kMostPagePixels = 40e6;

tl::unexpected<TraceError> fail(TraceErrorCode code, const char* sentence) {
  return tl::unexpected(TraceError{code, sentence});
}

void say_nothing(const std::string&, void*) {}

// Dots an inch at which a page has no more than the most pixels; 0 for a page without an area.
double resolution_of(const poppler::page& page) {
  const poppler::rectf area = page.page_rect();
  const double inches2 = area.width() * area.height() / (kPointsPerInch * kPointsPerInch);
  if (!(inches2 > 0) || !std::isfinite(inches2)) return 0;
  return std::min(kDotsPerInch, std::sqrt(kMostPagePixels / inches2));
}

cv::Mat to_bgr(const poppler::image& image) {
  cv::Mat bgr;
  const cv::Mat bgra(image.height(), image.width(), CV_8UC4, const_cast<char*>(image.const_data()),
                     static_cast<std::size_t>(image.bytes_per_row()));
  cv::cvtColor(bgra, bgr, cv::COLOR_BGRA2BGR);  // argb32 in memory; the paper is opaque
  return bgr;
}

}  // namespace

tl::expected<void, TraceError> read_pdf_pages(std::span<const std::uint8_t> bytes,
                                              const CaptureLimits& limits, const TakePicture& take) {
  poppler::set_debug_error_function(say_nothing, nullptr);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size())));
  if (!document)
    return fail(TraceErrorCode::not_an_image,
                "the PDF file is torn or damaged: get the whole file, as it was found");
  if (document->is_locked())
    return fail(TraceErrorCode::unsupported, "the PDF file asks for a password: save it without one");
  const int pages = std::min(document->pages(), limits.most_pages);
  if (pages < 1) return fail(TraceErrorCode::not_an_image, "the PDF file has no page");
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_argb32);
  renderer.set_render_hints(poppler::page_renderer::antialiasing | poppler::page_renderer::text_antialiasing);
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    const double dots = page ? resolution_of(*page) : 0;
    if (!(dots >= 1)) continue;
    const poppler::image image = renderer.render_page(page.get(), dots, dots);
    if (!image.is_valid() || image.width() < 1 || image.height() < 1) continue;
    if (!take(fmt::format("page {}", i + 1), to_bgr(image))) break;
  }
  return {};
}

}  // namespace spoor::trace
