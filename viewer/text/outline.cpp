#include "viewer/text/outline.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::text {
namespace {

struct Flattener {
  Placing placing;
  Contours contours;

  [[nodiscard]] Point px(const FT_Vector* at) const {
    return {static_cast<double>(at->x) * placing.px_per_unit + placing.pen_x_px,
            static_cast<double>(at->y) * placing.px_per_unit + placing.pen_y_px};
  }
  [[nodiscard]] Point last() const { return contours.back().back(); }
  void add(Point point) { contours.back().push_back(point); }
};

Flattener& self(void* user) {
  return *static_cast<Flattener*>(user);
}

// Equal steps in the curve's parameter: a chord of one of n steps is off by at most `bend` / n^2.
int steps_for(double bend_px) {
  constexpr double kMostSteps = 256;
  return static_cast<int>(std::clamp(std::ceil(std::sqrt(bend_px / kFlatnessPx)), 1.0, kMostSteps));
}

double second_difference(Point a, Point b, Point c) {
  return std::hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y);
}

int move_to(const FT_Vector* to, void* user) {
  self(user).contours.push_back({self(user).px(to)});
  return 0;
}

int line_to(const FT_Vector* to, void* user) {
  self(user).add(self(user).px(to));
  return 0;
}

int conic_to(const FT_Vector* control, const FT_Vector* to, void* user) {
  Flattener& f = self(user);
  const Point a = f.last();
  const Point b = f.px(control);
  const Point c = f.px(to);
  const int steps = steps_for(second_difference(a, b, c) / 4);
  for (int i = 1; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    const double s = 1 - t;
    f.add({s * s * a.x + 2 * s * t * b.x + t * t * c.x, s * s * a.y + 2 * s * t * b.y + t * t * c.y});
  }
  return 0;
}

int cubic_to(const FT_Vector* control1, const FT_Vector* control2, const FT_Vector* to, void* user) {
  Flattener& f = self(user);
  const Point a = f.last();
  const Point b = f.px(control1);
  const Point c = f.px(control2);
  const Point d = f.px(to);
  const int steps = steps_for(0.75 * std::max(second_difference(a, b, c), second_difference(b, c, d)));
  for (int i = 1; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    const double s = 1 - t;
    const double wa = s * s * s;
    const double wb = 3 * s * s * t;
    const double wc = 3 * s * t * t;
    const double wd = t * t * t;
    f.add({wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y});
  }
  return 0;
}

}  // namespace

Contours flatten(FT_Outline& outline, const Placing& placing) {
  constexpr FT_Outline_Funcs kFunctions{move_to, line_to, conic_to, cubic_to, 0, 0};
  Flattener flattener{placing, {}};
  FT_Outline_Decompose(&outline, &kFunctions, &flattener);
  return std::move(flattener.contours);
}

}  // namespace spoor::text
