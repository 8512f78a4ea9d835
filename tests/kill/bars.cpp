#include "tests/kill/bars.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

#include "tests/unit/app/fake_source.hpp"
#include "viewer/app/frame_maker.hpp"

namespace spoor::kill {
namespace {

constexpr unsigned kFileBits = 3;
constexpr unsigned kLineBits = 12;
constexpr unsigned kCheckBits = 8;
constexpr unsigned kBits = kFileBits + kLineBits + kCheckBits;
constexpr unsigned kCells = kBits + 2;  // a full cell at either end
constexpr int kInk = 60;                // of luminance, between a full cell's darkest and lightest pixel

/// The number in front of its check: file and line.
unsigned check_of(unsigned number) {
  return (number * 2654435761U) >> (32U - kCheckBits);
}

bool is_full(const GreyPicture& picture, const BarGrid& grid, unsigned cell, int y_px) {
  const int left = static_cast<int>(grid.x_px + cell * grid.advance_px) + 2;
  const int right = static_cast<int>(grid.x_px + (cell + 1) * grid.advance_px) - 1;
  int darkest = 255;
  int lightest = 0;
  for (int y = y_px + 4; y < y_px + grid.line_px - 4; ++y)
    for (int x = left; x < right; ++x) {
      const int luma = picture.luma[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                    static_cast<std::size_t>(x)];
      darkest = std::min(darkest, luma);
      lightest = std::max(lightest, luma);
    }
  return lightest - darkest >= kInk;
}

std::optional<seal_log::Lines> read_row(const GreyPicture& picture, const BarGrid& grid, int y_px) {
  if (!is_full(picture, grid, 0, y_px) || !is_full(picture, grid, kCells - 1, y_px)) return std::nullopt;
  unsigned bits = 0;
  for (unsigned i = 1; i <= kBits; ++i) bits = bits << 1U | (is_full(picture, grid, i, y_px) ? 1U : 0U);
  const unsigned number = bits >> kCheckBits;
  if ((bits & ((1U << kCheckBits) - 1)) != check_of(number)) return std::nullopt;
  const unsigned line = number & ((1U << kLineBits) - 1);
  if (line == 0 || line > kBarLines) return std::nullopt;
  return seal_log::Lines{bar_path(number >> kLineBits), line, line};
}

std::string bar_text(unsigned file) {
  std::string out;
  for (unsigned line = 1; line <= kBarLines; ++line) out += bar_line(file, line) + "\n";
  return out;
}

}  // namespace

std::string bar_path(unsigned file) {
  return "bars/" + std::to_string(file) + ".txt";
}

std::string bar_line(unsigned file, unsigned line) {
  const unsigned number = file << kLineBits | line;
  const unsigned bits = number << kCheckBits | check_of(number);
  std::string out = "#";
  for (unsigned i = kBits; i-- > 0;) out += (bits >> i & 1U) != 0 ? '#' : ' ';
  return out + "#";
}

bool write_bars(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory / "bars", error);
  for (unsigned file = 0; file < kBarFiles; ++file) {
    std::ofstream out(directory / bar_path(file), std::ios::binary);
    out << bar_text(file);
    if (!out.flush()) return false;
  }
  return true;
}

BarGrid bar_grid(int width_px, int height_px) {
  using namespace app;
  testing::FakeSource source(testing::Files{{bar_path(0), bar_text(0)}});
  auto workspace = Workspace::create(source, 14, ThemeId::dark, {});
  auto frame = FrameMaker::create(text::FontId::jetbrains_mono);
  if (!workspace || !frame || !(*workspace)->open(bar_path(0))) return {};
  Editor& editor = *(*workspace)->active();
  if (!editor.document()->wait_settled(std::chrono::seconds(30))) return {};
  if (!(*frame)->make(**workspace, testing::make_grant(), {width_px, height_px, 1})) return {};
  const Metrics& m = (*frame)->metrics();
  const gpu::Box& code = (*frame)->panes().view.code;
  const CodeColumns columns = editor.columns(m, code.width_px);
  if (columns.code_columns < static_cast<int>(kCells)) return {};
  return {code.x_px + columns.code_column * m.advance_px, m.advance_px, code.y_px, m.line_px,
          code.height_px / m.line_px};
}

std::vector<seal_log::Lines> read_bars(const GreyPicture& picture, const BarGrid& grid) {
  std::vector<seal_log::Lines> out;
  const double right = grid.x_px + kCells * grid.advance_px;
  for (int row = 0; row < grid.rows; ++row) {
    const int y_px = grid.y_px + row * grid.line_px;
    if (y_px + grid.line_px > picture.height || right > picture.width) break;
    if (auto line = read_row(picture, grid, y_px)) out.push_back(std::move(*line));
  }
  return out;
}

}  // namespace spoor::kill
