#include "watermark/seal/pack_tables.hpp"

#include <algorithm>
#include <numeric>

#include "watermark/seal/file_table.hpp"

namespace spoor::seal_write {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

seal::FileTable table_of(const PackedTree& tree) {
  std::vector<std::string> paths;
  paths.reserve(tree.files.size());
  for (const PackedFile& file : tree.files)
    paths.push_back(join(file.directory->path, file.directory->listing.entries[file.entry].entry.name));
  std::vector<std::uint32_t> order(tree.files.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return seal::tree_order(paths[a], paths[b]); });
  seal::FileTable out(tree.data);
  for (const std::uint32_t number : order) {
    const PackedFile& file = tree.files[number];
    const seal::DirectoryEntry& item = file.directory->listing.entries[file.entry];
    const bool small = item.entry.size_bytes != 0 && item.entry.size_bytes <= seal::kBlockBytes;
    out.add(paths[number],
            {item.entry.size_bytes, file.block, small ? item.offset_bytes : 0, number, item.entry.binary});
  }
  return out;
}

}  // namespace

TablePacker::TablePacker(const PackOptions& options, BlockWriter& writer)
    : options_(options), writer_(writer), tables_(options.tables.size()) {}

void TablePacker::begin_file(std::string_view path, const seal::DirEntry& entry) {
  for (TableMaker* maker : options_.tables) maker->begin_file(path, entry.size_bytes, entry.binary);
}

void TablePacker::append(seal::ByteView bytes) {
  for (TableMaker* maker : options_.tables) maker->append(bytes);
}

Result<void> TablePacker::put_pages() {
  for (std::size_t i = 0; i < tables_.size(); ++i)
    for (seal::Bytes& page : options_.tables[i]->take_pages())
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

Result<std::vector<seal::TableRef>> TablePacker::finish(const PackedTree& tree) {
  std::vector<seal::TableRef> out;
  if (tables_.empty()) return out;
  std::vector<seal::Bytes> bodies;
  for (TableMaker* maker : options_.tables) {
    auto body = maker->finish();
    if (!body) return tl::make_unexpected(body.error());
    bodies.push_back(std::move(*body));
  }
  if (auto put = put_pages(); !put) return tl::make_unexpected(put.error());
  const seal::FileTable files = table_of(tree);
  seal::Table of_files;
  for (seal::Bytes& page : files.encode_pages())
    if (auto put = put_page(std::move(page), of_files); !put) return tl::make_unexpected(put.error());
  const auto ref = put_table(files.encode_body(), of_files);
  if (!ref) return tl::make_unexpected(ref.error());
  out.push_back({seal::TableKind::files, *ref});
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto made = put_table(std::move(bodies[i]), tables_[i]);
    if (!made) return tl::make_unexpected(made.error());
    out.push_back({options_.tables[i]->kind(), *made});
  }
  return out;
}

}  // namespace spoor::seal_write
