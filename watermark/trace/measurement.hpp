// What the measuring half of the tracer hands to the judging half. Nothing in here, and nothing that makes
// it, sees a key: a second laboratory can re-examine a measurement. "The capture" is the picture that was
// measured: of a photograph, the rectified page (rectify.hpp).
#pragma once

#include <string>
#include <vector>

#include "watermark/mark/context.hpp"

namespace spoor::trace {

/// One glyph whose displacement was measured.
struct MeasuredGlyph {
  mark::Window window{};  ///< as read; U+0020 for a blank cell, U+FFFD for a cell that was not read
  float offset_em = 0;    ///< displacement from its lattice cell, right positive, before any key
  float sigma_em = 0;     ///< its standard deviation, calibrated (normalised errors have unit variance)
  float read_probability =
      0;  ///< that every cell of the trigram (prev, cur, next) is read into the right class
  float read_probability5 = 0;  ///< the same for all five cells
  int pane = 0;                 ///< index into Measurement::panes
  int row = 0;                  ///< index into Pane::rows
  int column = 0;               ///< lattice column, 0 is the pane's first column
  float x_px = 0;               ///< centre of the cell in the capture
  float y_px = 0;               ///< baseline in the capture
};

/// One drawn row of a pane, as read. cells[i] belongs to lattice column i.
struct ReadRow {
  std::u32string cells;
  std::vector<float> probabilities;  ///< that cells[i] is right, by class
  float baseline_px = 0;             ///< in the capture
};

/// A stretch of text on one lattice: one font, one size, one origin, one line height.
struct Pane {
  std::string font;           ///< text::FontId's name
  double em_px = 0;           ///< in pixels of the capture
  double advance_px = 0;      ///< likewise, along the row
  double line_height_px = 0;  ///< 0 where the pane has a single row
  double origin_x_px = 0;     ///< left edge of column 0
  std::vector<ReadRow> rows;  ///< top to bottom
};

struct Measurement {
  std::vector<Pane> panes;
  std::vector<MeasuredGlyph> glyphs;
  int width_px = 0;
  int height_px = 0;
  double row_drift_px = 0;  ///< of a screen: by how much its rows are surely not level, in the capture
  bool photograph = false;  ///< measured as one: a page that was misread may still look well measured
  std::string shortcoming;  ///< empty, or why nothing could be measured ("no text lattice was found")
};

}  // namespace spoor::trace
