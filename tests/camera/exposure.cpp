#include "exposure.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "hand.hpp"
#include "optics.hpp"
#include "scene.hpp"
#include "shutter.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::camera {
namespace {

constexpr int band_rows = 96;
// Cells are boxes, so a harmonic of the stripes of nearly one period a cell leaks past the optics, by the
// part by which it misses that. The cells are kept small enough that such harmonics are weak (below 1 % of a
// white area's light).
constexpr double largest_cell_px = 0.3;  // on the panel
constexpr double far_px = 1e6;           // beyond this the screen's plane is the horizon

struct Setup {
  const Panel& panel;
  const Projection& projection;
  const CameraParameters& parameters;
  Scene scene;
  Shutter shutter;
  Hand hand;
  int cells;
};

using Planes = std::array<cv::Mat, 3>;

// What a pixel's fine cells have in common.
struct Pixel {
  Sight sight;
  float box_u, box_v;                // a cell's size on the panel
  float emitted;                     // gain of the panel's light
  float through;                     // vignetting
  std::array<Vec2, 3> colour_shift;  // on the panel, of each colour's image
  Colour reflected;
  Hand::Seen hand;
  bool sees_panel;
};

Pixel look_at(const Setup& s, double x, double y, Vec2 guess) {
  Pixel p{};
  p.sight = s.projection.look({x, y}, guess);
  const Sight& sight = p.sight;
  const Jacobian& j = sight.slope;
  const double du = std::hypot(j.xx, j.xy), dv = std::hypot(j.yx, j.yy);
  const double r2 = sight.ray.x * sight.ray.x + sight.ray.y * sight.ray.y;
  const double cos4 = 1 / ((1 + r2) * (1 + r2));
  p.through = static_cast<float>(1 + s.parameters.lens.vignette * (cos4 - 1));
  p.hand = s.hand.look(x, y);
  const double u = sight.screen.x, v = sight.screen.y;
  if (sight.cosine <= 0 || !(std::abs(u) < far_px && std::abs(v) < far_px)) {
    p.reflected = s.scene.distant();
    return p;
  }
  p.reflected = s.scene.light(u, v, std::max(du, dv));
  const double margin_u = du + 2, margin_v = dv + 2;
  p.sees_panel =
      u > -margin_u && u < s.panel.width() + margin_u && v > -margin_v && v < s.panel.height() + margin_v;
  if (!p.sees_panel) return p;
  p.box_u = static_cast<float>(du / s.cells);
  p.box_v = static_cast<float>(dv / s.cells);
  p.emitted = static_cast<float>(s.shutter.gain(y, v / s.panel.height()) *
                                 std::pow(sight.cosine, s.parameters.panel.falloff));
  const Vec2 from_axis{x - s.projection.principal_px().x, y - s.projection.principal_px().y};
  const std::array<double, 3> chroma{s.parameters.lens.chroma_r, 0, s.parameters.lens.chroma_b};
  for (std::size_t c = 0; c < 3; ++c)
    p.colour_shift[c] = {-chroma[c] * (j.xx * from_axis.x + j.xy * from_axis.y),
                         -chroma[c] * (j.yx * from_axis.x + j.yy * from_axis.y)};
  return p;
}

// Fills the fine cells of one sensor pixel, whose first column and row are given.
void fill_cells(const Setup& s, const Pixel& p, Planes& fine, int column, int row) {
  const Jacobian& slope = p.sight.slope;
  for (int j = 0; j < s.cells; ++j) {
    const double oy = (j + 0.5) / s.cells - 0.5;
    for (int i = 0; i < s.cells; ++i) {
      const double ox = (i + 0.5) / s.cells - 0.5;
      const double u = p.sight.screen.x + slope.xx * ox + slope.xy * oy;
      const double v = p.sight.screen.y + slope.yx * ox + slope.yy * oy;
      for (std::size_t c = 0; c < 3; ++c) {
        float light = p.reflected[c];
        if (p.sees_panel)
          light += p.emitted *
                   s.panel.mean_light(c, u + p.colour_shift[c].x, v + p.colour_shift[c].y, p.box_u, p.box_v);
        light += p.hand.cover * (p.hand.light[c] - light);
        fine[c].ptr<float>(row + j)[column + i] = p.through * light;
      }
    }
  }
}

void expose_band(const Setup& s, const cv::Mat& spread, int top, int rows, Planes& out) {
  const int halo = halo_px(spread, s.cells), width = out[0].cols;
  Planes fine;
  for (cv::Mat& plane : fine) plane.create((rows + 2 * halo) * s.cells, (width + 2 * halo) * s.cells, CV_32F);
  for (int y = -halo; y < rows + halo; ++y) {
    Vec2 guess{0, 0};
    for (int x = -halo; x < width + halo; ++x) {
      const Pixel pixel = look_at(s, x, top + y, guess);
      guess = pixel.sight.ray;
      fill_cells(s, pixel, fine, (x + halo) * s.cells, (y + halo) * s.cells);
    }
  }
  for (std::size_t c = 0; c < 3; ++c)
    collect(fine[c], spread, s.cells, halo, {width, rows}).copyTo(out[c].rowRange(top, top + rows));
}

// From the largest pixel that the middle and the corners of the picture see on the panel.
int cells_needed(const Panel& panel, const Projection& projection, const CameraParameters& parameters) {
  if (parameters.sensor.supersample > 0) return parameters.sensor.supersample;
  double largest = 0;
  for (const double x : {0.0, 0.25, 0.5, 0.75, 1.0})
    for (const double y : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      const Sight s = projection.look({x * parameters.lens.width_px, y * parameters.lens.height_px}, {0, 0});
      const bool on_panel = s.cosine > 0 && s.screen.x >= 0 && s.screen.x <= panel.width() &&
                            s.screen.y >= 0 && s.screen.y <= panel.height();
      if (on_panel) largest = std::max(largest, std::hypot(s.slope.xx, s.slope.xy));
    }
  return std::clamp(static_cast<int>(std::ceil(largest / largest_cell_px)), 2, 4);
}

}  // namespace

std::array<cv::Mat, 3> expose(const Panel& panel, const Projection& projection,
                              const CameraParameters& parameters, std::uint64_t scene_key, int threads) {
  const int width = parameters.lens.width_px, height = parameters.lens.height_px;
  const Setup setup{panel,
                    projection,
                    parameters,
                    Scene(parameters.scene, panel.width(), panel.height(), scene_key),
                    Shutter(parameters.shutter, height),
                    Hand(parameters.hand, width, height, parameters.scene.ambient),
                    cells_needed(panel, projection, parameters)};
  const cv::Mat spread = point_spread(parameters.optics, parameters.shutter, setup.cells);
  Planes planes;
  for (cv::Mat& plane : planes) plane.create(height, width, CV_32F);
  const int bands = (height + band_rows - 1) / band_rows;
  trace::parallel_for(static_cast<std::size_t>(bands), threads, [&](std::size_t band) {
    const int top = static_cast<int>(band) * band_rows;
    expose_band(setup, spread, top, std::min(band_rows, height - top), planes);
  });
  return planes;
}

}  // namespace spoor::camera
