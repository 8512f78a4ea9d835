#include "watermark/trace/densest.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace spoor::trace {
namespace {

int densest_pane(const Measurement& measurement) {
  std::vector<int> glyphs(measurement.panes.size());
  for (const MeasuredGlyph& glyph : measurement.glyphs) ++glyphs[static_cast<std::size_t>(glyph.pane)];
  return static_cast<int>(std::max_element(glyphs.begin(), glyphs.end()) - glyphs.begin());
}

// First of `width` consecutive values of `key` that hold the most glyphs.
int densest_run(const std::map<int, int>& count_by_key, int width) {
  int best_key = count_by_key.empty() ? 0 : count_by_key.begin()->first, best = -1;
  for (const auto& [key, unused] : count_by_key) {
    int sum = 0;
    for (auto it = count_by_key.lower_bound(key); it != count_by_key.end() && it->first < key + width; ++it)
      sum += it->second;
    if (sum > best) best = sum, best_key = key;
  }
  return best_key;
}

}  // namespace

CellRange densest_cells(const Measurement& measurement, int max_columns, int max_rows) {
  const int index = densest_pane(measurement);
  const Pane& pane = measurement.panes[static_cast<std::size_t>(index)];
  std::map<int, int> by_row, by_column;
  for (const MeasuredGlyph& glyph : measurement.glyphs)
    if (glyph.pane == index) ++by_row[glyph.row], ++by_column[glyph.column];
  const int row = densest_run(by_row, max_rows), column = densest_run(by_column, max_columns);
  const int last_row = std::min(row + max_rows, static_cast<int>(pane.rows.size())) - 1;
  const int last_column = std::min(column + max_columns - 1, by_column.rbegin()->first);
  return {index, row, last_row - row + 1, column, last_column - column + 1};
}

}  // namespace spoor::trace
