// The pass-rate table at small scale: the whole tracer on composed screens. Seeds of its own.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <sstream>
#include <utility>

#include "composed.hpp"
#include "degrade.hpp"
#include "tally.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::blackbox {
namespace {

constexpr std::uint64_t kTestSeeds = 500'000;

class Run {
 public:
  explicit Run(const std::string& name)
      : dir_(std::filesystem::temp_directory_path() / ("spoor_blackbox_test_" + name)) {
    std::filesystem::create_directories(dir_);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { std::filesystem::remove_all(dir_); }

  [[nodiscard]] const seal::Kit& kit() const { return kit_; }
  [[nodiscard]] const trace::Judge& judge() const { return *judge_; }

  trace::TraceResult trace(const Damaged& damaged) const {
    const auto path = dir_ / ("capture" + damaged.extension);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(damaged.file.data()),
               static_cast<std::streamsize>(damaged.file.size()));
    return trace::trace_capture(path, {kit_, *judge_, nullptr}, {});
  }

 private:
  std::filesystem::path dir_;
  seal::Kit kit_ = composed_kit(7, 50, 96);
  tl::expected<trace::Judge, trace::TraceError> judge_ = trace::Judge::create(kit_);
};

TEST_CASE("screens of a kit's sessions are named under every asked condition") {
  constexpr std::size_t kScreens = 3;
  const Run run("marked");
  const ScreenSource source = composed_pages(run.kit(), run.judge());
  std::size_t wrong = 0, correct = 0, all = 0;
  for (std::size_t i = 0; i < kScreens; ++i) {
    const auto screen = source(kTestSeeds + i);
    REQUIRE(screen.has_value());
    for (const Condition& condition : conditions()) {
      if (condition.required == 0) continue;
      std::mt19937_64 random(i);
      const Outcome outcome =
          outcome_of(run.trace(condition.apply(*screen, random)), screen->truth, run.kit());
      ++all, correct += outcome == Outcome::correct, wrong += outcome == Outcome::wrong;
    }
  }
  CHECK(wrong == 0);
  CHECK(correct >= all - 2);  // a short crop of blank lines may be too little
}

TEST_CASE("screens that nobody of the kit drew name nobody") {
  const Run run("null");
  const seal::Kit unlisted = unlisted_sessions(run.kit(), 7);
  const auto unlisted_judge = trace::Judge::create(unlisted);
  REQUIRE(unlisted_judge.has_value());
  for (const ScreenSource& source :
       {unmarked_pages(), foreign_pages(), other_pictures(), unlisted_pages(unlisted, *unlisted_judge)})
    for (std::size_t i = 0; i < 4; ++i) {
      const auto screen = source(kTestSeeds + i);
      REQUIRE(screen.has_value());
      std::mt19937_64 random(i);
      const auto result = run.trace(conditions()[i % 4].apply(*screen, random));
      CAPTURE(screen->what);
      CHECK_FALSE(result.error.has_value());
      CHECK(outcome_of(result, screen->truth, run.kit()) != Outcome::wrong);
    }
}

TEST_CASE("a crop of five lines holds five whole rows of code and no blank place") {
  const Run run("crop");
  const ScreenSource source = composed_pages(run.kit(), run.judge());
  for (std::uint64_t seed = kTestSeeds; seed < kTestSeeds + 4; ++seed) {
    const auto screen = source(seed);
    REQUIRE(screen.has_value());
    REQUIRE(screen->code.count > 12);
    for (const auto& [condition, rows] : {std::pair{4, 12}, std::pair{5, 5}}) {
      std::mt19937_64 random(seed), again(seed);
      const Damaged crop = conditions()[static_cast<std::size_t>(condition)].apply(*screen, random);
      CHECK(crop.rows == rows);
      CHECK(crop.first_row + rows <= screen->code.count);
      const cv::Mat image = cv::imdecode(crop.file, cv::IMREAD_GRAYSCALE);
      CHECK(image.cols == screen->bgr.cols);
      CHECK(image.rows >= rows * screen->code.row_px);
      CHECK(image.rows <= (rows + 1) * screen->code.row_px);
      cv::Scalar mean, deviation;
      cv::meanStdDev(image, mean, deviation);
      CHECK(deviation[0] > 5);
      CHECK(conditions()[static_cast<std::size_t>(condition)].apply(*screen, again).file == crop.file);
    }
  }
}

TEST_CASE("a place counts as tied only beside the true one and with the very same bytes") {
  const std::filesystem::path tree = std::filesystem::temp_directory_path() / "spoor_blackbox_tree";
  std::filesystem::create_directories(tree);
  std::ofstream(tree / "true.h") << "a\nb\nc\nd\n";
  std::ofstream(tree / "copy.h") << "x\na\nb\nc\n";
  std::ofstream(tree / "like.h") << "x\na\nb\nC\n";
  Truth truth;
  truth.path = "true.h";
  truth.tree = tree;
  const LineRange shown{1, 3};
  const auto outcome = [&](const char* path, bool true_one_listed) {
    trace::TraceResult result;
    trace::SourcePlace& place = result.source.emplace();
    place.path = path, place.first_line = 2, place.last_line = 4;
    if (true_one_listed) place.ties.push_back(trace::SourceLines{"true.h", 1, 3});
    return place_of(result, truth, shown);
  };
  CHECK(outcome("true.h", false) == PlaceOutcome::exact);
  CHECK(outcome("copy.h", true) == PlaceOutcome::tied);
  CHECK(outcome("copy.h", false) == PlaceOutcome::wrong);
  CHECK(outcome("like.h", true) == PlaceOutcome::wrong);
  CHECK(place_of({}, truth, shown) == PlaceOutcome::none);
  trace::TraceResult far_away;
  far_away.source.emplace();
  far_away.source->path = "true.h", far_away.source->first_line = 40, far_away.source->last_line = 42;
  CHECK(place_of(far_away, truth, shown) == PlaceOutcome::wrong);
  std::filesystem::remove_all(tree);
}

TEST_CASE("the tally calls things by their name") {
  const seal::Kit kit = composed_kit(7, 3, 96);
  Truth truth;
  truth.reviewer = kit.sessions[1].reviewer;
  truth.drawn_unix_s = kit.sessions[1].start_unix_s + 4 * 900 + 10;
  trace::TraceResult result;
  result.verdict.kind = trace::VerdictKind::match;
  result.verdict.best = trace::NamedSession{1, 30, -30};
  CHECK(outcome_of(result, truth, kit) == Outcome::correct);
  result.verdict.slot = std::uint16_t{4};
  CHECK(outcome_of(result, truth, kit) == Outcome::correct);
  result.verdict.slot = std::uint16_t{6};
  CHECK(outcome_of(result, truth, kit) == Outcome::wrong);
  result.verdict.slot.reset();
  result.verdict.best->index = 2;
  CHECK(outcome_of(result, truth, kit) == Outcome::wrong);
  CHECK(outcome_of(result, {}, kit) == Outcome::wrong);
  result.verdict.kind = trace::VerdictKind::unmarked;
  CHECK(outcome_of(result, {}, kit) == Outcome::unmarked);
  Row row;
  row.condition = "PNG", row.required = 0.9;
  row.outcomes.assign(10, Outcome::correct);
  CHECK(row.passes());
  row.outcomes[0] = row.outcomes[1] = Outcome::inconclusive;
  CHECK_FALSE(row.passes());
  std::ostringstream out;
  print_table(out, {row});
  CHECK_THAT(out.str(), Catch::Contains("80.00"));
}

}  // namespace
}  // namespace spoor::blackbox
