// Several captures of one leak, and one capture of several sessions; files that a run is resumed from.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "judge_synthetic.hpp"
#include "watermark/trace/captures.hpp"
#include "watermark/trace/check.hpp"
#include "watermark/trace/parts.hpp"
#include "watermark/trace/results_file.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::trace {
namespace {

namespace fs = std::filesystem;

class TempFolder {
 public:
  TempFolder()
      : path_(fs::temp_directory_path() /
              ("spoor_parts_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
    fs::create_directories(path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// Two panes of one picture, drawn by two tables.
Measurement two_panes(const mark::KerningTable& first, const mark::KerningTable& second) {
  synthetic::PageOptions page;
  Measurement both = synthetic::measure_page(first, page, 1);
  page.first_line = 2000;
  const Measurement other = synthetic::measure_page(second, page, 2);
  both.panes.push_back(other.panes.front());
  for (MeasuredGlyph glyph : other.glyphs) {
    glyph.pane = 1;
    both.glyphs.push_back(glyph);
  }
  return both;
}

TEST_CASE("two windows of two sessions are told apart") {
  const seal::Kit kit = synthetic::make_kit(7, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  const Measurement both = two_panes(judge.table_of(3, 2), judge.table_of(11, 5));
  const Verdict verdict = synthetic::judge_one(judge, both);
  REQUIRE(verdict.several);
  const auto parts = tell_apart(judge, std::span(&both, 1), {});
  REQUIRE(parts.has_value());
  REQUIRE(parts->size() == 2);
  CHECK((*parts)[0].verdict.best->index == 3);
  CHECK((*parts)[1].verdict.best->index == 11);
  CHECK((*parts)[0].verdict.slot == 2);
  CHECK((*parts)[1].verdict.slot == 5);
  CHECK((*parts)[0].verdict.hypotheses ==
        Approx(5 * verdict.hypotheses));  // 2 panes, twice, and once together
}

TEST_CASE("parts count every attempt at the capture, whichever of its pictures they lie in") {
  const seal::Kit kit = synthetic::make_kit(7, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  synthetic::PageOptions page;
  const std::vector<Measurement> pictures{synthetic::measure_page(judge.table_of(3, 2), page, 1),
                                          synthetic::measure_page(judge.table_of(11, 5), page, 2)};
  const auto once = tell_apart(judge, pictures, {});
  JudgeOptions twice;
  twice.attempts = 2;
  const auto counted = tell_apart(judge, pictures, twice);
  REQUIRE(once.has_value());
  REQUIRE(counted.has_value());
  REQUIRE(once->size() == 2);
  REQUIRE(counted->size() == 2);
  for (std::size_t i = 0; i < 2; ++i)
    CHECK((*counted)[i].verdict.hypotheses == Approx(2 * (*once)[i].verdict.hypotheses));
}

TEST_CASE("two windows of one session are one part, and an unmarked one is none") {
  const seal::Kit kit = synthetic::make_kit(7, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  const Measurement same = two_panes(judge.table_of(3, 2), judge.table_of(3, 2));
  CHECK_FALSE(synthetic::judge_one(judge, same).several);
  const auto parts = tell_apart(judge, std::span(&same, 1), {});
  REQUIRE(parts->size() == 1);
  CHECK(parts->front().panes == 2);
  synthetic::PageOptions plain;
  plain.strength_em = 0;
  const Measurement none = synthetic::measure_page(judge.table_of(3, 2), plain, 1);
  CHECK(tell_apart(judge, std::span(&none, 1), {})->empty());
}

MeasuredCapture measured(const std::string& name, const Measurement& measurement) {
  MeasuredCapture out;
  out.result.capture = name;
  out.exhibits.emplace_back().measurement = measurement;
  return out;
}

TEST_CASE("captures that are too little alone are enough together") {
  const seal::Kit kit = synthetic::make_kit(21, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  const TraceContext context{kit, judge, nullptr};
  std::vector<MeasuredCapture> captures;
  TraceOptions options;
  options.judge.captures = 4;
  for (std::size_t i = 0; i < 4; ++i) {
    synthetic::PageOptions page;
    page.rows = 4, page.first_line = 300 + 60 * i, page.sigma_strengths = 1.7;
    captures.push_back(measured("a", synthetic::measure_page(judge.table_of(9, 4), page, i)));
    CHECK(judge_capture(captures.back(), context, options).verdict.kind == VerdictKind::inconclusive);
  }
  captures.push_back(measured("torn", {}));
  captures.back().result.error = TraceError{TraceErrorCode::not_an_image, "it is torn"};
  const TraceResult joined = judge_joined(captures, context, options);
  REQUIRE_FALSE(joined.error.has_value());
  CHECK(joined.verdict.kind == VerdictKind::match);
  CHECK(joined.verdict.best->index == 9);
  REQUIRE(joined.joined.size() == 5);
  CHECK(joined.joined[4].error == "it is torn");
  const auto object = nlohmann::json::parse(to_json_line(joined, kit));
  CHECK(object["joined"].size() == 5);
  CHECK(object["joined"][4]["reason"] == "it is torn");
}

TEST_CASE("joined captures of two sessions are told apart by capture") {
  const seal::Kit kit = synthetic::make_kit(22, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  const TraceResult result =
      judge_joined({measured("a", synthetic::measure_page(judge.table_of(3, 2), {}, 1)),
                    measured("b", synthetic::measure_page(judge.table_of(5, 1), {}, 2))},
                   {kit, judge, nullptr}, {});
  CHECK(result.verdict.kind == VerdictKind::inconclusive);
  REQUIRE(result.parts.size() == 2);
  CHECK(result.parts[0].captures == std::vector<std::size_t>{0});
  CHECK(result.parts[1].captures == std::vector<std::size_t>{1});
}

TEST_CASE("a folder stands for its pictures, in the order of their names") {
  const TempFolder folder;
  for (const char* name : {"b.png", "a/z.JPG", "a/b.webp", "notes.txt", "c.mp4"}) put(folder / name, "x");
  const auto list = list_captures({folder / "notes.txt", folder.path()});
  REQUIRE(list.has_value());
  const std::vector<fs::path> expected = {folder / "notes.txt", folder / "a/b.webp", folder / "a/z.JPG",
                                          folder / "b.png", folder / "c.mp4"};
  CHECK(list->files == expected);
  CHECK(list->others == 1);
}

TEST_CASE("a run goes on where it was stopped") {
  const TempFolder folder;
  const seal::Kit kit = synthetic::make_kit(1, 20, 96);
  const Judge judge = synthetic::make_judge(kit);
  TraceResult result;
  result.capture = "leak.png", result.sha256_hex = "aa", result.captures = 2;
  result.verdict = synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(4, 7), {}, 1));
  {
    auto results = ResultsFile::open(folder / "r.jsonl");
    REQUIRE(results.has_value());
    REQUIRE(results->append(to_json_line(result, kit)).has_value());
  }
  std::ofstream(folder / "r.jsonl", std::ios::app) << R"({"tool":"spoor-tr)";  // torn by a kill
  const auto results = ResultsFile::open(folder / "r.jsonl");
  REQUIRE(results.has_value());
  const auto earlier = results->earlier("leak.png", "aa", kit.sha256_hex, 2);
  REQUIRE(earlier.has_value());
  CHECK(earlier->verdict == "match");
  CHECK(earlier->code == ExitCode::done);
  CHECK(earlier->line == to_json_line(result, kit));
  CHECK_FALSE(results->earlier("leak.png", "ab", kit.sha256_hex, 2).has_value());  // another picture
  CHECK_FALSE(results->earlier("leak.png", "aa", "other kit", 2).has_value());
  CHECK_FALSE(results->earlier("leak.png", "aa", kit.sha256_hex, 3).has_value());  // more were tried
  CHECK_FALSE(results->earlier("other.png", "aa", kit.sha256_hex, 2).has_value());
  put(folder / "other", "something else\n");
  CHECK(ResultsFile::open(folder / "other").error().code == TraceErrorCode::damaged);
}

TEST_CASE("a picture's prospect grows with its text and its sharpness") {
  const auto coder = mark_code::Coder::create({});
  const auto enough = [&](double glyphs, double snr_db) {
    return shortfall(expected_chips(glyphs, snr_db, {}), *coder, 13.8, {}).enough;
  };
  CHECK(enough(1500, 0));
  CHECK(enough(400, 8));
  CHECK_FALSE(enough(30, 20));
  CHECK_FALSE(enough(300, -12));
}

}  // namespace
}  // namespace spoor::trace
