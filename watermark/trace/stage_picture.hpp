// What each stage of measuring made of a picture, for an examiner to look at.
#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <string_view>
#include <vector>

#include "watermark/trace/offsets.hpp"
#include "watermark/trace/panes.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

/// Takes a stage's name ("1-ink", "2-lattice", "3-synthesis", "4-residual") and its picture, 8-bit BGR.
using StageSink = std::function<void(std::string_view stage, const cv::Mat& picture)>;

/// A plane in which text is positive, its strongest ink white.
[[nodiscard]] cv::Mat ink_picture(const cv::Mat1f& plane);

/// The plane with the cells of every pane over it, a colour a pane: baselines, and columns that hold text.
[[nodiscard]] cv::Mat lattice_picture(const cv::Mat1f& plane, const std::vector<ReadPane>& panes);

/// What the panes' glyphs, as read and where they were measured, draw; and what of the plane they leave, grey
/// where nothing is left, four times as strong. `offsets` has an element a pane.
struct Resynthesis {
  cv::Mat synthesis, residual;
};
[[nodiscard]] Resynthesis resynthesis_pictures(const cv::Mat1f& plane, const TemplateBank& bank,
                                               const std::vector<ReadPane>& panes,
                                               const std::vector<std::vector<Offset>>& offsets);

}  // namespace spoor::trace
