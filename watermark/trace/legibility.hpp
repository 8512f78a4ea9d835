// Whether what was read can be code at all: text that stands on its head is read as letters, too, but no
// letters follow each other so.
#pragma once

#include "watermark/trace/measurement.hpp"
#include "watermark/trace/panes.hpp"

namespace spoor::trace {

/// Mean natural logarithm of how often, in code, the characters of the fullest pane follow the ones before
/// them: about -2.8 of code, below -3.6 of what is none; the least that a float holds where nothing is read.
[[nodiscard]] double legibility(const std::vector<ReadPane>& panes, const TemplateBank& bank);

/// The same of a measurement's rows, all panes together.
[[nodiscard]] double legibility(const Measurement& measurement);

}  // namespace spoor::trace
