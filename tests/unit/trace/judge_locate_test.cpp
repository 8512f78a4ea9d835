// Finding a capture's rows in a real archive again, with reading errors, a gutter, sideways scrolling.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/trace/align.hpp"
#include "watermark/trace/grams.hpp"
#include "watermark/trace/locate.hpp"

namespace spoor::trace {
namespace {

constexpr const char* kCode = "/usr/include/c++/12/bits/stl_algo.h";

std::vector<std::u32string> lines_of_code() {
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  REQUIRE(face.has_value());
  std::ifstream in(kCode, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  return drawn_lines(content, text::Repertoire(*face), 8);
}

Pane page_at(std::size_t first_line, std::size_t rows, double misread) {
  synthetic::PageOptions options;
  options.first_line = first_line;
  options.rows = rows;
  options.misread = misread;
  return synthetic::measure_page(support::random_table(1), options, first_line).panes[0];
}

TEST_CASE("grams leave blanks out and find text in UTF-8 again") {
  const std::u32string row = U"  int  main ( void )";
  const auto grams = grams_of(row);
  REQUIRE(grams.size() == 13 - kGramLength + 1);
  GramSet set;
  for (const PlacedGram& gram : grams) set.add(gram.gram);
  std::vector<std::uint32_t> found;
  set.scan("static int\tmain(\n void) {", found);
  CHECK(found.size() == grams.size());
  found.clear();
  set.scan("nothing of the kind", found);
  CHECK(found.empty());
}

TEST_CASE("rows are aligned to their lines at any reading quality that is usable") {
  const auto lines = lines_of_code();
  for (const double misread : {0.0, 0.02, 0.08})
    for (const std::size_t first : {100U, 1500U, 4000U}) {
      const Pane pane = page_at(first, 30, misread);
      const Alignment alignment = align(pane, lines);
      CAPTURE(misread, first);
      REQUIRE(alignment.rows.size() >= 20);
      for (const AlignedRow& row : alignment.rows)
        CHECK(row.line == first + static_cast<std::size_t>(row.row));
      CHECK(alignment.rows.front().shift == 7);  // the gutter of the page
    }
}

TEST_CASE("a pane that was scrolled to the side still aligns") {
  const auto lines = lines_of_code();
  Pane pane = page_at(2000, 25, 0);
  for (ReadRow& row : pane.rows) row.cells = row.cells.size() > 13 ? row.cells.substr(13) : U"";
  const Alignment alignment = align(pane, lines);
  REQUIRE(alignment.rows.size() >= 8);
  for (const AlignedRow& row : alignment.rows) {
    CHECK(row.line == 2000 + static_cast<std::size_t>(row.row));
    CHECK(row.shift == -6);
  }
}

TEST_CASE("text from elsewhere aligns with nothing") {
  Pane pane;
  pane.line_height_px = 19;
  for (int r = 0; r < 20; ++r)
    pane.rows.push_back({U"lorem ipsum dolor sit amet consetetur", {}, static_cast<float>(20 + 19 * r)});
  CHECK(align(pane, lines_of_code()).rows.empty());
  CHECK(align({}, lines_of_code()).rows.empty());
}

// The C++ library's headers, packed; removed when it goes.
class PackedHeaders {
 public:
  PackedHeaders() {
    const auto issuer = seal_write::IssuingKey::from_seed({});
    REQUIRE(issuer.has_value());
    seal_write::PackOptions options;
    options.release = "12.2";
    REQUIRE(
        seal_write::pack_archive("/usr/include/c++/12/bits", path_, {}, {}, *issuer, options).has_value());
    auto reader = seal::ArchiveReader::open(path_, {}, issuer->public_key());
    REQUIRE(reader.has_value());
    reader_.emplace(std::move(*reader));
  }
  PackedHeaders(const PackedHeaders&) = delete;
  PackedHeaders& operator=(const PackedHeaders&) = delete;
  ~PackedHeaders() { std::filesystem::remove(path_); }
  [[nodiscard]] const seal::ArchiveReader& reader() const { return *reader_; }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / "spoor_locate_test.spar";
  std::optional<seal::ArchiveReader> reader_;
};

TEST_CASE("a page is found in an archive and its text corrected") {
  const PackedHeaders headers;
  synthetic::PageOptions options;
  options.first_line = 1500;
  options.rows = 30;
  options.misread = 0;
  const Measurement truth = synthetic::measure_page(support::random_table(1), options, 1);
  options.misread = 0.05;
  const Measurement misread = synthetic::measure_page(support::random_table(1), options, 1);
  const auto located = locate(misread, headers.reader());
  REQUIRE(located.has_value());
  REQUIRE(located->has_value());
  const Located& found = **located;
  CHECK(found.place.path == "stl_algo.h");
  CHECK(found.place.release == "12.2");
  CHECK(found.place.first_line >= 1501);
  CHECK(found.place.first_line <= 1503);
  CHECK(found.place.last_line >= 1528);
  CHECK(found.place.last_line <= 1530);
  REQUIRE(found.known.size() == 1);
  std::size_t wrong_before = 0, wrong_after = 0;
  for (std::size_t r = 0; r < 30; ++r) {
    const std::u32string& text = truth.panes[0].rows[r].cells;
    for (std::size_t c = 0; c < text.size(); ++c) {
      wrong_before += misread.panes[0].rows[r].cells[c] != text[c];
      wrong_after += c >= found.known[0][r].size() || found.known[0][r][c] != text[c];
    }
  }
  CHECK(wrong_before > 25);
  CHECK(wrong_after * 10 <= wrong_before);
  const auto one_thread = locate(misread, headers.reader(), LocateOptions{1});
  CHECK((**one_thread).known == found.known);
}

TEST_CASE("text that is in no file of the archive is placed nowhere") {
  const PackedHeaders headers;
  Measurement measurement;
  Pane pane;
  pane.line_height_px = 19;
  for (int r = 0; r < 20; ++r)
    pane.rows.push_back({U"lorem ipsum dolor sit amet consetetur", {}, static_cast<float>(20 + 19 * r)});
  measurement.panes.push_back(pane);
  const auto located = locate(measurement, headers.reader());
  REQUIRE(located.has_value());
  CHECK_FALSE(located->has_value());
  const auto nothing = locate({}, headers.reader());
  REQUIRE(nothing.has_value());
  CHECK_FALSE(nothing->has_value());
}

}  // namespace
}  // namespace spoor::trace
