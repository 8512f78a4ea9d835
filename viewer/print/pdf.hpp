// Pages as a PDF: every glyph is filled as curves, at the place that the session's table gives it, to a
// thousandth of a point. The same pages and table give the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/print/listing.hpp"

namespace spoor::printing {

enum class PrintErrorCode { no_font, no_memory };
struct PrintError {
  PrintErrorCode code = PrintErrorCode::no_memory;
  std::string message;  ///< one sentence: what is wrong, what to do
};

/// Errors: no_font (the face's file is not there or damaged), no_memory (the library could not make it).
[[nodiscard]] tl::expected<std::vector<std::uint8_t>, PrintError> to_pdf(const std::vector<Page>& pages,
                                                                         const Sheet& sheet,
                                                                         text::FontId font,
                                                                         const text::Marking& marking,
                                                                         const std::string& title);

}  // namespace spoor::printing
