// Lines of source as pages.
#include "viewer/print/listing.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "viewer/text/utf8.hpp"

using namespace spoor;
using namespace spoor::printing;

namespace {

struct Paperwork {
  text::Face face = text::Face::open(text::FontId::jetbrains_mono).value();
  text::Repertoire repertoire{face};
  Sheet sheet = sheet_of(Paper::a4, face);
  Heading heading{"src/main.c", "release 4.2", "For inspection only", "Ada, Lab", "session s-1", "now"};

  [[nodiscard]] std::vector<Page> pages(const Listing& listing) const {
    return pages_of(listing, heading, sheet, repertoire,
                    [](std::size_t page) { return fmt::format("N-{:03}", page + 7); });
  }
};

Listing listing_of(std::uint64_t first, std::uint64_t rows) {
  Listing out{first, first + rows - 1, {}};
  for (std::uint64_t i = 0; i < rows; ++i)
    out.rows.push_back({first + i, false, std::vector<text::Cell>(10, text::Cell{U'x', 0})});
  return out;
}

std::string words_of(const PageRow& row) {
  std::string out;
  for (const text::Cell& cell : row.cells) out += text::encode_utf8(cell.code_point);
  return out;
}

std::string row_of(const Page& page, int number) {
  for (const PageRow& row : page.rows)
    if (row.row == number) return words_of(row);
  return "(none)";
}

}  // namespace

TEST_CASE("a sheet holds 80 columns of code beside line numbers of five digits", "[print]") {
  for (const text::FontId font : text::kAllFonts) {
    const auto face = text::Face::open(font).value();
    for (const Paper paper : {Paper::a4, Paper::letter}) {
      const Sheet sheet = sheet_of(paper, face);
      CHECK(code_columns(sheet, 99'999) >= 80);
      CHECK(sheet.code_rows() >= 50);
      CHECK(kLeftPt + sheet.columns * sheet.lattice.advance_px < sheet.width_pt - 30);
      CHECK(sheet.baseline_pt(sheet.rows - 1) > 30);
      CHECK(sheet.baseline_pt(0) < sheet.height_pt - 30);
    }
  }
}

TEST_CASE("rows fill pages, and every row stands on one", "[print]") {
  const Paperwork work;
  const auto a_page = static_cast<std::uint64_t>(work.sheet.code_rows());
  CHECK(pages_of_rows(0, work.sheet) == 1);
  CHECK(pages_of_rows(a_page, work.sheet) == 1);
  CHECK(pages_of_rows(a_page + 1, work.sheet) == 2);
  const auto pages = work.pages(listing_of(120, 2 * a_page + 5));
  REQUIRE(pages.size() == 3);
  std::uint64_t next = 120;
  for (const Page& page : pages)
    for (const PageRow& row : page.rows) {
      const bool code = row.row >= Sheet::kHeadRows && row.row < Sheet::kHeadRows + work.sheet.code_rows();
      if (code) CHECK(words_of(row) == fmt::format("{:>4}  xxxxxxxxxx", next++));
      CHECK(static_cast<int>(row.cells.size()) <= work.sheet.columns);
      CHECK(row.row < work.sheet.rows);
    }
  CHECK(next == 120 + 2 * a_page + 5);
}

TEST_CASE("every page says what it is, whose, and its number", "[print]") {
  const Paperwork work;
  const auto pages = work.pages(listing_of(1, 100));
  REQUIRE(pages.size() == 2);
  for (std::size_t p = 0; p < 2; ++p) {
    const Page& page = pages[p];
    CHECK(row_of(page, 0).find("For inspection only") != std::string::npos);
    CHECK(row_of(page, 1).rfind("src/main.c ", 0) == 0);
    CHECK(row_of(page, 1).find(fmt::format("page {} of 2", p + 1)) != std::string::npos);
    CHECK(row_of(page, 2).rfind("lines 1 to 100 ", 0) == 0);
    CHECK(row_of(page, 2).find("release 4.2") != std::string::npos);
    CHECK(row_of(page, work.sheet.rows - 2).rfind("Ada, Lab", 0) == 0);
    const std::string last = row_of(page, work.sheet.rows - 1);
    CHECK(last.rfind("session s-1", 0) == 0);
    CHECK(last.substr(last.size() - 5) == fmt::format("N-{:03}", p + 7));
    CHECK(last.size() == static_cast<std::size_t>(work.sheet.columns));
  }
}

TEST_CASE("a line that goes on says so in place of its number", "[print]") {
  const Paperwork work;
  Listing listing = listing_of(9, 3);
  listing.rows[1].line = 9;
  listing.rows[1].goes_on = true;
  const Page page = work.pages(listing).front();
  CHECK(row_of(page, Sheet::kHeadRows) == "   9  xxxxxxxxxx");
  CHECK(row_of(page, Sheet::kHeadRows + 1) == "   >  xxxxxxxxxx");
  CHECK(row_of(page, 2).find("> goes on from the row above") != std::string::npos);
}

TEST_CASE("what is too long for a row loses its middle, hostile names their sting", "[print]") {
  Paperwork work;
  work.heading.path = "a/" + std::string(300, 'p') + "/z.c";
  work.heading.reviewer = "Ada\n\x1b[31m\xff";
  const Page page = work.pages(listing_of(1, 1)).front();
  const std::string path = row_of(page, 1);
  CHECK(path.size() == static_cast<std::size_t>(work.sheet.columns));
  CHECK(path.rfind("a/ppp", 0) == 0);
  CHECK(path.find("...") != std::string::npos);
  CHECK(path.find("/z.c  page 1 of 1") != std::string::npos);
  CHECK(row_of(page, 2).rfind("line 1 ", 0) == 0);
  for (const PageRow& row : page.rows)
    for (const text::Cell& cell : row.cells) CHECK((cell.code_point >= 0x20 && cell.code_point != 0x7F));
}
