// Between points of a code pane and places in its file, as the pane is scrolled, folded and wrapped.
#pragma once

#include <optional>

#include "viewer/app/editor.hpp"
#include "viewer/app/metrics.hpp"
#include "viewer/gpu/scene.hpp"

namespace spoor::app {

struct CodePlace {
  std::uint64_t line = 0;
  std::uint64_t first_column = 0;  ///< of the row on screen
  double cells = 0;                ///< behind it; negative in the gutter

  [[nodiscard]] bool in_code() const { return cells >= 0; }
  [[nodiscard]] std::uint64_t column_under() const;  ///< whose cell the point is in
  [[nodiscard]] std::uint64_t column_near() const;   ///< whose left edge is the nearest: for a caret
};
/// Nothing: below the last line.
[[nodiscard]] std::optional<CodePlace> place_at(Editor& editor, const Metrics& metrics, const gpu::Box& pane,
                                                double x_px, double y_px);

/// Where columns of a line are on screen, in the row that holds the first of them. Nothing: the line is not.
[[nodiscard]] std::optional<gpu::Box> box_on_screen(Editor& editor, const Metrics& metrics,
                                                    const gpu::Box& pane, std::uint64_t line,
                                                    std::uint64_t column, std::uint64_t columns);

}  // namespace spoor::app
