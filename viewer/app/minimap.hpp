// The file in small beside the scrollbar: bars for the text's runs in their colours. Nothing in it can be
// read, so it carries no mark and needs none.
#pragma once

#include "viewer/app/editor.hpp"
#include "viewer/app/frame.hpp"

namespace spoor::app {

/// `top`: where the code beside it is scrolled to.
void draw_minimap(Canvas& canvas, Editor& editor, const gpu::Box& box, const ScrollPosition& top,
                  const Flow& flow);
/// The line at a height of the map.
[[nodiscard]] std::uint64_t minimap_line_at(const Metrics& metrics, const Editor& editor, const gpu::Box& box,
                                            double y_px);

}  // namespace spoor::app
