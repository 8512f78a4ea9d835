#include "watermark/trace/names.hpp"

#include <algorithm>
#include <string_view>

#include "watermark/mark/fold.hpp"

namespace spoor::trace {
namespace {

constexpr char32_t kUnread = U'\uFFFD';
constexpr double kReadShare = 0.8;  // of a name's cells that must agree
constexpr std::size_t kExtra = 2;   // cells that stick to a name: a tab's edge, a folder's arrow

// Cells of `name` that agree, less those that do not, where it fits best into a stretch of about its length;
// 0 where too few agree.
double agreement(std::u32string_view stretch, std::u32string_view name) {
  if (stretch.size() < name.size() || stretch.size() > name.size() + kExtra) return 0;
  double best = 0;
  for (std::size_t at = 0; at + name.size() <= stretch.size(); ++at) {
    int same = 0, other = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (stretch[at + i] == kUnread) continue;
      ++(mark::fold(stretch[at + i]) == mark::fold(name[i]) ? same : other);
    }
    if (same >= kReadShare * static_cast<double>(name.size())) best = std::max(best, double(same - other));
  }
  return best;
}

}  // namespace

Names::Names(const Measurement& measurement) {
  for (const Pane& pane : measurement.panes)
    for (const ReadRow& row : pane.rows) {
      std::u32string stretch;
      std::size_t blanks = 0;
      for (const char32_t cell : row.cells) {
        if (mark::fold(cell) == mark::kBlankClass) {
          ++blanks;
          continue;
        }
        if (blanks >= 2 && !stretch.empty()) stretches_.push_back(std::move(stretch)), stretch.clear();
        if (blanks == 1 && !stretch.empty()) stretch += U' ';
        blanks = 0;
        stretch += cell;
      }
      if (!stretch.empty()) stretches_.push_back(std::move(stretch));
    }
}

NameEvidence Names::find(const std::u32string& drawn_path) const {
  NameEvidence out;
  const std::size_t slash = drawn_path.rfind(U'/');
  const bool deep = slash != std::u32string::npos;
  const std::u32string_view name = std::u32string_view(drawn_path).substr(deep ? slash + 1 : 0);
  for (const std::u32string& stretch : stretches_) {
    if (deep) out.path_cells = std::max(out.path_cells, agreement(stretch, drawn_path));
    out.file_name = out.file_name || agreement(stretch, name) >= static_cast<double>(name.size());
  }
  out.path = out.path_cells > 0;
  return out;
}

}  // namespace spoor::trace
