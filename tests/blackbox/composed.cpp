#include "composed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <random>
#include <vector>

#include "tests/support/page_render.hpp"

namespace spoor::blackbox {
namespace {

using Random = std::mt19937_64;
using support::PageStyle;

// Trees that every machine has on which this is built.
std::vector<std::string> source_files() {
  std::vector<std::string> files;
  for (const char* root : {"/usr/include/c++/12/bits", "/usr/lib/python3.11", "/usr/include/linux"})
    if (std::filesystem::is_directory(root))
      for (const auto& entry : std::filesystem::directory_iterator(root))
        if (entry.is_regular_file() && entry.file_size() > 8'000) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Composition {
  PageStyle style;
  text::FontId font = text::FontId::jetbrains_mono;
  std::string file;
  std::size_t first_line = 0;
  cv::Size size{1920, 1080};
};

std::size_t lines_of(const std::string& file) {
  return support::rows_of_file(file, 0, 1'000'000, false).size();
}

void lighten(PageStyle& style) {
  style.background = {250, 250, 250};
  style.foregrounds = {{40, 42, 54}, {120, 30, 120}, {30, 100, 40}, {110, 115, 125}};
}

Composition compose(Random& random, const std::optional<PageLook>& look = {}) {
  static const std::vector<std::string> kFiles = source_files();
  Composition out;
  out.file = kFiles[random() % kFiles.size()];
  out.font = text::kAllFonts[random() % text::kAllFonts.size()];
  const int scale = 1 + static_cast<int>(random() % 2);
  out.style.em_px = scale * static_cast<double>(11 + random() % 10);
  out.style.line_height_px =
      static_cast<int>(std::lround(out.style.em_px * (1.3 + 0.01 * double(random() % 15))));
  out.style.origin_x_px = static_cast<double>(4 + random() % 40);
  out.style.first_baseline_px = out.style.line_height_px + static_cast<int>(random() % 16);
  if (random() % 2 == 0 && !look) lighten(out.style);
  if (look) {
    constexpr double kUsualLine = 1.35;  // em
    out.font = text::font_by_name(look->font).value_or(text::FontId::jetbrains_mono);
    out.size = {look->width_px, look->height_px};
    out.style.em_px = look->scale * look->font_px;
    out.style.line_height_px = static_cast<int>(std::lround(kUsualLine * out.style.em_px));
    out.style.first_baseline_px = out.style.line_height_px;
    if (look->theme == "light") lighten(out.style);
  }
  const std::size_t rows = static_cast<std::size_t>(out.size.height / out.style.line_height_px) + 1;
  const std::size_t lines = lines_of(out.file);
  out.first_line = lines > rows ? random() % (lines - rows) : 0;
  return out;
}

CodeRows rows_of_page(const Composition& page, std::size_t drawn) {
  constexpr double kAboveBaseline = 0.75;  // of a row's height
  CodeRows rows;
  rows.row_px = page.style.line_height_px;
  const int first_px = page.style.first_baseline_px - static_cast<int>(kAboveBaseline * rows.row_px);
  rows.top_px = first_px < 0 ? first_px + rows.row_px : first_px;
  rows.count = std::min(static_cast<int>(drawn) - (first_px < 0 ? 1 : 0),
                        (page.size.height - rows.top_px) / rows.row_px);
  rows.x_px = static_cast<int>(page.style.origin_x_px);
  rows.width_px = page.size.width - rows.x_px;
  return rows;
}

std::optional<Screen> draw(const Composition& page, const mark::KerningTable& table, Truth truth) {
  const auto face = text::Face::open(page.font);
  if (!face) return std::nullopt;
  const auto rows =
      support::rows_of_file(page.file, page.first_line,
                            static_cast<std::size_t>(page.size.height / page.style.line_height_px) + 1, true);
  Screen screen;
  screen.bgr = support::render_page(*face, rows, table, page.style, page.size);
  screen.truth = std::move(truth);
  screen.code = rows_of_page(page, rows.size());
  screen.what = fmt::format("{} {} px, {} background, {}:{}", text::font_name(page.font), page.style.em_px,
                            page.style.background.r > 128 ? "light" : "dark", page.file, page.first_line + 1);
  return screen;
}

cv::Scalar any_color(Random& random) {
  return {double(random() % 256), double(random() % 256), double(random() % 256)};
}

void draw_shapes(cv::Mat& picture, Random& random) {
  for (int i = 0; i < 60; ++i) {
    const cv::Point at(static_cast<int>(random() % 1280), static_cast<int>(random() % 720));
    const int size = 5 + static_cast<int>(random() % 120);
    if (i % 2 == 0)
      cv::circle(picture, at, size, any_color(random), i % 3 == 0 ? -1 : 2, cv::LINE_AA);
    else
      cv::rectangle(picture, {at.x, at.y, size, size / 2}, any_color(random), i % 3 == 0 ? -1 : 1);
  }
}

// Lines of words in a proportional stroke font, as other programs' windows hold them.
void draw_lettering(cv::Mat& picture, Random& random) {
  const double size = 0.4 + 0.1 * double(random() % 6);
  const int height = static_cast<int>(34 * size) + 6;
  for (int y = height; y < picture.rows; y += height) {
    std::string line;
    while (line.size() < 90) line += static_cast<char>(random() % 6 == 0 ? ' ' : 'a' + random() % 26);
    cv::putText(picture, line, {10, y}, cv::FONT_HERSHEY_SIMPLEX, size, cv::Scalar::all(230), 1, cv::LINE_AA);
  }
}

cv::Mat tilted_page(Random& random) {
  Composition page = compose(random);
  page.style.strength_em = 0;
  const auto screen = draw(page, support::random_table(1), {});
  if (!screen) return {};
  const double degrees = 3 + double(random() % 80);
  const cv::Mat turn = cv::getRotationMatrix2D({960, 540}, degrees, 1.0);
  cv::Mat out;
  cv::warpAffine(screen->bgr, out, turn, screen->bgr.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

cv::Mat other_picture(Random& random) {
  cv::Mat picture(720, 1280, CV_8UC3, any_color(random));
  switch (random() % 6) {
    case 0: {
      cv::RNG noise(random());
      noise.fill(picture, cv::RNG::UNIFORM, 0, 255);
      break;
    }
    case 1: {
      const int cell = 3 + static_cast<int>(random() % 30);
      for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
          if (((x / cell) + (y / cell)) % 2 == 0) picture.at<cv::Vec3b>(y, x) = {240, 240, 240};
      break;
    }
    case 2:
      draw_shapes(picture, random);
      break;
    case 3:
      picture = cv::Scalar::all(20);
      draw_lettering(picture, random);
      break;
    case 4:
      return tilted_page(random);
    default:
      break;  // a flat colour
  }
  return picture;
}

}  // namespace

seal::Kit composed_kit(std::uint64_t seed, std::size_t sessions, std::uint32_t slots) {
  Random random(seed);
  seal::Kit kit;
  kit.vendor = "Black box";
  for (auto& byte : kit.mark_key) byte = static_cast<std::uint8_t>(random());
  kit.strength_em = mark::kDefaultStrengthEm;
  for (std::size_t i = 0; i < sessions; ++i) {
    seal::KitSession session;
    session.id = fmt::format("s-{:012x}", i);
    session.reviewer = fmt::format("Reviewer {:02}", i);
    session.token = random() & mark_code::kTokenMax;
    session.start_unix_s = 1'800'000'000;
    session.slots = slots;
    kit.sessions.push_back(session);
  }
  return kit;
}

ScreenSource composed_pages(const seal::Kit& kit, const trace::Judge& judge,
                            const std::optional<PageLook>& look) {
  constexpr std::int64_t kSlotSeconds = 900;
  return [&kit, &judge, look](std::uint64_t seed) {
    Random random(seed);
    const std::size_t session = random() % kit.sessions.size();
    const auto slot = static_cast<std::uint16_t>(random() % kit.sessions[session].slots);
    Truth truth;
    truth.reviewer = kit.sessions[session].reviewer;
    truth.drawn_unix_s = kit.sessions[session].start_unix_s + slot * kSlotSeconds + 60;
    return draw(compose(random, look), judge.table_of(session, slot), truth);
  };
}

seal::Kit unlisted_sessions(const seal::Kit& kit, std::uint64_t seed) {
  constexpr std::uint64_t kStream = 0x9E3779B97F4A7C15ULL;  // apart from the tokens of composed_kit
  Random random(seed ^ kStream);
  seal::Kit out = kit;
  for (seal::KitSession& session : out.sessions) {
    session.token = random() & mark_code::kTokenMax;
    session.reviewer += ", not in the kit";
  }
  return out;
}

ScreenSource unlisted_pages(const seal::Kit& unlisted, const trace::Judge& judge) {
  return [pages = composed_pages(unlisted, judge)](std::uint64_t seed) {
    auto screen = pages(seed);
    if (screen) screen->truth = {};
    return screen;
  };
}

ScreenSource unmarked_pages() {
  return [](std::uint64_t seed) {
    Random random(seed);
    Composition page = compose(random);
    page.style.strength_em = 0;
    return draw(page, support::random_table(seed), {});
  };
}

ScreenSource foreign_pages() {
  return [](std::uint64_t seed) {
    Random random(seed);
    return draw(compose(random), support::random_table(seed ^ 0x5DEECE66DULL), {});
  };
}

ScreenSource other_pictures() {
  return [](std::uint64_t seed) -> std::optional<Screen> {
    Random random(seed);
    Screen screen;
    screen.bgr = other_picture(random);
    screen.what = "other picture";
    if (screen.bgr.empty()) return std::nullopt;
    return screen;
  };
}

}  // namespace spoor::blackbox
