// A sheet of paper as one lattice: rows and columns of cells, as a pane of code on the screen is one. All on
// it stands in its rows, header and footer too, so that every word carries the mark and a scan has one
// lattice to find. Lengths are points (1/72 inch).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "viewer/text/face.hpp"
#include "viewer/text/place.hpp"

namespace spoor::printing {

enum class Paper : std::uint8_t { a4, letter };
[[nodiscard]] std::string_view paper_name(Paper paper) noexcept;                   ///< "A4", "Letter"
[[nodiscard]] std::optional<Paper> paper_by_name(std::string_view name) noexcept;  ///< "a4", "letter"

/// 9 pt: 80 columns of code and their line numbers fit on A4; the mark moves a glyph by .08 pt.
inline constexpr double kEmPt = 9;
inline constexpr double kRowPt = 12;
inline constexpr int kLeftPt = 45;

struct Sheet {
  double width_pt = 0;
  double height_pt = 0;
  text::Lattice lattice;
  int columns = 0;  ///< whole cells between the margins
  int rows = 0;     ///< of the lattice

  static constexpr int kHeadRows = 4;  ///< overlay text, path, lines, a rule
  static constexpr int kFootRows = 3;  ///< a rule, who, when
  [[nodiscard]] int code_rows() const { return rows - kHeadRows - kFootRows; }
  /// Up from the lower edge.
  [[nodiscard]] double baseline_pt(int row) const;
  /// Of a rule in the middle of a row.
  [[nodiscard]] double rule_pt(int row) const;
};

[[nodiscard]] Sheet sheet_of(Paper paper, const text::Face& face);

}  // namespace spoor::printing
