#include "watermark/trace/rectify.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr int kNodePx = 16;  // between nodes of the map: a lens bends it by less than .001 px in between
constexpr int kBandPx = 64;  // rows of the page that are resampled at a time
constexpr double kPageCorner = 0.5;  // a pixel's centre from its corner

// The map's nodes: where the picture shows every sixteenth pixel.
cv::Mat2f map_nodes(const PageView& view, int threads) {
  cv::Mat2f nodes(view.size.height / kNodePx + 2, view.size.width / kNodePx + 2);
  parallel_for(static_cast<std::size_t>(nodes.rows), threads, [&](std::size_t row) {
    const int j = static_cast<int>(row);
    for (int i = 0; i < nodes.cols; ++i) {
      const cv::Point2d at = view.to_picture({i * kNodePx + kPageCorner, j * kNodePx + kPageCorner});
      nodes(j, i) = {static_cast<float>(at.x - kPageCorner), static_cast<float>(at.y - kPageCorner)};
    }
  });
  return nodes;
}

void fill_map(const cv::Mat2f& nodes, int first_row, cv::Mat2f& map) {
  for (int y = 0; y < map.rows; ++y) {
    const int j = (first_row + y) / kNodePx;
    const float v = static_cast<float>((first_row + y) % kNodePx) / kNodePx;
    for (int x = 0; x < map.cols; ++x) {
      const int i = x / kNodePx;
      const float u = static_cast<float>(x % kNodePx) / kNodePx;
      const cv::Vec2f above = nodes(j, i) * (1 - u) + nodes(j, i + 1) * u;
      const cv::Vec2f below = nodes(j + 1, i) * (1 - u) + nodes(j + 1, i + 1) * u;
      map(y, x) = above * (1 - v) + below * v;
    }
  }
}

// Where the page is the smaller, the picture is averaged down first, so that it does not alias; the map
// follows.
cv::Mat shrunk_to(const cv::Mat& bgr, cv::Mat2f& nodes) {
  const int j = nodes.rows / 2, i = nodes.cols / 2;
  const double step_px = cv::norm(nodes(j, i) - nodes(j, i - 1)) / kNodePx;
  const int factor = std::max(1, static_cast<int>(step_px + 0.25));
  if (factor == 1) return bgr;
  const cv::Size size(bgr.cols / factor, bgr.rows / factor);
  if (size.empty()) return bgr;
  cv::Mat small;
  cv::resize(bgr(cv::Rect({0, 0}, cv::Size(size.width * factor, size.height * factor))), small, size, 0, 0,
             cv::INTER_AREA);
  const float centre = static_cast<float>(kPageCorner);
  for (cv::Vec2f& node : nodes)
    node = (node + cv::Vec2f(centre, centre)) / static_cast<float>(factor) - cv::Vec2f(centre, centre);
  return small;
}

}  // namespace

cv::Point2d PageView::to_picture(cv::Point2d page_px) const {
  cv::Point2d at = corner + page_px * (warp_pixels_a_unit / pixels_a_unit);
  for (auto warp = warps.rbegin(); warp != warps.rend(); ++warp) at = warp->seen_at(at);
  return plane.to_picture(origin + at / warp_pixels_a_unit);
}

PageView PageView::rescaled(double times) const {
  PageView out = *this;
  out.pixels_a_unit *= times;
  out.size = {static_cast<int>(std::lround(size.width * times)),
              static_cast<int>(std::lround(size.height * times))};
  return out;
}

PageView PageView::straightened(std::vector<WarpSample> samples, int degree) const {
  const double times = warp_pixels_a_unit / pixels_a_unit;
  for (WarpSample& sample : samples) sample.at = corner + sample.at * times, sample.moved *= times;
  const cv::Size page(static_cast<int>(std::lround(size.width * times)),
                      static_cast<int>(std::lround(size.height * times)));
  PageView out = *this;
  out.warps.push_back(PageWarp::fit(samples, degree, page));
  return out;
}

PageView PageView::upside_down() const {
  PageView out = *this;
  const double times = warp_pixels_a_unit / pixels_a_unit;
  out.warps.push_back(PageWarp::turn(2 * corner + cv::Point2d(size.width, size.height) * times));
  return out;
}

PageView PageView::cropped(const cv::Rect& part_px) const {
  PageView out = *this;
  out.corner += cv::Point2d(part_px.tl()) * (warp_pixels_a_unit / pixels_a_unit);
  out.size = part_px.size();
  return out;
}

double PageView::picture_step_px() const {
  const cv::Point2d middle(size.width / 2.0, size.height / 2.0);
  const cv::Point2d across = to_picture(middle + cv::Point2d(1, 0)) - to_picture(middle - cv::Point2d(1, 0));
  const cv::Point2d down = to_picture(middle + cv::Point2d(0, 1)) - to_picture(middle - cv::Point2d(0, 1));
  return std::sqrt(std::abs(across.cross(down))) / 2;
}

LumaPicture::LumaPicture(const cv::Mat& bgr) {
  cv::Mat luma;
  cv::cvtColor(bgr, luma, cv::COLOR_BGR2GRAY);
  shrunk_[1] = luma;
}

const cv::Mat1b& LumaPicture::shrunk(int factor) const {
  const cv::Mat1b& full = shrunk_[1];
  const int most = std::max(1, std::min({kMostFactor, full.cols, full.rows}));
  const int at = std::clamp(factor, 1, most);
  cv::Mat1b& kept = shrunk_[static_cast<std::size_t>(at)];
  if (!kept.empty()) return kept;
  const cv::Size size(full.cols / at, full.rows / at);
  cv::resize(full(cv::Rect({0, 0}, size * at)), kept, size, 0, 0, cv::INTER_AREA);
  return kept;
}

cv::Mat1f rectify_luma(const LumaPicture& picture, const PageView& view, Sampling sampling, int threads) {
  constexpr double kFiner = 1.15;  // from that step on more than one sample is worth its time
  const double step_px = view.picture_step_px();
  const int samples = sampling == Sampling::full && step_px > kFiner ? 2 : 1;
  PageView sampled = view.rescaled(samples);
  sampled.size = view.size * samples;
  const int factor =
      std::clamp(static_cast<int>(std::lround(step_px / samples)), 1, LumaPicture::kMostFactor);
  const cv::Mat1b& source = picture.shrunk(factor);
  cv::Mat2f nodes = map_nodes(sampled, threads);
  const auto corner = static_cast<float>(kPageCorner), times = static_cast<float>(factor);
  for (cv::Vec2f& node : nodes) node = (node + cv::Vec2f(corner, corner)) / times - cv::Vec2f(corner, corner);
  cv::Mat1f page(view.size);
  const auto bands = static_cast<std::size_t>((sampled.size.height + kBandPx - 1) / kBandPx);
  parallel_for(bands, threads, [&](std::size_t band) {
    const int from = static_cast<int>(band) * kBandPx;
    const int to = std::min(sampled.size.height, from + kBandPx);
    cv::Mat2f map(to - from, sampled.size.width);
    fill_map(nodes, from, map);
    cv::Mat1b fine;
    cv::remap(source, fine, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    cv::Mat1f fine_float, part = page.rowRange(from / samples, to / samples);
    fine.convertTo(fine_float, CV_32F);
    if (samples == 1)
      fine_float.copyTo(part);
    else
      cv::resize(fine_float, part, part.size(), 0, 0, cv::INTER_AREA);
  });
  return page;
}

void blank_beyond(const LumaPicture& picture, const PageView& view, cv::Mat1f& plane, int threads) {
  constexpr double kGlyphPx = 16;
  const auto kept = static_cast<float>(kGlyphPx * view.picture_step_px());
  const cv::Mat2f nodes = map_nodes(view, threads);
  const cv::Size size = picture.size();
  const auto within = [&](const cv::Vec2f& at) {
    return at[0] >= -kept && at[1] >= -kept && at[0] <= static_cast<float>(size.width) - 1 + kept &&
           at[1] <= static_cast<float>(size.height) - 1 + kept;
  };
  if (std::all_of(nodes.begin(), nodes.end(), within)) return;
  const auto bands = static_cast<std::size_t>((plane.rows + kBandPx - 1) / kBandPx);
  parallel_for(bands, threads, [&](std::size_t band) {
    const int from = static_cast<int>(band) * kBandPx, to = std::min(plane.rows, from + kBandPx);
    cv::Mat2f map(to - from, plane.cols);
    fill_map(nodes, from, map);
    for (int y = from; y < to; ++y)
      for (int x = 0; x < plane.cols; ++x)
        if (!within(map(y - from, x))) plane(y, x) = 0;
  });
}

PageView view_of(const PlaneFit& fit, double scale, double most_pixels) {
  PageView view;
  view.plane = fit.plane;
  view.origin = fit.text.tl();
  view.pixels_a_unit = std::min(scale * fit.plane.focal_px, std::sqrt(most_pixels / fit.text.area()));
  view.warp_pixels_a_unit = view.pixels_a_unit;
  view.size = {std::max(1, static_cast<int>(fit.text.width * view.pixels_a_unit)),
               std::max(1, static_cast<int>(fit.text.height * view.pixels_a_unit))};
  return view;
}

cv::Mat rectify(const cv::Mat& bgr, const PageView& view, int threads) {
  cv::Mat2f nodes = map_nodes(view, threads);
  const cv::Mat source = shrunk_to(bgr, nodes);
  cv::Mat page(view.size, CV_8UC3);
  const auto bands = static_cast<std::size_t>((view.size.height + kBandPx - 1) / kBandPx);
  parallel_for(bands, threads, [&](std::size_t band) {
    const int from = static_cast<int>(band) * kBandPx;
    const int to = std::min(view.size.height, from + kBandPx);
    cv::Mat2f map(to - from, view.size.width);
    fill_map(nodes, from, map);
    cv::Mat part = page.rowRange(from, to);
    cv::remap(source, part, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  });
  return page;
}

}  // namespace spoor::trace
