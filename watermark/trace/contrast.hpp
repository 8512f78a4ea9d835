// Photographs, stage 1b: text under glare, whose contrast is a small part of the text's beside it.
#pragma once

#include <opencv2/core.hpp>

#include "watermark/trace/rectify.hpp"

namespace spoor::trace {

/// Text's strokes in a luma: what is narrower than some pixels stands out of its neighbourhood, in the
/// direction that has more of it. Edges, of a screen or of a hand, leave nothing.
struct Strokes {
  cv::Mat1f levels;  ///< grey levels, at least 0
  bool light = true;
};
[[nodiscard]] Strokes find_strokes(const cv::Mat1f& luma);

/// How strong a photograph's text is from place to place.
class ContrastField {
 public:
  explicit ContrastField(const LumaPicture& picture);

  /// True where it hardly differs over the picture; then there is nothing to do.
  [[nodiscard]] bool even() const { return log_gains_.empty(); }
  /// The strokes of the picture shrunk by factor(), brought to one contrast; empty where it is even.
  [[nodiscard]] const cv::Mat1f& strokes() const { return strokes_; }
  [[nodiscard]] int factor() const { return factor_; }
  /// A page's ink, as of make_smooth_ink(), brought to one contrast. Not for an even picture. The gain
  /// changes slowly, and is taken from neighbouring text where there is none.
  [[nodiscard]] cv::Mat1f ink_of(const cv::Mat1f& luma, const PageView& view) const;

 private:
  [[nodiscard]] cv::Mat1f gains_of(const PageView& view) const;

  int factor_ = 1;
  bool light_ = true;
  cv::Mat1f strokes_;
  cv::Mat1f log_gains_;  // a block of the shrunk picture an element
};

/// How many times smaller than the picture the one is in which rows are sought.
[[nodiscard]] int field_factor(cv::Size picture);

}  // namespace spoor::trace
