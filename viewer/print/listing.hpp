// Lines of source as pages: rows of cells on a sheet, with line numbers, a header and a footer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "viewer/print/sheet.hpp"
#include "viewer/text/row.hpp"

namespace spoor::printing {

/// A drawn row of a line; a line that is too long goes on in the next row.
struct ListingRow {
  std::uint64_t line = 1;  ///< counted from 1
  bool goes_on = false;    ///< not the line's first row
  std::vector<text::Cell> cells;
};

struct Listing {
  std::uint64_t first_line = 1;
  std::uint64_t last_line = 1;
  std::vector<ListingRow> rows;
};

/// What stands on every page. Any text: what a face cannot draw is drawn as its replacement.
struct Heading {
  std::string path;
  std::string release;
  std::string overlay;   ///< of the policy; empty: none
  std::string reviewer;  ///< with the organisation
  std::string session;
  std::string time;
};

/// Columns of the line numbers and the blanks behind them.
[[nodiscard]] int gutter_columns(std::uint64_t last_line);
/// Columns of code in a row, at least 1.
[[nodiscard]] int code_columns(const Sheet& sheet, std::uint64_t last_line);
/// Pages that so many rows take, at least 1.
[[nodiscard]] std::uint64_t pages_of_rows(std::uint64_t rows, const Sheet& sheet);

struct PageRow {
  int row = 0;  ///< of the sheet
  std::vector<text::Cell> cells;
};
struct Page {
  std::vector<PageRow> rows;
  std::vector<int> rules;  ///< rows of the sheet with a rule in place of text
};

/// `number`: of the page with this index, from 0.
[[nodiscard]] std::vector<Page> pages_of(const Listing& listing, const Heading& heading, const Sheet& sheet,
                                         const text::Repertoire& repertoire,
                                         const std::function<std::string(std::size_t)>& number);

}  // namespace spoor::printing
