#include "watermark/trace/photo_page.hpp"

#include "watermark/trace/ink.hpp"
#include "watermark/trace/strips.hpp"

namespace spoor::trace {

Page make_page(const LumaPicture& picture, const PageView& view, const PageInk& how, Sampling sampling,
               Strips strips, int threads) {
  const cv::Mat1f luma = rectify_luma(picture, view, sampling, threads);
  Page page{view, how, how.contrast ? how.contrast->ink_of(luma, view) : make_smooth_ink(luma)};
  if (strips == Strips::find) page.strips = find_strips_between_steps(luma, how.sign > 0);
  blank_beyond(picture, view, page.ink, threads);
  if (how.noise == Noise::blank) blank_noise(page.ink);
  if (how.sign < 0) page.ink *= -1;
  return page;
}

Page upside_down(const Page& page) {
  Page turned{page.view.upside_down(), page.made};
  cv::flip(page.ink, turned.ink, -1);
  for (auto strip = page.strips.rbegin(); strip != page.strips.rend(); ++strip)
    turned.strips.emplace_back(page.ink.cols - strip->end, page.ink.cols - strip->start);
  return turned;
}

}  // namespace spoor::trace
