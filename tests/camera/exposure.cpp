#include "exposure.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "hand.hpp"
#include "optics.hpp"
#include "scene.hpp"
#include "shutter.hpp"
#include "watermark/trace/multiversion.hpp"
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

// A sight, and what of it varies slowly.
struct Node {
  Sight sight;
  double through = 1;  // vignetting
  double emitted = 1;  // of the panel's light, by the angle
};

Node node_at(const Setup& s, double x, double y, Vec2 guess) {
  Node n;
  n.sight = s.projection.look({x, y}, guess);
  const double r2 = n.sight.ray.x * n.sight.ray.x + n.sight.ray.y * n.sight.ray.y;
  n.through = 1 + s.parameters.lens.vignette * (1 / ((1 + r2) * (1 + r2)) - 1);
  if (n.sight.cosine > 0) n.emitted = std::pow(n.sight.cosine, s.parameters.panel.falloff);
  return n;
}

// Nodes along one row of the picture, every node_step-th pixel; between them a cubic through places and
// slopes, which on the panel errs by less than a millionth of its pixel. Where the plane runs out of sight,
// every pixel is looked at.
class RowOfSight {
 public:
  RowOfSight(const Setup& s, int first, int count, double y) : setup_(s), first_(first), y_(y) {
    Vec2 guess{0, 0};
    for (int x = 0; x <= count + node_step; x += node_step) {
      nodes_.push_back(node_at(s, first + x, y, guess));
      guess = nodes_.back().sight.ray;
    }
  }

  [[nodiscard]] Node at(int x) const {
    const auto k = static_cast<std::size_t>((x - first_) / node_step);
    const Node &a = nodes_[k], &b = nodes_[k + 1];
    if (!calm(a) || !calm(b)) return node_at(setup_, x, y_, a.sight.ray);
    const double h = node_step, t = static_cast<double>((x - first_) % node_step) / h, r = 1 - t;
    const auto between = [&](double from, double to) { return r * from + t * to; };
    const auto cubic = [&](double from, double from_slope, double to, double to_slope) {
      return r * r * ((1 + 2 * t) * from + t * h * from_slope) +
             t * t * ((1 + 2 * r) * to - r * h * to_slope);
    };
    const Jacobian &p = a.sight.slope, &q = b.sight.slope;
    Node n;
    n.sight.screen = {cubic(a.sight.screen.x, p.xx, b.sight.screen.x, q.xx),
                      cubic(a.sight.screen.y, p.yx, b.sight.screen.y, q.yx)};
    n.sight.slope = {between(p.xx, q.xx), between(p.xy, q.xy), between(p.yx, q.yx), between(p.yy, q.yy)};
    n.sight.cosine = between(a.sight.cosine, b.sight.cosine);
    n.through = between(a.through, b.through);
    n.emitted = between(a.emitted, b.emitted);
    return n;
  }

 private:
  static constexpr int node_step = 8;

  [[nodiscard]] bool calm(const Node& n) const {
    return n.sight.cosine > 0 && std::abs(n.sight.screen.x) < 4.0 * setup_.panel.width() &&
           std::abs(n.sight.screen.y) < 4.0 * setup_.panel.height();
  }

  const Setup& setup_;
  int first_;
  double y_;
  std::vector<Node> nodes_;
};

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

Pixel look_at(const Setup& s, double x, double y, const Node& node) {
  Pixel p{};
  p.sight = node.sight;
  const Sight& sight = p.sight;
  const Jacobian& j = sight.slope;
  const double du = std::sqrt(j.xx * j.xx + j.xy * j.xy), dv = std::sqrt(j.yx * j.yx + j.yy * j.yy);
  p.through = static_cast<float>(node.through);
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
  p.emitted = static_cast<float>(s.shutter.gain(y, v / s.panel.height()) * node.emitted);
  const Vec2 from_axis{x - s.projection.principal_px().x, y - s.projection.principal_px().y};
  const std::array<double, 3> chroma{s.parameters.lens.chroma_r, 0, s.parameters.lens.chroma_b};
  for (std::size_t c = 0; c < 3; ++c)
    p.colour_shift[c] = {-chroma[c] * (j.xx * from_axis.x + j.xy * from_axis.y),
                         -chroma[c] * (j.yx * from_axis.x + j.yy * from_axis.y)};
  return p;
}

// Light on the fine cells of one sensor pixel that sees the panel.
SPOOR_MULTIVERSION
void fill_panel_cells(const Setup& s, const Pixel& p, Planes& fine, int column, int row) {
  const auto xx = static_cast<float>(p.sight.slope.xx), xy = static_cast<float>(p.sight.slope.xy);
  const auto yx = static_cast<float>(p.sight.slope.yx), yy = static_cast<float>(p.sight.slope.yy);
  const bool small = p.box_u <= 1 && p.box_v <= 1;
  const float step = 1.0F / static_cast<float>(s.cells), first = 0.5F * step - 0.5F;
  for (std::size_t c = 0; c < 3; ++c) {
    const double u = p.sight.screen.x + p.colour_shift[c].x, v = p.sight.screen.y + p.colour_shift[c].y;
    // From here on relative to that screen pixel, where a float is exact enough.
    const int i0 = static_cast<int>(std::floor(u)), j0 = static_cast<int>(std::floor(v));
    const auto du = static_cast<float>(u - i0), dv = static_cast<float>(v - j0);
    for (int j = 0; j < s.cells; ++j) {
      const float oy = first + static_cast<float>(j) * step;
      auto* out = fine[c].ptr<float>(row + j) + column;
      for (int i = 0; i < s.cells; ++i) {
        const float ox = first + static_cast<float>(i) * step;
        const float cu = du + xx * ox + xy * oy, cv = dv + yx * ox + yy * oy;
        const float emitted = small
                                  ? s.panel.mean_light_small(c, i0, cu, j0, cv, p.box_u, p.box_v)
                                  : s.panel.mean_light(c, i0 + double{cu}, j0 + double{cv}, p.box_u, p.box_v);
        const float light = p.reflected[c] + p.emitted * emitted;
        out[i] = p.through * (light + p.hand.cover * (p.hand.light[c] - light));
      }
    }
  }
}

void fill_row(const Setup& s, const std::vector<Pixel>& pixels, Planes& fine, int row) {
  int column = 0;
  for (const Pixel& p : pixels) {
    if (p.sees_panel) {
      fill_panel_cells(s, p, fine, column, row);
    } else {
      for (std::size_t c = 0; c < 3; ++c) {
        const float light = p.reflected[c] + p.hand.cover * (p.hand.light[c] - p.reflected[c]);
        for (int j = 0; j < s.cells; ++j)
          std::fill_n(fine[c].ptr<float>(row + j) + column, s.cells, p.through * light);
      }
    }
    column += s.cells;
  }
}

void expose_band(const Setup& s, const cv::Mat& spread, int top, int rows, Planes& out) {
  const int halo = halo_px(spread, s.cells), width = out[0].cols;
  Planes fine;
  for (cv::Mat& plane : fine) plane.create((rows + 2 * halo) * s.cells, (width + 2 * halo) * s.cells, CV_32F);
  std::vector<Pixel> pixels;
  for (int y = -halo; y < rows + halo; ++y) {
    const RowOfSight row(s, -halo, width + 2 * halo, top + y);
    pixels.clear();
    for (int x = -halo; x < width + halo; ++x) pixels.push_back(look_at(s, x, top + y, row.at(x)));
    fill_row(s, pixels, fine, (y + halo) * s.cells);
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
