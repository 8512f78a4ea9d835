// Figures of the measured glyphs: their displacements over the code, and what each row contributes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "watermark/trace/densest.hpp"
#include "watermark/trace/report/figures.hpp"
#include "watermark/trace/report/utf8.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace::report {
namespace {

constexpr double kCell = 12.6, kRow = 34, kInset = 14;       // units
constexpr double kBarPerStrength = 0.3, kLongestBar = 0.47;  // cells

bool has_side(const std::optional<Expectation>& expected, const mark::Window& window) {
  return expected && (expected->slot_known || mark::position_of(window).code == mark::Code::b);
}

struct Bars {
  Boxes agree{Tone::agree, {}}, disagree{Tone::disagree, {}}, neutral{Tone::neutral, {}};
  Boxes sides{Tone::ink, {}};
  Lines centres{Tone::faint, 0.7, {}};

  void add(const MeasuredGlyph& glyph, double x, double baseline, const std::optional<Expectation>& expected,
           const PoolOptions& pool) {
    constexpr double kTop = 5, kHeight = 5;
    const double length =
        kCell * std::clamp(glyph.offset_em / pool.strength_em * kBarPerStrength, -kLongestBar, kLongestBar);
    const Box bar{std::min(x, x + length), baseline + kTop, std::abs(length), kHeight};
    centres.lines.push_back({{x, baseline + kTop - 1}, {x, baseline + kTop + kHeight + 1}});
    if (!has_side(expected, glyph.window)) {
      neutral.boxes.push_back(bar);
      return;
    }
    const bool right = expected_right(expected->table, glyph.window);
    (right == (glyph.offset_em > 0) ? agree : disagree).boxes.push_back(bar);
    const double side = x + (right ? 1 : -1) * kBarPerStrength * kCell;
    sides.boxes.push_back({side - 1, baseline + kTop + kHeight + 1.4, 2, 2});
  }
};

void legend(Figure& figure, const std::vector<std::pair<Tone, std::string>>& entries, double y) {
  double x = kInset;
  for (const auto& [tone, words] : entries) {
    figure.shapes.emplace_back(
        Boxes{tone, {{x, y - 5, tone == Tone::ink ? 3.0 : 14.0, tone == Tone::ink ? 3.0 : 5.0}}});
    figure.shapes.emplace_back(Label{Tone::faint, x + 19, y, 11, Anchor::start, false, words});
    x += 40 + 5.8 * static_cast<double>(words.size());
  }
}

CodeRow code_row(const ReadRow& row, int first, int count, double x, double y, double cell, double size) {
  CodeRow out{Tone::ink, y, size, {}, {}};
  for (int i = 0; i < count && first + i < static_cast<int>(row.cells.size()); ++i) {
    const char32_t c = row.cells[static_cast<std::size_t>(first + i)];
    out.x.push_back(x + cell * i);
    out.cells.push_back(c == U'\uFFFD' || c < U' ' ? " " : utf8_of(c));
  }
  return out;
}

// log10 of how much more probable a glyph's displacement is by the expectation than by a coin.
double decades(const MeasuredGlyph& glyph, const Expectation& expected, const PoolOptions& pool) {
  const double l = glyph_llr(glyph, pool);
  const double own = expected_right(expected.table, glyph.window) ? l : -l;
  return (std::numbers::ln2 - std::log1p(std::exp(-own))) / std::numbers::ln10;
}

struct RowSum {
  int glyphs = 0;
  double decades = 0;
};

void row_bars(Figure& figure, const std::map<std::pair<int, int>, RowSum>& sums, bool named,
              double row_height, double left, double width) {
  double most = 1e-9, least = 0;
  for (const auto& [key, sum] : sums) {
    const double value = named ? sum.decades : sum.glyphs;
    most = std::max(most, value), least = std::min(least, value);
  }
  const double unit = width / (most - least), zero = left - least * unit;
  Boxes up{named ? Tone::agree : Tone::neutral, {}}, down{Tone::disagree, {}};
  double y = kInset + row_height;
  for (const auto& [key, sum] : sums) {
    const double value = named ? sum.decades : sum.glyphs;
    const Box bar{std::min(zero, zero + value * unit), y - 0.68 * row_height, std::abs(value) * unit,
                  0.7 * row_height};
    (value < 0 ? down : up).boxes.push_back(bar);
    const std::string words = named ? fmt::format("{:+.1f}", value) : fmt::format("{}", sum.glyphs);
    figure.shapes.emplace_back(Label{Tone::faint, zero + std::max(value, 0.0) * unit + 5, y, 0.8 * row_height,
                                     Anchor::start, false, words});
    y += row_height;
  }
  figure.shapes.emplace_back(std::move(up));
  figure.shapes.emplace_back(std::move(down));
  figure.shapes.emplace_back(
      Lines{Tone::faint, 0.8, {{{zero, kInset + 0.2 * row_height}, {zero, y - 0.6 * row_height}}}});
}

}  // namespace

Figure offsets_figure(const Measurement& measurement, const std::optional<Expectation>& expected,
                      const PoolOptions& pool) {
  constexpr int kColumns = 58, kRows = 18;
  constexpr double kText = 19;
  const CellRange cells = densest_cells(measurement, kColumns, kRows);
  const Pane& pane = measurement.panes[static_cast<std::size_t>(cells.pane)];
  Figure figure;
  figure.width = 2 * kInset + kCell * std::max(cells.columns, 56);
  figure.height = 2 * kInset + kRow * cells.rows + 16;
  const auto baseline = [&](int row) { return kInset + kRow * (row - cells.row) + 17; };
  for (int row = cells.row; row < cells.row + cells.rows; ++row)
    figure.shapes.emplace_back(code_row(pane.rows[static_cast<std::size_t>(row)], cells.column, cells.columns,
                                        kInset, baseline(row), kCell, kText));
  Bars bars;
  for (const MeasuredGlyph& glyph : measurement.glyphs)
    if (glyph.pane == cells.pane && glyph.row >= cells.row && glyph.row < cells.row + cells.rows &&
        glyph.column >= cells.column && glyph.column < cells.column + cells.columns)
      bars.add(glyph, kInset + kCell * (glyph.column - cells.column + 0.4), baseline(glyph.row), expected,
               pool);
  figure.shapes.emplace_back(std::move(bars.centres));
  for (Boxes* boxes : {&bars.agree, &bars.disagree, &bars.neutral, &bars.sides})
    figure.shapes.emplace_back(std::move(*boxes));
  std::vector<std::pair<Tone, std::string>> entries = {{Tone::neutral, "measured displacement"}};
  if (expected)
    entries = {{Tone::agree, "on the expected side"},
               {Tone::disagree, "on the other side"},
               {Tone::ink, "side that the session's table says"}};
  legend(figure, entries, figure.height - kInset + 2);
  const double magnified = kBarPerStrength * pane.advance_px / (pool.strength_em * pane.em_px);
  figure.caption = fmt::format(
      "The text as it was read, and under each measured character a bar that points to the side on which it "
      "stands and is as long as its displacement, enlarged about {:.0f} times.{}",
      magnified, expected ? " A dot marks the side on which the named session's table puts it." : "");
  figure.alternative = "Code with a bar under each character that shows its measured displacement";
  return figure;
}

Figure rows_figure(const Measurement& measurement, const std::optional<Expectation>& expected,
                   const PoolOptions& pool) {
  constexpr std::size_t kMostRows = 80;
  constexpr double kHeight = 13, kText = 9.5, kAdvance = 5.8, kWidth = 800, kBarsAt = 530, kBars = 215;
  constexpr int kColumns = 86;
  std::map<std::pair<int, int>, RowSum> sums;
  for (const MeasuredGlyph& glyph : measurement.glyphs) {
    const std::pair key{glyph.pane, glyph.row};
    if (!sums.contains(key) && sums.size() == kMostRows) continue;
    RowSum& sum = sums[key];
    ++sum.glyphs;
    if (has_side(expected, glyph.window)) sum.decades += decades(glyph, *expected, pool);
  }
  Figure figure;
  figure.width = kWidth;
  figure.height = 2 * kInset + kHeight * static_cast<double>(sums.size());
  double y = kInset + kHeight;
  for (const auto& [key, unused] : sums) {
    const ReadRow& row =
        measurement.panes[static_cast<std::size_t>(key.first)].rows[static_cast<std::size_t>(key.second)];
    figure.shapes.emplace_back(code_row(row, 0, kColumns, kInset, y, kAdvance, kText));
    y += kHeight;
  }
  row_bars(figure, sums, expected.has_value(), kHeight, kBarsAt, kBars);
  figure.caption =
      expected
          ? "Which rows carry the evidence. The bar is the row's own weight for the named session in "
            "decades (powers of ten of the likelihood ratio), character by character; where it points to "
            "the left the row speaks against it. Repeated character sequences are counted once in the "
            "result, so that the rows add up to more than it."
          : "How many characters of each row were measured.";
  figure.alternative = "The rows of the picture's text, with a bar beside each";
  return figure;
}

}  // namespace spoor::trace::report
