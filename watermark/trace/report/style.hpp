// How a report looks: the style sheet of the HTML and the colours of the PDF.
#pragma once

#include <array>
#include <string_view>

#include "watermark/trace/report/document.hpp"

namespace spoor::trace::report {

/// Light and dark by the reader's own setting; always light on paper.
[[nodiscard]] std::string_view style_sheet() noexcept;

/// Red, green, blue of a tone on paper, 0 to 1.
[[nodiscard]] std::array<float, 3> paper_colour(Tone tone) noexcept;

}  // namespace spoor::trace::report
