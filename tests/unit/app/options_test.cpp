#include "viewer/app/options.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace spoor;
using namespace spoor::app;

namespace {

std::variant<Options, Answer> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "spoor-view");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

void refused(const std::vector<const char*>& arguments, const std::string& word) {
  const auto answer = parse(arguments);
  REQUIRE(std::holds_alternative<Answer>(answer));
  CHECK(std::get<Answer>(answer).code == ExitCode::usage);
  INFO(std::get<Answer>(answer).text);
  CHECK(std::get<Answer>(answer).text.find(word) != std::string::npos);
}

}  // namespace

TEST_CASE("a whole command line", "[options]") {
  const auto answer =
      parse({"a.spsn", "--archive", "a.spar", "--open", "src/x.c:120", "--size", "800x600", "--scale", "2",
             "--font", "fira-code", "--font-px", "15.5", "--theme", "light", "--shot", "out.png"});
  REQUIRE(std::holds_alternative<Options>(answer));
  const Options& o = std::get<Options>(answer);
  CHECK(o.session == "a.spsn");
  CHECK(o.archive == "a.spar");
  CHECK(o.open_path == "src/x.c");
  CHECK(o.open_line == 119);
  CHECK(o.width_px == 800);
  CHECK(o.height_px == 600);
  CHECK(o.scale == 2.0);
  CHECK(o.font == text::FontId::fira_code);
  CHECK(o.font_px == 15.5);
  CHECK(o.theme == ThemeId::light);
  CHECK(o.shot == "out.png");
}

TEST_CASE("wrong command lines are refused with what is wrong", "[options]") {
  refused({"--archive", "a.spar"}, "SESSION");
  refused({"a.spsn"}, "--archive");
  refused({"a.spsn", "--archive", "a", "--size", "800"}, "--size");
  refused({"a.spsn", "--archive", "a", "--size", "800x600x2"}, "--size");
  refused({"a.spsn", "--archive", "a", "--size", "99999x600"}, "--size");
  refused({"a.spsn", "--archive", "a", "--size", "-1x600"}, "--size");
  refused({"a.spsn", "--archive", "a", "--font", "Comic Sans"}, "--font");
  refused({"a.spsn", "--archive", "a", "--font-px", "3"}, "--font-px");
  refused({"a.spsn", "--archive", "a", "--scale", "9"}, "--scale");
  refused({"a.spsn", "--archive", "a", "--theme", "blue"}, "--theme");
  refused({"a.spsn", "--archive", "a", "--measure", "all"}, "--measure");
  refused({"a.spsn", "--archive", "a", "--measure", "search="}, "--measure");
  refused({"a.spsn", "--archive", "a", "--measure", "open=x"}, "--measure");
  refused({"a.spsn", "--archive", "a", "--measure", "open", "--shot", "x.png"}, "--shot");
  refused({"a.spsn", "--archive", "a", "--nonsense"}, "--nonsense");
}

TEST_CASE("without --archive it is the only one beside the session", "[options]") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("spoor_options_" + std::to_string(getpid()));
  fs::create_directories(folder);
  const std::string session = (folder / "a.spsn").string();
  refused({session.c_str()}, "no archive");
  std::ofstream(folder / "code.spar") << "x";
  std::ofstream(folder / "code.txt") << "x";
  const auto answer = parse({session.c_str()});
  REQUIRE(std::holds_alternative<Options>(answer));
  CHECK(std::get<Options>(answer).archive == folder / "code.spar");
  std::ofstream(folder / "other.spar") << "x";
  refused({session.c_str()}, "2 archives");
  fs::remove_all(folder);
}

TEST_CASE("what is to be printed is a file and its lines", "[options][print]") {
  const auto answer = parse(
      {"a.spsn", "--archive", "a.spar", "--print", "src/a:b.c:120-180", "-o", "x.pdf", "--paper", "letter"});
  REQUIRE(std::holds_alternative<Options>(answer));
  const Options& o = std::get<Options>(answer);
  CHECK(o.print_path == "src/a:b.c");
  CHECK(o.open_path == "src/a:b.c");
  CHECK(o.print_first == 120);
  CHECK(o.print_last == 180);
  CHECK(o.output == "x.pdf");
  CHECK(o.paper == printing::Paper::letter);
  CHECK_FALSE(opens_window(o));
  for (const char* lines : {"a.c", "a.c:", ":1-2", "a.c:0-2", "a.c:3-2", "a.c:1-2-3"})
    refused({"a.spsn", "--archive", "a", "--print", lines}, "--print");
  refused({"a.spsn", "--archive", "a", "--print", "a.c:1", "--shot", "x.png"}, "--print");
  refused({"a.spsn", "--archive", "a", "--print", "a.c:1", "--paper", "a3"}, "--paper");
  refused({"a.spsn", "--archive", "a", "-o", "x.pdf"}, "--print");
}

TEST_CASE("help and version are answers, not errors", "[options]") {
  for (const char* flag : {"--help", "--version"}) {
    const auto answer = parse({flag});
    REQUIRE(std::holds_alternative<Answer>(answer));
    CHECK(std::get<Answer>(answer).code == ExitCode::done);
    CHECK(!std::get<Answer>(answer).text.empty());
  }
}

TEST_CASE("a place is a path with an optional line", "[options]") {
  CHECK(parse_place("a/b.c").path == "a/b.c");
  CHECK(parse_place("a/b.c:7").line == 6);
  CHECK(parse_place("a:b/c").path == "a:b/c");
  CHECK(parse_place("a/b.c:0").path == "a/b.c:0");
  CHECK(parse_place("a:7x").path == "a:7x");
  CHECK(parse_place("a:").path == "a:");
  CHECK(parse_place("x:18446744073709551615").line == 18446744073709551614U);
  CHECK(parse_place("x:99999999999999999999").path == "x:99999999999999999999");
}
