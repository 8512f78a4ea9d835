// Whole pictures, as --shot writes them.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fake_source.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "viewer/app/png_file.hpp"
#include "viewer/app/shot.hpp"
#include "viewer/gpu/headless.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
namespace fs = std::filesystem;

namespace {

gpu::Picture picture_of(std::uint64_t seed, ThemeId theme = ThemeId::dark) {
  FakeSource source(
      Files{{"src/main.c", "#include <stdio.h>\n\nint main(void) {\n\treturn puts(\"hi\");\n}\n"}});
  auto w = std::move(*Workspace::create(source, 14, theme, {}));
  REQUIRE(w->open("src/main.c"));
  const Grant grant = make_grant(8, seed);
  Options options;
  options.width_px = 900;
  options.height_px = 500;
  auto picture = take_picture(*w, grant, options, kStart + 60);
  REQUIRE(picture);
  return std::move(*picture);
}

/// A folder that goes with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / "spoor-picture-test";
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the same state gives the same bytes", "[picture]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  const Folder folder;
  REQUIRE(write_png(folder.path / "a.png", picture_of(1)));
  REQUIRE(write_png(folder.path / "b.png", picture_of(1)));
  const std::string a = bytes_of(folder.path / "a.png");
  CHECK(a.starts_with("\x89PNG"));
  CHECK(a == bytes_of(folder.path / "b.png"));
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 2);  // no temporary file is left
}

TEST_CASE("two sessions' pictures differ, slightly and only in vendor text", "[picture]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  const gpu::Picture a = picture_of(1);
  const gpu::Picture b = picture_of(2);
  REQUIRE(a.rgb.size() == b.rgb.size());
  std::size_t differing = 0;
  std::size_t in_menu = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    if (a.rgb[i] == b.rgb[i]) continue;
    ++differing;
    in_menu += i < std::size_t{3} * 900 * 30 ? 1U : 0U;
  }
  CHECK(differing > 500);
  CHECK(differing < a.rgb.size() / 50);
  CHECK(in_menu == 0);
}

TEST_CASE("the theme is the picture's background", "[picture]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  for (const ThemeId id : kThemes) {
    const gpu::Picture picture = picture_of(1, id);
    const Theme theme = *load_theme(id);
    const std::size_t at = 3 * (std::size_t{400} * 900 + 700);
    CHECK(gpu::Rgba{picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2], 255} == theme.surface.code);
  }
}

TEST_CASE("a picture that cannot be written is an error and leaves nothing behind", "[picture]") {
  const auto written = write_png("/nonexistent/folder/x.png", gpu::Picture{1, 1, {1, 2, 3}});
  REQUIRE(!written);
  CHECK(written.error().code == ExitCode::failed);
  const Folder folder;
  const auto over_folder = write_png(folder.path, gpu::Picture{1, 1, {1, 2, 3}});
  REQUIRE(!over_folder);
  CHECK(fs::is_directory(folder.path));
  CHECK(fs::is_empty(folder.path));
}

namespace {

/// A session with one file open, whose log lies in a folder.
Opened open_with_log(const fs::path& folder, bool allow_shot) {
  auto source = std::make_unique<FakeSource>(Files{{"a.c", "int a;\nint b;\n"}});
  auto workspace = std::move(*Workspace::create(*source, 14, ThemeId::dark, {}));
  REQUIRE(workspace->open("a.c"));
  seal::Session session = make_session(4);
  session.policy.allow_shot = allow_shot;
  RecordingPlan plan;
  plan.directory = folder;
  plan.identity = log_test::identity();
  plan.keys = log_test::writer_keys();
  return {std::move(*Grant::begin(session, kStart)), Admittance{nullptr, seal::Descriptor{}, {}, {}, {}},
          std::move(source), std::move(workspace), std::move(*Recording::begin(std::move(plan), {}))};
}

std::vector<seal_log::Event> events_in(const fs::path& folder) {
  std::vector<seal_log::Event> out;
  for (const auto& entry : log_test::contents(seal_log::LogWriter::log_path(folder, log_test::kSession)))
    if (const auto* record = std::get_if<seal_log::Record>(&entry.content)) out.push_back(record->event);
  return out;
}

}  // namespace

TEST_CASE("a session that allows no pictures gets none, and its log says so", "[picture]") {
  const Folder folder;
  const seal_test::Scratch logs;
  Options options;
  options.shot = folder.path / "x.png";
  {
    Opened opened = open_with_log(logs.path(), false);
    const auto shot = shoot(opened, options, kStart);
    REQUIRE(!shot);
    CHECK(shot.error().code == ExitCode::refused);
  }
  CHECK(fs::is_empty(folder.path));
  CHECK(events_in(logs.path()).at(1) == seal_log::Event{seal_log::Refused{"shot"}});
}

TEST_CASE("a picture's lines are in the log", "[picture]") {
  const Folder folder;
  const seal_test::Scratch logs;
  Options options;
  options.shot = folder.path / "x.png";
  Opened opened = open_with_log(logs.path(), true);
  REQUIRE(shoot(opened, options, kStart));
  CHECK(fs::exists(*options.shot));
  const auto events = events_in(logs.path());
  REQUIRE(events.size() == 4);
  CHECK(events[1] == seal_log::Event{seal_log::AboutToShow{{"a.c", 1, 256}}});
  CHECK(events[2] == seal_log::Event{seal_log::Shown{{"a.c", 1, 2}, 0, false}});
  CHECK(events[3] == seal_log::Event{seal_log::Closed{}});
}

TEST_CASE("where a picture's lines cannot be recorded there is no picture", "[picture]") {
  const Folder folder;
  const seal_test::Scratch logs;
  Options options;
  options.shot = folder.path / "x.png";
  Opened opened = open_with_log(logs.path(), true);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &usual) == 0);
  rlimit small = usual;
  small.rlim_cur = fs::file_size(seal_log::LogWriter::log_path(logs.path(), log_test::kSession)) + 50;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto shot = shoot(opened, options, kStart);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &usual) == 0);
  REQUIRE(!shot);
  CHECK(shot.error().code == ExitCode::failed);
  CHECK(shot.error().message.find("cannot be written") != std::string::npos);
  CHECK(fs::is_empty(folder.path));
}
