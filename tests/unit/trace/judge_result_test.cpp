// What is written down: the same JSON keys for every result, sorted; nobody named without a match.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/trace/overlay.hpp"
#include "watermark/trace/program.hpp"
#include "watermark/trace/result.hpp"

namespace spoor::trace {
namespace {

using nlohmann::json;

const std::vector<std::string> kKeys = {"blind",
                                        "capture",
                                        "captures",
                                        "false_accusation_probability",
                                        "glyphs",
                                        "hypotheses",
                                        "joined",
                                        "kit_sha256",
                                        "log10_likelihood_ratio",
                                        "mirrored",
                                        "missing",
                                        "organisation",
                                        "parts",
                                        "pixels_per_advance",
                                        "reason",
                                        "reviewer",
                                        "runner_up",
                                        "session",
                                        "sha256",
                                        "sign_agreement",
                                        "slot_end",
                                        "slot_start",
                                        "snr_db",
                                        "source",
                                        "tool",
                                        "verdict",
                                        "version",
                                        "weight",
                                        "window_end",
                                        "window_start"};

std::vector<std::string> keys_of(const json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

struct Case {
  seal::Kit kit = synthetic::make_kit(1, 20, 96);
  Judge judge = synthetic::make_judge(kit);

  [[nodiscard]] TraceResult match() const {
    TraceResult result;
    result.capture = "leak.png";
    result.sha256_hex = std::string(64, 'b');
    result.verdict = synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(4, 7), {}, 1));
    result.pixels_per_advance = 8.4;
    SourcePlace& place = result.source.emplace();
    place.path = "bits/stl_algo.h", place.first_line = 401, place.last_line = 440;
    place.release = "1.2";
    return result;
  }
};

TEST_CASE("a match's object holds every key and names the session") {
  const Case here;
  const TraceResult result = here.match();
  REQUIRE(result.verdict.kind == VerdictKind::match);
  const std::string line = to_json_line(result, here.kit);
  CHECK(line.find('\n') == std::string::npos);
  const json object = json::parse(line);
  CHECK(keys_of(object) == kKeys);
  CHECK(object["verdict"] == "match");
  CHECK(object["session"] == here.kit.sessions[4].id);
  CHECK(object["reviewer"] == "Reviewer 4");
  CHECK(object["organisation"] == "Example Ltd");
  CHECK(object["slot_start"] == "2027-01-15T09:45:00Z");
  CHECK(object["slot_end"] == "2027-01-15T10:00:00Z");
  CHECK(object["false_accusation_probability"].get<double>() <= 1e-9);
  CHECK(object["false_accusation_probability"].get<double>() > 0);
  CHECK(object["window_start"] == "2027-01-15T09:45:00Z");
  CHECK(object["window_end"] == "2027-01-15T10:00:00Z");
  CHECK(object["weight"]["support"] == "extremely strong support");
  CHECK(object["weight"]["log10_against_registered"].get<double>() > 9);
  CHECK(object["weight"]["log10_against_unmarked"].get<double>() > 9);
  CHECK(object["missing"].is_null());
  CHECK(object["runner_up"]["session"].is_string());
  CHECK(object["runner_up"]["log10_likelihood_ratio"].get<double>() < 0);
  CHECK(keys_of(object["blind"]) == std::vector<std::string>{"decoded", "session"});
  CHECK(object["source"]["path"] == "bits/stl_algo.h");
  CHECK(keys_of(object["source"]) ==
        std::vector<std::string>{"evidence", "first_line", "last_line", "path", "release", "ties"});
  CHECK(object["source"]["first_line"] == 401);
  CHECK(object["source"]["evidence"] == json{"text"});
  CHECK(object["source"]["ties"].empty());
  CHECK(object["reason"].is_null());
  CHECK(object["tool"] == "spoor-trace");
  CHECK(object["kit_sha256"] == here.kit.sha256_hex);
  CHECK(to_json_line(here.match(), here.kit) == line);
}

TEST_CASE("what speaks for a place and what ties with it is said") {
  const Case here;
  TraceResult result = here.match();
  result.source->line_numbers = result.source->path_read = result.source->name_read = true;
  for (std::uint64_t i = 0; i < 6; ++i)
    result.source->ties.push_back(SourceLines{"copies/algo.h", 401 + i, 440 + i, result.source->release});
  result.source->ties[0].release = "an older one";
  const json source = json::parse(to_json_line(result, here.kit))["source"];
  CHECK(source["evidence"] == json{"text", "line_numbers", "path", "file_name"});
  REQUIRE(source["ties"].size() == 6);
  CHECK(source["ties"][1] == json{{"path", "copies/algo.h"},
                                  {"first_line", 402},
                                  {"last_line", 441},
                                  {"release", result.source->release}});
  const std::string text = to_text(result, here.kit);
  CHECK_THAT(text, Catch::Contains("6 other places that nothing in the picture tells apart"));
  CHECK_THAT(text, Catch::Contains("copies/algo.h, lines 401 to 440 of release an older one"));
  CHECK_THAT(text, Catch::Contains("copies/algo.h, lines 404 to 443\n"));
  CHECK_THAT(text, !Catch::Contains("lines 405 to 444") && Catch::Contains("and more"));
}

TEST_CASE("results without a match hold the same keys and name nobody") {
  const Case here;
  TraceResult unmarked = here.match();
  unmarked.verdict =
      synthetic::judge_one(here.judge, synthetic::measure_page(support::random_table(9), {}, 1));
  unmarked.source.reset();
  TraceResult inconclusive = here.match();
  synthetic::PageOptions short_page;
  short_page.rows = 1;
  inconclusive.verdict =
      synthetic::judge_one(here.judge, synthetic::measure_page(here.judge.table_of(4, 7), short_page, 1));
  TraceResult failed;
  failed.capture = "torn\xFF.png";
  failed.error = TraceError{TraceErrorCode::not_an_image, "the file is torn"};
  for (const TraceResult& result : {unmarked, inconclusive, failed}) {
    const json object = json::parse(to_json_line(result, here.kit));
    CHECK(keys_of(object) == kKeys);
    for (const char* key : {"session", "reviewer", "organisation", "slot_start", "slot_end", "sign_agreement",
                            "weight", "window_start", "window_end"})
      CHECK(object[key].is_null());
    CHECK(object["runner_up"]["session"].is_null());
    CHECK(object["blind"]["session"].is_null());
    CHECK(object["reason"].is_string());
  }
  CHECK(json::parse(to_json_line(unmarked, here.kit))["verdict"] == "unmarked");
  const json short_of = json::parse(to_json_line(inconclusive, here.kit));
  CHECK(short_of["verdict"] == "inconclusive");
  CHECK(short_of["missing"]["more_glyphs"].get<int>() > 0);
  CHECK(json::parse(to_json_line(failed, here.kit))["verdict"].is_null());
}

TEST_CASE("the text for an examiner names a match and nobody else") {
  const Case here;
  const std::string match = to_text(here.match(), here.kit);
  for (const char* part : {"leak.png: match", "Reviewer 4", "2027-01-15 09:45 to 10:00 UTC",
                           "bits/stl_algo.h, lines 401 to 440 of release 1.2", "glyphs"})
    CHECK_THAT(match, Catch::Contains(part));
  TraceResult unmarked = here.match();
  unmarked.verdict =
      synthetic::judge_one(here.judge, synthetic::measure_page(support::random_table(9), {}, 1));
  CHECK_THAT(to_text(unmarked, here.kit), !Catch::Contains("Reviewer"));
}

TEST_CASE("the worst of several exit codes") {
  CHECK(worse(ExitCode::done, ExitCode::unmarked) == ExitCode::unmarked);
  CHECK(worse(ExitCode::unmarked, ExitCode::inconclusive) == ExitCode::inconclusive);
  CHECK(worse(ExitCode::inconclusive, ExitCode::damaged) == ExitCode::damaged);
  CHECK(worse(ExitCode::auth, ExitCode::damaged) == ExitCode::auth);
  CHECK(worse(ExitCode::auth, ExitCode::usage) == ExitCode::usage);
  CHECK(worse(ExitCode::failed, ExitCode::usage) == ExitCode::failed);
  CHECK(worse(ExitCode::done, ExitCode::done) == ExitCode::done);
  CHECK(exit_code_for(TraceErrorCode::too_large) == ExitCode::damaged);
  CHECK(exit_code_for(TraceErrorCode::io) == ExitCode::failed);
}

TEST_CASE("the overlay draws bars where glyphs are, and refuses what holds none") {
  const Case here;
  const Measurement page = synthetic::measure_page(here.judge.table_of(4, 7), {}, 1);
  const cv::Mat grey(800, 1000, CV_8UC3, cv::Scalar::all(40));
  const auto named = draw_overlay(grey, page, here.judge.table_of(4, 7), true, {}, {"title", "detail"});
  const auto unnamed = draw_overlay(grey, page, std::nullopt, false, {}, {"title", "detail"});
  REQUIRE(named.has_value());
  REQUIRE(unnamed.has_value());
  CHECK(named->size() == unnamed->size());
  CHECK(cv::norm(*named, *unnamed, cv::NORM_INF) > 50);
  CHECK_FALSE(draw_overlay(grey, {}, std::nullopt, false, {}, {}).has_value());
}

}  // namespace
}  // namespace spoor::trace
