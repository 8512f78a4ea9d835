// Photographs, stage 4: a straightened page's ink, what is no text taken out of it.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/contrast.hpp"
#include "watermark/trace/rectify.hpp"

namespace spoor::trace {

enum class Noise : std::uint8_t { keep, blank };
enum class Strips : std::uint8_t { none, find };

/// How ink is made of a page's luma.
struct PageInk {
  int sign = 1;                                     ///< of text against its background in the picture
  std::shared_ptr<const ContrastField> contrast{};  ///< that the ink is levelled with; may be null
  Noise noise = Noise::keep;  ///< blank: not where text is so small that it fills its blocks as noise does
};

/// A rectified page's ink, and what is known of the text on it.
struct Page {
  PageView view;
  PageInk made;
  cv::Mat1f ink{};                  ///< text positive where the sign is right
  std::vector<cv::Range> strips{};  ///< empty unless they were asked for
};

[[nodiscard]] Page make_page(const LumaPicture& picture, const PageView& view, const PageInk& how,
                             Sampling sampling, Strips strips, int threads);

/// The same page, turned by 180 degrees.
[[nodiscard]] Page upside_down(const Page& page);

}  // namespace spoor::trace
