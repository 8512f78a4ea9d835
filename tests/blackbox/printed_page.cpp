#include "printed_page.hpp"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <random>

#include "programs.hpp"

namespace spoor::blackbox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLines = 50;

struct Print {
  std::size_t reviewer = 0;
  std::string file, font, paper;
  std::size_t first = 1, last = 1;
  bool grey = true;
};

Print print_of(const ViewerWorld& world, std::uint64_t seed) {
  constexpr std::array kFonts = {"JetBrains Mono", "DejaVu Sans Mono", "Fira Code"};
  std::mt19937_64 random(seed);
  Print print;
  print.reviewer = random() % world.setup.reviewers;
  print.file = world.files[random() % world.files.size()];
  const std::size_t lines = lines_of(world.setup.work_dir / "tree" / print.file);
  print.first = 1 + random() % std::max<std::size_t>(1, lines - std::min(lines, kLines));
  print.last = print.first + kLines - 1;
  print.font = kFonts[random() % kFonts.size()];
  print.paper = random() % 2 == 0 ? "a4" : "letter";
  print.grey = random() % 2 == 0;
  return print;
}

}  // namespace

cv::Mat rasterised_page(const fs::path& pdf, bool grey) {
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_file(pdf.native()));
  if (!document || document->pages() < 1) return {};
  const std::unique_ptr<poppler::page> page(document->create_page(0));
  if (!page) return {};
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  if (grey)
    renderer.set_render_hints(poppler::page_renderer::antialiasing |
                              poppler::page_renderer::text_antialiasing);
  const poppler::image image = renderer.render_page(page.get(), kPrintDotsPerInch, kPrintDotsPerInch);
  if (!image.is_valid()) return {};
  const cv::Mat view(image.height(), image.width(), CV_8UC1, const_cast<char*>(image.const_data()),
                     static_cast<std::size_t>(image.bytes_per_row()));
  cv::Mat bgr;
  cv::cvtColor(view, bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

ScreenSource printed_pages(const ViewerWorld& world) {
  return [&world](std::uint64_t seed) -> std::optional<Screen> {
    const Print print = print_of(world, seed);
    const fs::path& work = world.setup.work_dir;
    const fs::path pdf = work / "shots" / fmt::format("{}.pdf", seed);
    fs::create_directories(pdf.parent_path());
    const std::string lines = fmt::format("{}:{}-{}", print.file, print.first, print.last);
    if (!fs::exists(pdf) && !run({world.setup.spoor_view, session_path(work, print.reviewer), "--archive",
                                  world.archive, "--font", print.font, "--paper", print.paper,
                                  "--passphrase-file", world.passphrase_file, "--print", lines, "-o", pdf},
                                 work / "log"))
      return std::nullopt;
    Screen screen;
    screen.bgr = rasterised_page(pdf, print.grey);
    if (screen.bgr.empty()) return std::nullopt;
    const auto written = std::chrono::file_clock::to_sys(fs::last_write_time(pdf));
    screen.code.first_line = print.first;
    screen.code.count = static_cast<int>(kLines);
    screen.truth.tree = work / "tree";
    screen.truth.reviewer = reviewer_name(print.reviewer);
    screen.truth.drawn_unix_s =
        std::chrono::duration_cast<std::chrono::seconds>(written.time_since_epoch()).count();
    screen.truth.path = print.file;
    screen.what = fmt::format("print, {}, {}, {}, {}", print.font, print.paper,
                              print.grey ? "grey" : "black and white", lines);
    return screen;
  };
}

}  // namespace spoor::blackbox
