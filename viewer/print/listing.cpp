#include "viewer/print/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace spoor::printing {
namespace {

constexpr int kLeastDigits = 4;
constexpr int kGutterBlanks = 2;
constexpr std::string_view kCut = "...";
constexpr std::string_view kGoesOn = ">";

std::vector<text::Cell> cells_of(std::string_view words, const text::Repertoire& repertoire) {
  text::RowOptions options;
  options.tab_columns = 1;
  text::Row row;
  text::lay_out_row({words, {}}, {}, repertoire, options, 0, words.size(), row);
  return std::move(row.cells);
}

/// One row of the sheet being filled from both ends.
class RowMaker {
 public:
  RowMaker(const Sheet& sheet, const text::Repertoire& repertoire)
      : columns_(static_cast<std::size_t>(sheet.columns)), repertoire_(repertoire) {}

  RowMaker& right(std::string_view words) {
    right_ = cells_of(words, repertoire_);
    if (right_.size() > columns_) right_.resize(columns_);
    return *this;
  }
  /// The middle is left out where it does not fit.
  RowMaker& left(std::string_view words) {
    left_ = cells_of(words, repertoire_);
    const std::size_t room = columns_ - std::min(columns_, right_.size() + (right_.empty() ? 0 : 2));
    if (left_.size() <= room) return *this;
    const auto cut = cells_of(kCut, repertoire_);
    const std::size_t kept = room - std::min(room, cut.size());
    std::vector<text::Cell> out(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(kept / 2));
    out.insert(out.end(), cut.begin(), cut.end());
    out.insert(out.end(), left_.end() - static_cast<std::ptrdiff_t>(kept - kept / 2), left_.end());
    left_ = std::move(out);
    return *this;
  }
  RowMaker& centre(std::string_view words) {
    left(words);
    left_.insert(left_.begin(), (columns_ - std::min(columns_, left_.size())) / 2, text::Cell{});
    return *this;
  }
  [[nodiscard]] std::vector<text::Cell> cells() const {
    std::vector<text::Cell> out = left_;
    if (right_.empty()) return out;
    out.resize(columns_ - right_.size());
    out.insert(out.end(), right_.begin(), right_.end());
    return out;
  }

 private:
  std::size_t columns_;
  const text::Repertoire& repertoire_;
  std::vector<text::Cell> left_;
  std::vector<text::Cell> right_;
};

std::vector<text::Cell> code_cells(const ListingRow& row, int gutter, const text::Repertoire& repertoire) {
  const std::string number = row.goes_on ? std::string(kGoesOn) : std::to_string(row.line);
  auto cells =
      cells_of(fmt::format("{:>{}}{:{}}", number, gutter - kGutterBlanks, "", kGutterBlanks), repertoire);
  cells.insert(cells.end(), row.cells.begin(), row.cells.end());
  return cells;
}

std::string lines_of(const Listing& listing) {
  const bool wrapped =
      std::any_of(listing.rows.begin(), listing.rows.end(), [](const ListingRow& r) { return r.goes_on; });
  std::string out = listing.first_line == listing.last_line
                        ? fmt::format("line {}", listing.first_line)
                        : fmt::format("lines {} to {}", listing.first_line, listing.last_line);
  if (wrapped) out += fmt::format(", {} goes on from the row above", kGoesOn);
  return out;
}

}  // namespace

int gutter_columns(std::uint64_t last_line) {
  return std::max(kLeastDigits, static_cast<int>(std::to_string(last_line).size())) + kGutterBlanks;
}

int code_columns(const Sheet& sheet, std::uint64_t last_line) {
  return std::max(1, sheet.columns - gutter_columns(last_line));
}

std::uint64_t pages_of_rows(std::uint64_t rows, const Sheet& sheet) {
  const auto a_page = static_cast<std::uint64_t>(sheet.code_rows());
  return std::max<std::uint64_t>(1, (rows + a_page - 1) / a_page);
}

std::vector<Page> pages_of(const Listing& listing, const Heading& heading, const Sheet& sheet,
                           const text::Repertoire& repertoire,
                           const std::function<std::string(std::size_t)>& number) {
  const int gutter = gutter_columns(listing.last_line);
  const auto a_page = static_cast<std::size_t>(sheet.code_rows());
  std::vector<Page> pages(static_cast<std::size_t>(pages_of_rows(listing.rows.size(), sheet)));
  for (std::size_t p = 0; p < pages.size(); ++p) {
    const auto line = [&] { return RowMaker(sheet, repertoire); };
    Page& page = pages[p];
    if (!heading.overlay.empty()) page.rows.push_back({0, line().centre(heading.overlay).cells()});
    const std::string count = fmt::format("page {} of {}", p + 1, pages.size());
    page.rows.push_back({1, line().right(count).left(heading.path).cells()});
    page.rows.push_back({2, line().right(heading.release).left(lines_of(listing)).cells()});
    page.rules = {3, sheet.rows - 3};
    for (std::size_t i = p * a_page; i < std::min(listing.rows.size(), (p + 1) * a_page); ++i)
      page.rows.push_back({Sheet::kHeadRows + static_cast<int>(i - p * a_page),
                           code_cells(listing.rows[i], gutter, repertoire)});
    page.rows.push_back({sheet.rows - 2, line().right(heading.time).left(heading.reviewer).cells()});
    page.rows.push_back({sheet.rows - 1, line().right(number(p)).left(heading.session).cells()});
  }
  return pages;
}

}  // namespace spoor::printing
