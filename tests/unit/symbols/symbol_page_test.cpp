#include "viewer/symbols/symbol_page.hpp"

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::symbols;

namespace {

struct Row {
  std::string name;
  SymbolKind kind;
  std::uint32_t file, line, last_line;
  bool operator==(const Row&) const = default;
};

seal::Bytes page_of(const std::vector<Row>& rows) {
  SymbolPageWriter writer;
  for (const Row& row : rows) writer.add({row.name, row.kind, row.file, row.line, row.last_line});
  return writer.take();
}

bool reads(const seal::Bytes& page, std::string_view first, std::uint32_t files,
           std::vector<Row>* out = nullptr) {
  return read_symbol_page(page, first, files, [out](const SymbolRow& row) {
    if (out != nullptr) out->push_back({std::string(row.name), row.kind, row.file, row.line, row.last_line});
    return true;
  });
}

const std::vector<Row> kRows = {{"alpha", SymbolKind::function, 0, 3, 9},
                                {"alpha", SymbolKind::macro, 2, 0, 0},
                                {"alphabet", SymbolKind::struct_type, 1, 70'000, 70'001},
                                {"b", SymbolKind::enumerator, 0, 1, 1}};

}  // namespace

TEST_CASE("a page of symbols comes back", "[symbols]") {
  std::vector<Row> back;
  REQUIRE(reads(page_of(kRows), "alpha", 3, &back));
  CHECK(back == kRows);
}

TEST_CASE("a page of symbols that lies is refused", "[symbols]") {
  const seal::Bytes good = page_of(kRows);
  CHECK_FALSE(reads(good, "alphb", 3));
  CHECK_FALSE(reads(good, "alpha", 2));  // a file that is not there
  CHECK_FALSE(reads({}, "", 3));
  for (std::size_t cut = 1; cut < good.size(); ++cut) {
    std::vector<Row> back;
    const bool whole =
        reads(seal::Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(cut)), "alpha", 3, &back);
    CHECK((!whole || back.size() < kRows.size()));
  }
  CHECK_FALSE(reads(page_of({kRows[1], kRows[0]}), "alpha", 3));
  CHECK_FALSE(reads(page_of({kRows[0], kRows[0]}), "alpha", 3));
  CHECK_FALSE(reads(page_of({{"x", static_cast<SymbolKind>(9), 0, 0, 0}}), "x", 3));
  CHECK_FALSE(reads(page_of({{"x", static_cast<SymbolKind>(0), 0, 0, 0}}), "x", 3));
  CHECK_FALSE(reads(page_of({{std::string(kMaxSymbolBytes + 1, 'x'), SymbolKind::macro, 0, 0, 0}}),
                    std::string(kMaxSymbolBytes + 1, 'x'), 3));
}

TEST_CASE("a body of symbols that lies is refused", "[symbols]") {
  const std::vector<SymbolSegment> good = {{0, 3, {"a", "a", "b"}}, {3, 1, {}}};
  const auto taken = [](const std::vector<SymbolSegment>& segments, std::uint64_t files, std::size_t pages) {
    std::vector<SymbolSegment> out;
    return decode_segments(encode_segments(segments), files, pages, out);
  };
  CHECK(taken(good, 4, 3));
  CHECK_FALSE(taken(good, 5, 3));
  CHECK_FALSE(taken(good, 3, 3));
  CHECK_FALSE(taken(good, 4, 2));
  CHECK_FALSE(taken({{0, 3, {"b", "a"}}}, 3, 2));
  CHECK_FALSE(taken({{0, 3, {""}}}, 3, 1));
  CHECK_FALSE(taken({{0, 0, {}}}, 0, 0));
}
