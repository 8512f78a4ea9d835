// demo_pictures: what the demo needs besides the three programs. A screen as it leaks, under a condition of
// the pass-rate table; and a page of code that no session has marked.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <optional>

#include "tests/blackbox/degrade.hpp"
#include "tests/support/page_render.hpp"
#include "viewer/app/frame.hpp"

namespace spoor::demo {
namespace {

struct Options {
  std::string from, to, condition;
  double em_px = 14;
  std::uint64_t seed = 0;
  std::size_t first_line = 1;
};

int complain(const std::string& sentence) {
  std::cerr << "demo_pictures: " << sentence << '\n';
  return 1;
}

int write(const std::string& path, const std::vector<std::uint8_t>& file) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  out.close();
  return out ? 0 : complain("the picture could not be written: check the path and the disk.");
}

// Where the rows of code are on a shot, by the viewer's own layout: of the default font at scale 1, in a new
// window.
std::optional<blackbox::CodeRows> rows_of_shot(const cv::Mat& shot, double font_px) {
  constexpr double kTreeUnits = 300;
  constexpr int kGutterCells = 8;
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  if (!face) return std::nullopt;
  const app::Metrics metrics = app::make_metrics(*face, font_px, 1);
  const auto box = app::make_panes(metrics, shot.cols, shot.rows, metrics.px(kTreeUnits)).view.code;
  const int gutter_px = static_cast<int>(kGutterCells * metrics.advance_px);
  return blackbox::CodeRows{.x_px = box.x_px + gutter_px,
                            .width_px = box.width_px - gutter_px,
                            .top_px = box.y_px,
                            .row_px = metrics.line_px,
                            .count = box.height_px / metrics.line_px};
}

int leak(const Options& options) {
  const auto& all = blackbox::conditions();
  const auto condition =
      std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.name == options.condition; });
  if (condition == all.end()) {
    std::string names;
    for (const auto& c : all) names += "\n  " + c.name;
    return complain("there is no such condition; there are:" + names);
  }
  blackbox::Screen screen;
  screen.bgr = cv::imread(options.from, cv::IMREAD_COLOR);
  if (screen.bgr.empty()) return complain("the screen could not be read.");
  const auto rows = rows_of_shot(screen.bgr, options.em_px);
  if (!rows) return complain("JetBrains Mono is not installed.");
  screen.code = *rows;
  std::mt19937_64 random(options.seed);
  return write(options.to, condition->apply(screen, random).file);
}

int plain(const Options& options) {
  constexpr int kWidthPx = 1920, kHeightPx = 1080;
  support::PageStyle style;
  style.em_px = options.em_px;
  style.strength_em = 0;
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  if (!face) return complain("JetBrains Mono is not installed.");
  const auto rows = support::rows_of_file(options.from, options.first_line - 1,
                                          static_cast<std::size_t>(kHeightPx / style.line_height_px), true);
  const cv::Mat page =
      support::render_page(*face, rows, support::random_table(0), style, {kWidthPx, kHeightPx});
  std::vector<std::uint8_t> file;
  cv::imencode(".png", page, file);
  return write(options.to, file);
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app{"Pictures for the demo."};
  app.require_subcommand(1);
  CLI::App* leaked = app.add_subcommand("leak", "Degrade a screen under a condition of the pass-rate table");
  leaked->add_option("SCREEN", options.from, "Picture of a screen")->required();
  leaked->add_option("--as", options.condition, "Condition, as the table names it")->required();
  leaked->add_option("--seed", options.seed, "Chooses the place of a crop");
  CLI::App* unmarked = app.add_subcommand("plain", "Draw code without a mark");
  unmarked->add_option("FILE", options.from, "Source code")->required();
  unmarked->add_option("--line", options.first_line, "First line")->check(CLI::PositiveNumber);
  for (CLI::App* command : {leaked, unmarked}) {
    command->add_option("-o,--output", options.to, "Picture to write")->required();
    command->add_option("--font-px", options.em_px, "Size of the code")->capture_default_str();
  }
  CLI11_PARSE(app, argc, argv);
  return leaked->parsed() ? leak(options) : plain(options);
}

}  // namespace
}  // namespace spoor::demo

int main(int argc, char** argv) try {
  return spoor::demo::run(argc, argv);
} catch (const std::exception& error) {
  std::cerr << "demo_pictures: " << error.what() << '\n';
  return 1;
}
