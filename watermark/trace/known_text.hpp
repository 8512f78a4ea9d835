// Stage 8c: measuring a page again whose text somebody knows for certain: from an archive, where the first
// reading said which lines it shows. Every context is then exact, glyphs speak that were too faint to be
// read, and the blur is learned from all of them. What is looked up is public to whoever holds the archive,
// and no key has a say in it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/trace/measure.hpp"

namespace spoor::trace {

/// What stands in the rows of a measurement, in the order of Pane::rows; a row's cells begin with the
/// lattice's first column. Empty rows, and cells that are U+FFFD or behind a row's end: nothing is known.
using KnownRows = std::vector<std::vector<std::u32string>>;  ///< [pane][row]

/// The measurement with known text in place of what was read. A cell counts as far as the picture bears it
/// out: it may show another version of the file, a selection, a finger. Errors: internal (font).
[[nodiscard]] tl::expected<Measurement, TraceError> measure_known(const ReadPage& read,
                                                                  const KnownRows& known,
                                                                  const MeasureOptions& options);

}  // namespace spoor::trace
