// Whole pictures, as --shot writes them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fake_source.hpp"
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

TEST_CASE("a session that allows no pictures gets none", "[picture]") {
  const Folder folder;
  auto source = std::make_unique<FakeSource>(Files{{"a.c", "int a;\n"}});
  auto workspace = std::move(*Workspace::create(*source, 14, ThemeId::dark, {}));
  seal::Session session = make_session(4);
  session.policy.allow_shot = false;
  Opened opened{std::move(*Grant::begin(session, kStart)), Admittance{nullptr, seal::Descriptor{}, {}},
                std::move(source), std::move(workspace)};
  Options options;
  options.shot = folder.path / "x.png";
  const auto shot = shoot(opened, options, kStart);
  REQUIRE(!shot);
  CHECK(shot.error().code == ExitCode::refused);
  CHECK(fs::is_empty(folder.path));
}
