// One advance for all panes of one size: together they fix it better than a few names in a tree do alone.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/panes.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

/// Gives the panes whose advances differ by no more than their errors the advance that fits all their glyphs,
/// each with an origin of its own; later registration leaves that advance alone. Panes of another size stay
/// as they are.
void share_advance(const TemplateBank& bank, const cv::Mat1f& plane, std::vector<ReadPane>& panes,
                   int threads);

/// `lattice` with the advance of `reference`, its columns' middle kept in place, where both are of one size.
[[nodiscard]] Lattice with_advance_of(const Lattice& reference, const Lattice& lattice);

}  // namespace spoor::trace
