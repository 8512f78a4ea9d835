#include "watermark/seal/pack_tables.hpp"

#include <algorithm>
#include <utility>

namespace spoor::seal_write {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

seal::FileTable table_of(const PackedTree& tree, const PackedData& data) {
  struct Row {
    std::string path;
    const PackedFile* file;
    const seal::DirEntry* entry;
  };
  std::vector<Row> rows;
  std::vector<bool> is_used(data.blocks.size());
  for (const PackedDirectory& directory : tree)
    for (const PackedFile& file : directory.files) {
      const seal::DirEntry& entry = directory.listing.entries[file.entry].entry;
      rows.push_back({join(directory.path, entry.name), &file, &entry});
      const std::uint64_t blocks = (entry.size_bytes + seal::kBlockBytes - 1) / seal::kBlockBytes;
      for (std::uint64_t i = 0; i < blocks; ++i) is_used[data.places[file.place].block + i] = true;
    }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return seal::tree_order(a.path, b.path); });
  std::vector<seal::BlockRef> blocks;
  std::vector<std::uint32_t> index_of(data.blocks.size());
  for (std::size_t i = 0; i < is_used.size(); ++i) {
    index_of[i] = static_cast<std::uint32_t>(blocks.size());
    if (is_used[i]) blocks.push_back(data.blocks[i]);
  }
  seal::FileTable out(std::move(blocks));
  for (const Row& row : rows) {
    seal::TableFile file{row.entry->size_bytes, 0, 0, row.file->number, row.entry->binary};
    if (file.size_bytes != 0) {
      file.block = index_of[data.places[row.file->place].block];
      file.offset_bytes = data.places[row.file->place].offset_bytes;
    }
    out.add(row.path, file);
  }
  return out;
}

TablePacker::TablePacker(const std::vector<TableMaker*>& makers, BlockWriter& writer)
    : makers_(makers), writer_(writer), tables_(makers.size()) {}

void TablePacker::begin_file(std::string_view path, const seal::DirEntry& entry) {
  for (TableMaker* maker : makers_) maker->begin_file(path, entry.size_bytes, entry.binary);
}

void TablePacker::append(seal::ByteView bytes) {
  for (TableMaker* maker : makers_) maker->append(bytes);
}

Result<void> TablePacker::put_pages() {
  for (std::size_t i = 0; i < tables_.size(); ++i)
    for (seal::Bytes& page : makers_[i]->take_pages())
      if (auto put = put_page(std::move(page), tables_[i]); !put) return put;
  return {};
}

Result<void> TablePacker::put_page(seal::Bytes page, seal::Table& table) {
  return writer_.put(seal::BlockKind::page, std::move(page),
                     [&table](const seal::BlockRef& ref) { table.pages.push_back(ref); });
}

Result<seal::BlockRef> TablePacker::put_table(seal::Bytes body, seal::Table& table) {
  if (auto drained = writer_.drain(); !drained) return tl::make_unexpected(drained.error());
  table.body = std::move(body);
  seal::Bytes plain = table.encode();
  if (plain.size() > seal::kMaxListingBytes) {
    return fail(SealErrorCode::unsupported,
                "The tree is too large for one archive with its tables; pack it in parts.");
  }
  seal::BlockRef out;
  auto put =
      writer_.put(seal::BlockKind::table, std::move(plain), [&out](const seal::BlockRef& ref) { out = ref; });
  if (put) put = writer_.drain();
  if (!put) return tl::make_unexpected(put.error());
  return out;
}

Result<std::vector<seal::TableRef>> TablePacker::finish(const seal::FileTable* files) {
  std::vector<seal::TableRef> out;
  std::vector<seal::Bytes> bodies;
  for (TableMaker* maker : makers_) {
    auto body = maker->finish();
    if (!body) return tl::make_unexpected(body.error());
    bodies.push_back(std::move(*body));
  }
  if (auto put = put_pages(); !put) return tl::make_unexpected(put.error());
  if (files != nullptr) {
    seal::Table of_files;
    for (seal::Bytes& page : files->encode_pages())
      if (auto put = put_page(std::move(page), of_files); !put) return tl::make_unexpected(put.error());
    const auto ref = put_table(files->encode_body(), of_files);
    if (!ref) return tl::make_unexpected(ref.error());
    out.push_back({seal::TableKind::files, *ref});
  }
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto made = put_table(std::move(bodies[i]), tables_[i]);
    if (!made) return tl::make_unexpected(made.error());
    out.push_back({makers_[i]->kind(), *made});
  }
  return out;
}

}  // namespace spoor::seal_write
