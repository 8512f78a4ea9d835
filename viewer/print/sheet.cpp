#include "viewer/print/sheet.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace spoor::printing {
namespace {

constexpr double kRightPt = 40;
constexpr double kTopPt = 40;
constexpr double kBottomPt = 40;
constexpr double kBaseline = 0.75;  // of a row, from its upper edge

struct Size {
  std::string_view name, option;
  double width_pt, height_pt;
};
constexpr std::array kSizes = {Size{"A4", "a4", 595.28, 841.89}, Size{"Letter", "letter", 612, 792}};

const Size& size_of(Paper paper) {
  return kSizes[static_cast<std::size_t>(paper)];
}

}  // namespace

std::string_view paper_name(Paper paper) noexcept {
  return size_of(paper).name;
}

std::optional<Paper> paper_by_name(std::string_view name) noexcept {
  for (const Paper paper : {Paper::a4, Paper::letter})
    if (size_of(paper).option == name) return paper;
  return std::nullopt;
}

double Sheet::baseline_pt(int row) const {
  return height_pt - kTopPt - (row + kBaseline) * kRowPt;
}

double Sheet::rule_pt(int row) const {
  return height_pt - kTopPt - (row + 0.5) * kRowPt;
}

Sheet sheet_of(Paper paper, const text::Face& face) {
  const Size& size = size_of(paper);
  Sheet out;
  out.width_pt = size.width_pt;
  out.height_pt = size.height_pt;
  out.lattice = {kLeftPt, face.advance_em() * kEmPt, kEmPt};
  out.columns = static_cast<int>(std::floor((size.width_pt - kLeftPt - kRightPt) / out.lattice.advance_px));
  out.rows = static_cast<int>(std::floor((size.height_pt - kTopPt - kBottomPt) / kRowPt));
  return out;
}

}  // namespace spoor::printing
