// A reader's window rather than a bare page: a tree, a path and code, each on a lattice of its own.
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tests/support/page_render.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/strips.hpp"

using namespace spoor;

namespace {

constexpr double kEmPx = 15;
constexpr int kTreeWidthPx = 240, kWidthPx = 1000;
const std::vector<std::u32string> kTree = {U"    asyncio",    U"      events.py", U"      futures.py",
                                           U"      locks.py", U"      queues.py", U"      runners.py"};

struct Window {
  cv::Mat picture;
  mark::KerningTable table = support::random_table(5);
};

cv::Mat pane(const text::Face& face, const Window& window, const std::vector<std::u32string>& rows,
             double origin_x_px, int first_baseline_px, int line_height_px, support::Rgb background,
             cv::Size size) {
  support::PageStyle style;
  style.em_px = kEmPx, style.origin_x_px = origin_x_px, style.first_baseline_px = first_baseline_px;
  style.line_height_px = line_height_px, style.background = background;
  return support::render_page(face, rows, window.table, style, size);
}

// A path of its own phase above `code_rows` rows of code, a tree beside both.
Window make_window(int code_rows) {
  Window window;
  const auto face = text::Face::open(text::FontId::jetbrains_mono).value();
  const int height = 30 + 22 * code_rows;
  const auto tree = pane(face, window, kTree, 7, 21, 25, {17, 19, 23}, {kTreeWidthPx, height});
  const auto path =
      pane(face, window, {U"python/asyncio/locks.py"}, 14.4, 20, 22, {24, 26, 31}, {kWidthPx, 28});
  const auto rows = support::rows_of_file(SPOOR_TEST_SOURCE, 300, static_cast<std::size_t>(code_rows), true);
  const auto code = pane(face, window, rows, 10, 17, 22, {24, 26, 31}, {kWidthPx, height - 28});
  cv::Mat right;
  cv::vconcat(path, code, right);
  cv::hconcat(tree, right, window.picture);
  return window;
}

}  // namespace

TEST_CASE("strips part where the background does, not where text is", "[window]") {
  const auto strips = trace::find_strips(make_window(12).picture);
  REQUIRE(strips.size() == 2);
  CHECK(std::abs(strips[0].end - kTreeWidthPx) <= 6);
  CHECK(strips[1].end == kTreeWidthPx + kWidthPx);
  CHECK(trace::find_strips(cv::Mat(1, 1, CV_8UC3, cv::Scalar(9, 9, 9))).size() == 1);
}

TEST_CASE("tree, path and few rows of code are each measured on their own lattice", "[window]") {
  for (const int code_rows : {4, 12}) {
    const Window window = make_window(code_rows);
    const auto measured = trace::measure(window.picture, {}).value();
    int right = 0, tree = 0, path = 0;
    for (const trace::MeasuredGlyph& g : measured.glyphs) {
      right += (g.offset_em > 0) == (mark::offset_em(g.window, window.table, mark::kDefaultStrengthEm) > 0);
      tree += g.x_px < kTreeWidthPx;
      path += g.x_px > kTreeWidthPx && g.y_px < 25;
    }
    const auto total = static_cast<double>(measured.glyphs.size());
    CAPTURE(code_rows, right, total, tree, path);
    CHECK(right >= 0.97 * total);
    CHECK(tree >= 25);
    CHECK(path >= 18);
    CHECK(total >= 80);
  }
}
