#include "viewer/app/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::app {
namespace {

int whole(double px) {
  return static_cast<int>(std::lround(px));
}

// The ink of a line centred in its height.
int centred_baseline(const text::Face& face, double em_px, int height_px) {
  const double ink_px = (face.ascent_em() + face.descent_em()) * em_px;
  return whole((height_px - ink_px) / 2 + face.ascent_em() * em_px);
}

}  // namespace

int Metrics::columns_in(int width_px) const {
  return std::max(0, static_cast<int>(std::floor(width_px / advance_px + 1e-9)));
}

int Metrics::px(double units) const {
  return whole(units * scale);
}

Metrics make_metrics(const text::Face& face, double font_px, double scale) {
  Metrics m;
  m.scale = scale;
  m.em_px = font_px * scale;
  m.advance_px = face.advance_em() * m.em_px;
  m.line_px = whole(1.45 * m.em_px);
  m.baseline_px = centred_baseline(face, m.em_px, m.line_px);
  m.tree_row_px = whole(1.65 * m.em_px);
  m.tree_baseline_px = centred_baseline(face, m.em_px, m.tree_row_px);
  m.pad_px = m.px(8);
  m.menu_px = m.px(30);
  m.tabs_px = m.tree_row_px + m.px(12);
  m.path_px = m.tree_row_px + m.px(2);
  m.status_px = m.px(26);
  m.scrollbar_px = m.px(12);
  m.line_width_px = std::max(1, m.px(1));
  return m;
}

}  // namespace spoor::app
