#include "tests/unit/measure/truth.hpp"

#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "watermark/mark/fold.hpp"

namespace spoor::measure_test {
namespace {

constexpr int kWidthPx = 1280, kHeightPx = 720;
constexpr double kOriginXPx = 12, kFirstBaselinePx = 20;

char32_t cell_at(const std::u32string& row, int i) {
  return i < 0 || i >= std::ssize(row) ? U' ' : row[static_cast<std::size_t>(i)];
}

bool same_class(char32_t a, char32_t b) {
  return mark::fold(a) == mark::fold(b);
}

}  // namespace

Page make_page(const Scene& scene) {
  Page page;
  page.scene = scene;
  const auto face = text::Face::open(scene.font).value();
  support::PageStyle style;
  style.em_px = scene.em_px;
  style.line_height_px = static_cast<int>(std::lround(scene.em_px * 1.35));
  style.origin_x_px = kOriginXPx;
  style.first_baseline_px = static_cast<int>(kFirstBaselinePx);
  style.strength_em = scene.strength_em;
  if (scene.light) {
    style.background = {250, 250, 250};
    style.foregrounds = {{40, 40, 50}, {140, 0, 140}, {0, 110, 30}, {110, 110, 120}};
  }
  const auto count = static_cast<std::size_t>(kHeightPx / style.line_height_px - 1);
  page.rows = support::rows_of_file(SPOOR_TEST_SOURCE, 100 + 10 * scene.seed, count, true);
  page.table = support::random_table(scene.seed);
  page.picture = support::render_page(face, page.rows, page.table, style, {kWidthPx, kHeightPx});
  const double r = scene.rescale;
  if (r != 1) cv::resize(page.picture, page.picture, {}, r, r, scene.interpolation);
  page.advance_px = face.advance_em() * scene.em_px * r;
  page.origin_x_px = kOriginXPx * r;
  page.line_height_px = style.line_height_px * r;
  page.first_baseline_px = kFirstBaselinePx * r;
  if (scene.crop_rows > 0) {
    const int top = static_cast<int>(5 * page.line_height_px) + 3;
    const int height = static_cast<int>(scene.crop_rows * page.line_height_px);
    page.picture = page.picture.rowRange(top, top + height).clone();
    page.first_baseline_px -= top;
  }
  if (scene.jpeg_quality > 0) {
    std::vector<unsigned char> bytes;
    cv::imencode(".jpg", page.picture, bytes, {cv::IMWRITE_JPEG_QUALITY, scene.jpeg_quality});
    page.picture = cv::imdecode(bytes, cv::IMREAD_COLOR);
  }
  return page;
}

Comparison compare(const Page& page, const trace::Measurement& m) {
  Comparison out;
  const double screen_em = page.scene.em_px;
  for (std::size_t r = 0; r < page.rows.size(); ++r) {
    const double baseline = page.first_baseline_px + static_cast<double>(r) * page.line_height_px;
    const bool whole = baseline - 0.9 * screen_em * page.scene.rescale >= 0 &&
                       baseline + 0.25 * screen_em * page.scene.rescale <= page.picture.rows;
    for (std::size_t c = 0; whole && c < page.rows[r].size(); ++c)
      out.drawn += page.rows[r][c] != U' ' &&
                   page.origin_x_px + static_cast<double>(c + 1) * page.advance_px < page.picture.cols - 2;
  }
  double squares = 0, normalised = 0;
  for (const trace::MeasuredGlyph& g : m.glyphs) {
    const int column = static_cast<int>(std::lround((g.x_px - page.origin_x_px) / page.advance_px - 0.5));
    const int row = static_cast<int>(std::lround((g.y_px - page.first_baseline_px) / page.line_height_px));
    if (row < 0 || row >= std::ssize(page.rows)) continue;
    const std::u32string& cells = page.rows[static_cast<std::size_t>(row)];
    mark::Window truth{};
    for (int k = -2; k <= 2; ++k) truth[static_cast<std::size_t>(k + 2)] = cell_at(cells, column + k);
    ++out.measured;
    out.claimed_right += g.read_probability;
    out.read_right += same_class(truth[1], g.window[1]) && same_class(truth[2], g.window[2]) &&
                      same_class(truth[3], g.window[3]);
    const double offset_em = mark::offset_em(truth, page.table, page.scene.strength_em);
    const double error_em = g.offset_em - offset_em;
    out.sign_right += (g.offset_em > 0) == (offset_em > 0);
    squares += error_em * error_em;
    normalised += error_em * error_em / (double{g.sigma_em} * g.sigma_em);
  }
  const double n = std::max(1, out.measured);
  out.read_right /= n, out.sign_right /= n, out.claimed_right /= n;
  out.rms_px = std::sqrt(squares / n) * screen_em;
  out.normalised = normalised / n;
  return out;
}

}  // namespace spoor::measure_test
