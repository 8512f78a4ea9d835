// The pass-rate table at small scale: the whole tracer on composed screens. Seeds of its own.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

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
  for (const ScreenSource& source : {unmarked_pages(), foreign_pages(), other_pictures()})
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
