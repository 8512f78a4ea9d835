#include "watermark/seal/archive_format.hpp"

#include <algorithm>

namespace spoor::seal {
namespace {

constexpr std::uint8_t kBinaryFlag = 1;
static_assert(kMaxFileBytes == (kMaxListingBytes - 4) / kBlockRefBytes * std::uint64_t{kBlockBytes});

bool is_large(const DirEntry& entry) {
  return entry.size_bytes > kBlockBytes;
}

bool name_is_valid(const std::string& name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

void encode_entry(const DirectoryEntry& item, WireWriter& out) {
  out.integer(static_cast<std::uint8_t>(item.entry.kind));
  out.text(item.entry.name);
  if (item.entry.kind == EntryKind::directory) return item.ref.encode(out);
  if (item.entry.kind == EntryKind::symlink) return out.text(item.target);
  out.integer(item.entry.binary ? kBinaryFlag : std::uint8_t{0});
  out.integer(item.entry.size_bytes);
  if (is_large(item.entry)) return item.ref.encode(out);
  if (item.entry.size_bytes == 0) return;
  out.integer(item.block);
  out.integer(item.offset_bytes);
}

void decode_file(WireReader& reader, const Directory& directory, DirectoryEntry& item) {
  const auto flags = reader.integer<std::uint8_t>();
  item.entry.binary = flags == kBinaryFlag;
  item.entry.size_bytes = reader.integer<std::uint64_t>();
  const bool sound = flags <= kBinaryFlag && item.entry.size_bytes <= kMaxFileBytes &&
                     !(item.entry.binary && item.entry.size_bytes == 0);
  if (!sound) reader.fail();
  if (is_large(item.entry)) {
    item.ref = BlockRef::decode(reader);
  } else if (item.entry.size_bytes != 0) {
    item.block = reader.integer<std::uint32_t>();
    item.offset_bytes = reader.integer<std::uint32_t>();
    if (item.block >= directory.blocks.size() ||
        item.offset_bytes + item.entry.size_bytes > directory.blocks[item.block].plain_bytes) {
      reader.fail();
    }
  }
}

DirectoryEntry decode_entry(WireReader& reader, const Directory& directory) {
  DirectoryEntry item;
  const auto kind = reader.integer<std::uint8_t>();
  item.entry.kind = static_cast<EntryKind>(kind);
  item.entry.name = reader.text();
  if (!name_is_valid(item.entry.name)) reader.fail();
  if (!directory.entries.empty() && directory.entries.back().entry.name >= item.entry.name) reader.fail();
  switch (item.entry.kind) {
    case EntryKind::directory:
      item.ref = BlockRef::decode(reader);
      break;
    case EntryKind::file:
      decode_file(reader, directory, item);
      break;
    case EntryKind::symlink:
      item.target = reader.text();
      if (item.target.empty() || item.target.size() > kMaxNameBytes ||
          item.target.find('\0') != std::string::npos) {
        reader.fail();
      }
      break;
    default:
      reader.fail();
  }
  return item;
}

bool read_references(WireReader& reader, std::uint32_t most_bytes, std::vector<BlockRef>& out) {
  const std::uint32_t count = reader.count(kBlockRefBytes);
  out.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    out.push_back(BlockRef::decode(reader));
    if (out.back().plain_bytes == 0 || out.back().plain_bytes > most_bytes) reader.fail();
    if (i > 0 && !lies_before(out[i - 1], out[i])) reader.fail();
  }
  return !reader.failed();
}

/// Small files lie in the directory's blocks in order of name and side by side: only the first may begin
/// within a block, behind files of another directory. No block is left unused.
bool is_packed(const Directory& directory) {
  const DirectoryEntry* last = nullptr;
  std::uint64_t end_bytes = 0;
  for (const DirectoryEntry& item : directory.entries) {
    if (item.entry.kind != EntryKind::file || item.entry.size_bytes == 0 || is_large(item.entry)) continue;
    if (last == nullptr) {
      if (item.block != 0) return false;
    } else if (item.block == last->block) {
      if (item.offset_bytes != end_bytes) return false;
    } else if (item.block != last->block + 1 || item.offset_bytes != 0 ||
               end_bytes != directory.blocks[last->block].plain_bytes) {
      return false;
    }
    last = &item;
    end_bytes = item.offset_bytes + item.entry.size_bytes;
  }
  return (last == nullptr ? 0 : last->block + std::size_t{1}) == directory.blocks.size();
}

/// Every block of a directory has a file of it.
bool uses_its_blocks(const Directory& directory) {
  std::vector<bool> used(directory.blocks.size());
  for (const DirectoryEntry& item : directory.entries)
    if (item.entry.kind == EntryKind::file && item.entry.size_bytes != 0 && !is_large(item.entry))
      used[item.block] = true;
  return std::all_of(used.begin(), used.end(), [](bool is) { return is; });
}

}  // namespace

void BlockRef::encode(WireWriter& out) const {
  out.integer(offset_bytes);
  out.integer(stored_bytes);
  out.integer(plain_bytes);
  out.integer(number);
  out.bytes(digest);
}

BlockRef BlockRef::decode(WireReader& reader) {
  BlockRef out;
  out.offset_bytes = reader.integer<std::uint64_t>();
  out.stored_bytes = reader.integer<std::uint32_t>();
  out.plain_bytes = reader.integer<std::uint32_t>();
  out.number = reader.integer<std::uint32_t>();
  reader.into(out.digest);
  return out;
}

bool lies_before(const BlockRef& child, const BlockRef& parent) noexcept {
  return child.number < parent.number && child.offset_bytes >= kArchiveHeaderBytes &&
         child.offset_bytes <= parent.offset_bytes &&
         child.stored_bytes <= parent.offset_bytes - child.offset_bytes;
}

bool adjoins(const BlockRef& child, const BlockRef& parent) noexcept {
  return lies_before(child, parent) && child.offset_bytes + child.stored_bytes == parent.offset_bytes &&
         child.number + 1 == parent.number;
}

Bytes ArchiveHeader::encode() const {
  WireWriter out;
  out.bytes(as_bytes(kArchiveMagic));
  out.integer(version);
  out.integer(std::uint16_t{0});
  out.bytes(vendor);
  out.bytes(id);
  return out.take();
}

Bytes Directory::encode() const {
  WireWriter out;
  out.integer(static_cast<std::uint32_t>(blocks.size()));
  for (const BlockRef& block : blocks) block.encode(out);
  out.integer(static_cast<std::uint32_t>(entries.size()));
  for (const DirectoryEntry& item : entries) encode_entry(item, out);
  return out.take();
}

bool Directory::decode(ByteView plain, Directory& out, FilePlaces places) {
  WireReader reader(plain);
  if (!read_references(reader, kBlockBytes, out.blocks)) return false;
  constexpr std::size_t kShortestEntryBytes = 1 + 2 + 1 + 2;  // kind, a name of one byte, an empty target
  const std::uint32_t count = reader.count(kShortestEntryBytes);
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    out.entries.push_back(decode_entry(reader, out));
  }
  return reader.finished() && (places == FilePlaces::anywhere ? uses_its_blocks(out) : is_packed(out));
}

bool Directory::lies_before(const BlockRef& own) const noexcept {
  const auto refers = [](const DirectoryEntry& item) {
    return item.entry.kind == EntryKind::directory ||
           (item.entry.kind == EntryKind::file && is_large(item.entry));
  };
  return (blocks.empty() || seal::lies_before(blocks.back(), own)) &&
         std::all_of(entries.begin(), entries.end(), [&](const DirectoryEntry& item) {
           return !refers(item) || seal::lies_before(item.ref, own);
         });
}

Bytes Table::encode() const {
  WireWriter out;
  out.bytes(encode_index(pages));
  out.bytes(body);
  return out.take();
}

bool Table::decode(ByteView plain, Table& out) {
  WireReader reader(plain);
  if (!read_references(reader, kMaxPageBytes, out.pages)) return false;
  const ByteView rest = reader.bytes(reader.rest_bytes());
  out.body.assign(rest.begin(), rest.end());
  return !reader.failed();
}

bool Table::lies_before(const BlockRef& own) const noexcept {
  return pages.empty() || seal::lies_before(pages.back(), own);
}

bool decode_blocks(ByteView plain, std::vector<BlockRef>& out) {
  WireReader reader(plain);
  return read_references(reader, kBlockBytes, out) && reader.finished();
}

Bytes encode_index(const std::vector<BlockRef>& blocks) {
  WireWriter out;
  out.integer(static_cast<std::uint32_t>(blocks.size()));
  for (const BlockRef& block : blocks) block.encode(out);
  return out.take();
}

bool decode_index(ByteView plain, std::uint64_t file_bytes, std::vector<BlockRef>& out) {
  if (!decode_blocks(plain, out)) return false;
  std::uint64_t rest = file_bytes;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].plain_bytes != std::min<std::uint64_t>(rest, kBlockBytes)) return false;
    if (i > 0 && !adjoins(out[i - 1], out[i])) return false;
    rest -= out[i].plain_bytes;
  }
  return rest == 0;
}

Nonce block_nonce(BlockKind kind, std::uint32_t number) {
  Nonce out{};
  out[0] = static_cast<std::uint8_t>(kind);
  for (std::size_t i = 0; i < 4; ++i) out[8 + i] = static_cast<std::uint8_t>(number >> (8 * i));
  return out;
}

Bytes block_bound(BlockKind kind, std::uint32_t plain_bytes) {
  WireWriter out;
  out.bytes(as_bytes("spoor block"));
  out.integer(static_cast<std::uint8_t>(kind));
  out.integer(plain_bytes);
  return out.take();
}

Result<SecretKey> block_key(const ArchiveKey& key, const ArchiveId& id) {
  return derive_key(key, id, "spoor archive blocks");
}

}  // namespace spoor::seal
