// An archive's tables: files, grams, symbols. Whatever is read writes the same bytes again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/repair.hpp"
#include "viewer/index/gram_table.hpp"
#include "viewer/symbols/symbol_page.hpp"
#include "watermark/seal/file_table.hpp"

using namespace spoor;

namespace {

/// Blocks for any page of files: two that are full, one that is not.
std::vector<seal::BlockRef> blocks() {
  std::vector<seal::BlockRef> out(3);
  std::uint64_t offset = 60;
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    out[i].offset_bytes = offset;
    out[i].stored_bytes = 64;
    out[i].plain_bytes = i < 2 ? static_cast<std::uint32_t>(seal::kBlockBytes) : 100;
    out[i].number = i;
    offset += 64;
  }
  return out;
}

void read_files(seal::ByteView input) {
  seal::FileTable body;
  if (seal::FileTable::decode_body(input, body)) fuzz::insist(std::ranges::equal(body.encode_body(), input));
  seal::FileTable table(blocks());
  if (!table.decode_page(input) || table.size() == 0) return;
  const auto pages = table.encode_pages();
  if (pages.size() == 1) fuzz::insist(std::ranges::equal(pages[0], input));
  for (std::size_t i = 0; i < table.size(); ++i) fuzz::insist(table.find(table.path(i)) == i);
  if (!table.finish(table.size())) return;
  for (std::uint32_t i = 0; i < table.size(); ++i) fuzz::insist(table.file(table.at_number(i)).number == i);
}

/// Behind the counts that the body has to agree with: those of files and of pages.
void read_segments(seal::ByteView input) {
  seal::WireReader reader(input);
  const auto files = reader.integer<std::uint32_t>();
  const auto pages = reader.integer<std::uint32_t>();
  const seal::ByteView body = input.subspan(std::min<std::size_t>(input.size(), 8));
  std::vector<index::GramSegment> grams;
  if (index::decode_segments(body, files, pages, grams))
    fuzz::insist(std::ranges::equal(index::encode_segments(grams), body));
  std::vector<symbols::SymbolSegment> named;
  if (symbols::decode_segments(body, files, pages, named))
    fuzz::insist(std::ranges::equal(symbols::encode_segments(named), body));
}

/// Behind the page's first key and the segment's number of files.
void read_grams(seal::ByteView input) {
  seal::WireReader reader(input);
  const auto first_key = reader.integer<std::uint32_t>();
  const auto files = reader.integer<std::uint32_t>();
  const seal::ByteView bytes = input.subspan(std::min<std::size_t>(input.size(), 8));
  index::GramPage page;
  if (files == 0 || files > index::kMaxSegmentFiles || !index::GramPage::parse(bytes, first_key, page))
    return;
  index::GramPageWriter again(files);
  for (const index::GramPage::Entry& entry : page.entries()) {
    index::FileList list;
    if (!index::decode_list(entry.list, entry.count, files, list)) return;
    fuzz::insist(list.size() == entry.count && list.back() < files);
    again.add(entry.key, list);
  }
  fuzz::insist(std::ranges::equal(again.take(), bytes));
}

/// Behind the number of files and the page's first name.
void read_symbols(seal::ByteView input) {
  seal::WireReader reader(input);
  const auto files = reader.integer<std::uint32_t>();
  const std::string first = reader.text();
  const seal::ByteView bytes = reader.bytes(reader.rest_bytes());
  symbols::SymbolPageWriter again;
  const bool whole = symbols::read_symbol_page(bytes, first, files, [&](const symbols::SymbolRow& row) {
    fuzz::insist(row.file < files && row.line <= row.last_line);
    again.add(row);
    return true;
  });
  if (whole) fuzz::insist(std::ranges::equal(again.take(), bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  read_files(input);
  read_segments(input);
  read_grams(input);
  read_symbols(input);
  return 0;
}
