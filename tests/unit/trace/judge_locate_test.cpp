// Finding a capture's rows in a real archive again, with reading errors, a gutter, sideways scrolling.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/trace/align.hpp"
#include "watermark/trace/grams.hpp"
#include "watermark/trace/gutter.hpp"
#include "watermark/trace/locate.hpp"
#include "watermark/trace/names.hpp"

namespace spoor::trace {
namespace {

namespace fs = std::filesystem;

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

TEST_CASE("the gutter's number speaks for its line and against others") {
  const std::u32string cells = U"  935  /*";
  CHECK(read_gutter(cells, 7, 934).exact);
  CHECK(read_gutter(cells, 7, 934).agreement == 3);
  CHECK_FALSE(read_gutter(cells, 7, 944).exact);
  CHECK(read_gutter(cells, 7, 944).agreement == 1);
  CHECK(read_gutter(cells, 7, 34).agreement == 2 - 1);
  CHECK(read_gutter(U"  9\uFFFD5  /*", 7, 934).agreement == 2);
  CHECK_FALSE(read_gutter(U"  9\uFFFD5  /*", 7, 934).exact);
  CHECK(read_gutter(U"35  /*", 4, 934).agreement == 2);  // the picture's edge cut the 9
  CHECK(read_gutter(U"  int x = 935;", 2, 934).agreement == 0);
  CHECK(read_gutter(U"  abc  /*", 7, 934).agreement == 0);
  CHECK(read_gutter(U"", 40, 934).agreement == 0);
}

Measurement with_rows(std::initializer_list<const char32_t*> rows) {
  Measurement measurement;
  Pane pane;
  float baseline_px = 20;
  for (const char32_t* row : rows) pane.rows.push_back({row, {}, baseline_px += 19});
  measurement.panes.push_back(pane);
  return measurement;
}

SourcePlace place_in(const seal::ArchiveReader& archive, std::initializer_list<const char32_t*> rows) {
  const auto located = locate(with_rows(rows), archive);
  REQUIRE(located.has_value());
  REQUIRE(located->has_value());
  return (**located).place;
}

TEST_CASE("a path that stands by itself is read, with errors; one inside of code is not") {
  const std::u32string path = U"python/encodings/cp737.py";
  const Names bar(with_rows({U"  python/enc\uFFFDdings/cp737.py   x"}));
  CHECK(bar.find(path).path);
  CHECK(bar.find(path).path_cells == 24);
  CHECK(bar.find(U"python/encodings/cp775.py").path_cells == 20);
  CHECK_FALSE(bar.find(path).file_name);
  CHECK_FALSE(bar.find(U"python/decimals/cp737.py").path);
  const Names tab(with_rows({U" cp737.py  x", U"new"}));
  CHECK(tab.find(path).file_name);
  CHECK_FALSE(tab.find(path).path);
  const Names code(with_rows({U"  open(python/encodings/cp737.py) is not", U""}));
  CHECK_FALSE(code.find(path).path);
  CHECK_FALSE(code.find(path).file_name);
}

constexpr const char* kHead = "first line of the head\nsecond line of the head\n";
constexpr const char* kLines =
    "    static constexpr int table_of_values[] = {\n"
    "        0x00bd, 0x255c, 0x00be, 0x255b,\n"
    "    };\n";

// The same lines: at 3 and 6 of alpha, at 3 of beta, at 5 of gamma.
class PackedCopies {
 public:
  PackedCopies() {
    const fs::path tree = dir_ / "tree";
    fs::create_directories(tree / "one");
    fs::create_directories(tree / "two");
    std::ofstream(tree / "one/alpha.h") << kHead << kLines << kLines;
    std::ofstream(tree / "two/beta.h") << kHead << kLines;
    std::ofstream(tree / "two/gamma.h") << "nothing like it\n" << kHead << "at all\n" << kLines;
    const auto issuer = seal_write::IssuingKey::from_seed({});
    REQUIRE(issuer.has_value());
    REQUIRE(seal_write::pack_archive(tree, dir_ / "a.spar", {}, {}, *issuer, {}).has_value());
    auto reader = seal::ArchiveReader::open(dir_ / "a.spar", {}, issuer->public_key());
    REQUIRE(reader.has_value());
    reader_.emplace(std::move(*reader));
  }
  PackedCopies(const PackedCopies&) = delete;
  PackedCopies& operator=(const PackedCopies&) = delete;
  ~PackedCopies() { fs::remove_all(dir_); }

  [[nodiscard]] const seal::ArchiveReader& reader() const { return *reader_; }
  [[nodiscard]] SourcePlace place(std::initializer_list<const char32_t*> rows) const {
    return place_in(*reader_, rows);
  }

 private:
  fs::path dir_ = fs::temp_directory_path() / "spoor_locate_copies";
  std::optional<seal::ArchiveReader> reader_;
};

std::vector<std::string> shown(const std::vector<SourceLines>& places) {
  std::vector<std::string> out;
  for (const SourceLines& place : places)
    out.push_back(place.path + ':' + std::to_string(place.first_line) + '-' +
                  std::to_string(place.last_line));
  return out;
}

TEST_CASE("of places with the same text all are listed, until something tells them apart") {
  using Places = std::vector<std::string>;
  const PackedCopies copies;
  const SourcePlace text = copies.place(
      {U"     static constexpr int table_of_values[] = {", U"         0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({text}) == Places{"one/alpha.h:3-4"});
  CHECK(shown(text.ties) == Places{"one/alpha.h:6-7", "two/beta.h:3-4", "two/gamma.h:5-6"});
  CHECK_FALSE(text.line_numbers);

  const SourcePlace sixth = copies.place({U"   6      static constexpr int table_of_values[] = {",
                                          U"   7          0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({sixth}) == Places{"one/alpha.h:6-7"});
  CHECK(sixth.ties.empty());
  CHECK(sixth.line_numbers);

  const SourcePlace third = copies.place({U"   3      static constexpr int table_of_values[] = {",
                                          U"   4          0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({third}) == Places{"one/alpha.h:3-4"});
  CHECK(shown(third.ties) == Places{"two/beta.h:3-4"});

  const SourcePlace tab =
      copies.place({U"  beta.h  x", U"   3      static constexpr int table_of_values[] = {",
                    U"   4          0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({tab}) == Places{"two/beta.h:3-4"});
  CHECK(shown(tab.ties) == Places{"one/alpha.h:3-4"});  // a tree may name both
  CHECK(tab.name_read);
  CHECK_FALSE(tab.path_read);

  const SourcePlace bar =
      copies.place({U"  two/beta.h", U"   3      static constexpr int table_of_values[] = {",
                    U"   4          0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({bar}) == Places{"two/beta.h:3-4"});
  CHECK(bar.ties.empty());
  CHECK(bar.path_read);
}

// An archive of two releases: beta.h is the same in both, alpha.h is not.
class PackedReleases {
 public:
  PackedReleases() {
    fs::remove_all(dir_);
    for (const char* release : {"one", "two"}) {
      fs::create_directories(dir_ / release);
      std::ofstream(dir_ / release / "beta.h") << kHead << kLines;
    }
    std::ofstream(dir_ / "one/alpha.h")
        << kHead << "int number_of_pairs_in_a_table = 4;\nint first_only_and_nowhere_else = 1;\n";
    std::ofstream(dir_ / "two/alpha.h")
        << kHead << "int number_of_pairs_in_a_table = 5;\nint second_only_and_nowhere_else = 1;\n";
    const auto issuer = seal_write::IssuingKey::from_seed({});
    REQUIRE(issuer.has_value());
    REQUIRE(seal_write::pack_releases({{"1.0", dir_ / "one", {}}, {"2.0", dir_ / "two", {}}}, dir_ / "a.spar",
                                      {}, {}, *issuer, {})
                .has_value());
    auto reader = seal::ArchiveReader::open(dir_ / "a.spar", {}, issuer->public_key());
    REQUIRE(reader.has_value());
    reader_.emplace(std::move(*reader));
  }
  PackedReleases(const PackedReleases&) = delete;
  PackedReleases& operator=(const PackedReleases&) = delete;
  ~PackedReleases() { fs::remove_all(dir_); }
  [[nodiscard]] SourcePlace place(std::initializer_list<const char32_t*> rows) const {
    return place_in(*reader_, rows);
  }

 private:
  fs::path dir_ = fs::temp_directory_path() / "spoor_locate_releases";
  std::optional<seal::ArchiveReader> reader_;
};

TEST_CASE("the release is named by what is in no other, and all where nothing tells") {
  const PackedReleases releases;
  const SourcePlace first = releases.place(
      {U"   3  int number_of_pairs_in_a_table = 4;", U"   4  int first_only_and_nowhere_else = 1;"});
  CHECK(shown({first}) == std::vector<std::string>{"alpha.h:3-4"});
  CHECK(first.release == "1.0");
  CHECK(first.ties.empty());
  const SourcePlace second = releases.place(
      {U"   3  int number_of_pairs_in_a_table = 5;", U"   4  int second_only_and_nowhere_else = 1;"});
  CHECK(second.release == "2.0");
  CHECK(second.ties.empty());
  const SourcePlace both = releases.place({U"   3      static constexpr int table_of_values[] = {",
                                           U"   4          0x00bd, 0x255c, 0x00be, 0x255b,"});
  CHECK(shown({both}) == std::vector<std::string>{"beta.h:3-4"});
  CHECK(both.release == "2.0");
  REQUIRE(both.ties.size() == 1);
  CHECK(shown(both.ties) == std::vector<std::string>{"beta.h:3-4"});
  CHECK(both.ties[0].release == "1.0");
}

TEST_CASE("a path and numbers without their text place nothing") {
  const PackedCopies copies;
  const auto located =
      locate(with_rows({U"  two/beta.h", U"   3  lorem ipsum dolor sit amet", U"   4  consetetur"}),
             copies.reader());
  REQUIRE(located.has_value());
  CHECK_FALSE(located->has_value());
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
