// Pictures that were turned: what is in a mirror is read and said to be; what holds no text stays nothing.
#include "watermark/trace/mirrored.hpp"

#include <catch2/catch.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "format_files.hpp"
#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::trace {
namespace {

struct Scene {
  seal::Kit kit = synthetic::make_kit(31, 20, 8);
  Judge judge = synthetic::make_judge(kit);
  cv::Mat page;

  Scene() {
    const auto face = text::Face::open(text::FontId::jetbrains_mono).value();
    const auto rows = support::rows_of_file("/usr/include/c++/12/bits/stl_algo.h", 300, 30, false);
    page = support::render_page(face, rows, judge.table_of(6, 3), {}, {760, 600});
  }
  [[nodiscard]] TraceResult trace(const cv::Mat& picture) const {
    testing::Bytes png;
    REQUIRE(cv::imencode(".png", picture, png));
    return trace_capture(testing::TempFile(png).path(), {kit, judge, nullptr}, {});
  }
};

TEST_CASE("a page in a mirror names its session and says that it was mirrored") {
  const Scene scene;
  cv::Mat mirrored;
  cv::flip(scene.page, mirrored, 1);
  const TraceResult result = scene.trace(mirrored);
  REQUIRE_FALSE(result.error.has_value());
  CHECK(result.mirrored);
  CHECK(result.verdict.kind == VerdictKind::match);
  CHECK(result.verdict.best->index == 6);
  const TraceResult plain = scene.trace(scene.page);
  CHECK_FALSE(plain.mirrored);
  CHECK(plain.verdict.kind == VerdictKind::match);
}

TEST_CASE("the frames of a video are judged as one") {
  const Scene scene;
  const testing::TempFile file({});
  testing::write_video(file.path(), std::vector<cv::Mat>(6, scene.page));
  TraceOptions options;
  options.limits.most_frames = 2;
  const TraceResult result = trace_capture(file.path(), {scene.kit, scene.judge, nullptr}, options);
  REQUIRE_FALSE(result.error.has_value());
  CHECK(result.verdict.kind == VerdictKind::match);
  CHECK(result.verdict.best->index == 6);
}

TEST_CASE("a scanned page in a PDF is traced") {
  const Scene scene;
  const testing::TempFile file(testing::pdf_file({scene.page}, 150));
  const TraceResult result = trace_capture(file.path(), {scene.kit, scene.judge, nullptr}, {});
  REQUIRE_FALSE(result.error.has_value());
  CHECK(result.verdict.kind == VerdictKind::match);
  CHECK(result.verdict.best->index == 6);
}

}  // namespace
}  // namespace spoor::trace
