// The tables of a small archive, page by page, each behind what its reader has to be told.
#include <fmt/format.h>

#include "tests/fuzz/seeds.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "viewer/index/gram_table.hpp"
#include "viewer/symbols/symbol_page.hpp"
#include "watermark/seal/archive_format.hpp"
#include "watermark/tables/gram_maker.hpp"
#include "watermark/tables/symbol_maker.hpp"

namespace spoor::fuzz {

namespace fs = std::filesystem;
using seal::TableKind;

namespace {

constexpr int kFiles = 12;

seal::ArchiveReader packed(const seal_test::Scratch& scratch) {
  for (int i = 0; i < kFiles; ++i)
    seal_test::write_text(scratch / fmt::format("tree/d{}/f{}.c", i % 3, i),
                          fmt::format("#define A{} 1\nint f{}(void) {{\n  return {};\n}}\n", i, i % 4, i));
  const auto grams = tables::gram_maker();
  const auto symbols = tables::symbol_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get(), symbols.get()};
  seal_test::pack(scratch / "tree", scratch / "a.spar", options).value();
  return seal_test::open(scratch / "a.spar").value();
}

/// The counts that a body of segments has to agree with, and the body.
seal::Bytes counted(const seal::Table& table) {
  seal::WireWriter out;
  out.integer(std::uint32_t{kFiles});
  out.integer(static_cast<std::uint32_t>(table.pages.size()));
  out.bytes(table.body);
  return out.take();
}

}  // namespace

void write_table_seeds(const fs::path& corpus) {
  const fs::path directory = corpus / "fuzz_tables";
  const seal_test::Scratch scratch;
  const seal::ArchiveReader archive = packed(scratch);
  const auto files = archive.table(TableKind::files).value();
  put(directory / "files", archive.page(*files, 0).value()->view());
  put(directory / "blocks", files->body);

  const auto grams = archive.table(TableKind::grams).value();
  put(directory / "gram-segments", counted(*grams));
  std::vector<index::GramSegment> segments;
  if (!index::decode_segments(grams->body, kFiles, grams->pages.size(), segments)) return;
  seal::WireWriter page;
  page.integer(segments[0].first_keys.at(0));
  page.integer(std::uint32_t{kFiles});
  page.bytes(archive.page(*grams, 0).value()->view());
  put(directory / "grams", page.view());

  const auto symbols = archive.table(TableKind::symbols).value();
  put(directory / "symbol-segments", counted(*symbols));
  std::vector<symbols::SymbolSegment> named;
  if (!symbols::decode_segments(symbols->body, kFiles, symbols->pages.size(), named)) return;
  seal::WireWriter rows;
  rows.integer(std::uint32_t{kFiles});
  rows.text(named[0].first_names.at(0));
  rows.bytes(archive.page(*symbols, 0).value()->view());
  put(directory / "symbols", rows.view());
}

}  // namespace spoor::fuzz
