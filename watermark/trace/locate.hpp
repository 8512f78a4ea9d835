// Where in a sealed archive the rows of a capture come from, and what their text is for certain.
// All evidence is counted in cells of the picture that agree less those that do not: the lines' text, the
// gutter's numbers, the file's path where it stands in the picture. Text alone makes a place possible; the
// rest decides between places whose text fits about as well, and what it does not decide is said.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/trace/align.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/known_text.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/result.hpp"

namespace spoor::trace {

struct LocateOptions {
  int threads = 2;
  int tab_columns = 8;           ///< what the viewer expands tabs to
  double min_matched = 40;       ///< cells that must agree before a place is named, in two rows at least
  double near_share = 0.85;      ///< of the best text's cells that a place must have for the rest to count
  double tie_cells = 2;          ///< places closer than this are not told apart
  std::size_t candidates = 256;  ///< files that are aligned line by line
};

struct Located {
  SourcePlace place;
  int pane = 0;  ///< index into Measurement::panes: the one that shows the file
  Alignment alignment;
  /// The text of every row that is sure, on the measurement's lattice: code from the archive, the gutter's
  /// number corrected where it was nearly read, the rest as read. Rows that are not sure: as read. Other
  /// panes: empty.
  KnownRows known;
};

/// The known text of the rows that are sure alone, without what stands before the code: for measure_known().
[[nodiscard]] KnownRows sure_rows(const Located& located);

/// nullopt: no file fits. Errors: io (the archive), internal (font missing).
[[nodiscard]] tl::expected<std::optional<Located>, TraceError> locate(const Measurement& measurement,
                                                                      const seal::ArchiveReader& archive,
                                                                      const LocateOptions& options = {});

}  // namespace spoor::trace
