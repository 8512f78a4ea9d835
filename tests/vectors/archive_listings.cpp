// Directories and indexes that the vendor signed and that yet must not be believed.
#include <fmt/format.h>

#include <algorithm>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  Group(Scenarios& out, const char* prefix) : out_(out), prefix_(prefix) {}
  void add(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    out_.push_back({file_name(name), fault, expect, std::move(file)});
  }
  void listing(const char* name, const char* fault, const std::function<void(seal::Directory&)>& change) {
    add(name, fault, with_listing(change));
  }
  void bytes(const char* name, const char* fault, const std::function<void(seal::Bytes&)>& change) {
    add(name, fault, with_listing_bytes(change));
  }

 private:
  [[nodiscard]] std::string file_name(const char* name) const {
    return fmt::format("archive-{}{}.spar", prefix_, name);
  }
  Scenarios& out_;
  const char* prefix_;
};

using Dir = seal::Directory;

void add_names(Group& group) {
  const auto named = [&](const char* name, const char* fault, const std::string& second) {
    group.listing(name, fault, [&](Dir& d) { d.entries[1].entry.name = second; });
  };
  named("name-order", "names in falling order", "a");
  named("name-twice", "one name twice", "a.c");
  group.listing("name-empty", "an empty name", [](Dir& d) { d.entries[0].entry.name.clear(); });
  group.listing("name-dot", "the name .", [](Dir& d) { d.entries[0].entry.name.assign(1, '.'); });
  group.listing("name-dots", "the name ..", [](Dir& d) { d.entries[0].entry.name.assign(2, '.'); });
  named("name-slash", "a name with a slash", "b/c");
  named("name-nul", "a name with a NUL", std::string("b\0c", 3));
  named("name-long", "a name of 4,097 bytes", std::string(seal::kMaxNameBytes + 1, 'b'));
  const auto link = [&](const char* name, const char* fault, const std::string& target) {
    group.listing(name, fault, [&](Dir& d) { d.entries.push_back(link_entry("link", target)); });
  };
  link("target-empty", "a link to nothing", "");
  link("target-nul", "a link's target with a NUL", std::string("a\0b", 3));
  link("target-long", "a link's target of 4,097 bytes", std::string(seal::kMaxNameBytes + 1, 't'));
}

void add_shapes(Group& group) {
  // The listing: 4 count, 52 a block, 4 count, entries; the first entry's kind, then 2 length, 3 name, 1
  // flags.
  constexpr std::size_t kBlocks = 0;
  constexpr std::size_t kEntries = 4 + 52;
  constexpr std::size_t kKind = kEntries + 4;
  constexpr std::size_t kFlags = kKind + 1 + 2 + 3;
  const auto set = [&](const char* name, const char* fault, std::size_t at,
                       std::initializer_list<std::uint8_t> bytes) {
    group.bytes(name, fault, [&](seal::Bytes& b) { b = patched(std::move(b), at, bytes); });
  };
  set("kind-3", "an entry of the kind after the last", kKind, {3});
  set("kind-255", "an entry of the highest kind", kKind, {255});
  set("flag-2", "an unknown flag of a file", kFlags, {2});
  set("flag-128", "the highest flag of a file", kFlags, {0x80});
  set("entries-more", "one entry more than there are", kEntries, {3});
  set("entries-less", "one entry less than there are", kEntries, {1});
  set("entries-most", "four thousand million entries", kEntries, {0xFF, 0xFF, 0xFF, 0xFF});
  set("blocks-most", "four thousand million blocks", kBlocks, {0xFF, 0xFF, 0xFF, 0xFF});
  set("name-beyond", "a name longer than the listing", kKind + 1, {0xFF, 0xFF});
  group.bytes("tail", "a byte behind the listing", [](seal::Bytes& b) { b.push_back(0); });
  group.bytes("cut", "the listing's last byte is missing", [](seal::Bytes& b) { b.pop_back(); });
  group.bytes("empty", "a listing of no bytes but one", [](seal::Bytes& b) { b.resize(1); });
}

void add_places(Group& group) {
  group.listing("block-beyond", "a file in a block that is not listed",
                [](Dir& d) { d.entries[1].block = 1; });
  group.listing("offset-beyond", "a file that ends behind its block",
                [](Dir& d) { ++d.entries[1].entry.size_bytes; });
  group.listing("offset-most", "a file that begins behind its block",
                [](Dir& d) { d.entries[1].offset_bytes = UINT32_MAX; });
  group.listing("overlap", "two files that overlap", [](Dir& d) { --d.entries[1].offset_bytes; });
  group.listing("apart", "a byte between two files", [](Dir& d) { --d.entries[0].entry.size_bytes; });
  group.listing("same-bytes", "two files of the same bytes", [](Dir& d) {
    d.entries[1].offset_bytes = 0;
    d.entries[1].entry.size_bytes = kFirstText.size();
  });
  group.listing("block-idle", "a block that no file is in", [](Dir& d) { d.entries.clear(); });
  group.listing("block-twice", "one block twice", [](Dir& d) {
    d.blocks.push_back(d.blocks[0]);
    d.entries[1].block = 1;
    d.entries[1].offset_bytes = 0;
  });
  group.listing("block-0", "a block of plain size 0", [](Dir& d) { d.blocks[0].plain_bytes = 0; });
  group.listing("block-most", "a block of more than 256 KiB",
                [](Dir& d) { d.blocks[0].plain_bytes = seal::kBlockBytes + 1; });
  group.listing("block-self", "a block that lies behind the directory",
                [](Dir& d) { d.blocks[0].offset_bytes += 4096; });
  group.listing("block-header", "a block that lies in the header",
                [](Dir& d) { d.blocks[0].offset_bytes = 0; });
  group.listing("block-number", "a block of a higher number than the directory",
                [](Dir& d) { d.blocks[0].number = 7; });
  group.listing("empty-binary", "an empty file that is marked as binary",
                [](Dir& d) { d.entries.push_back(file_entry("c", 0, 0, 0, true)); });
  group.listing("size-most", "a file of 2^64 - 1 bytes",
                [](Dir& d) { d.entries.push_back(large_entry("c", UINT64_MAX, d.blocks[0])); });
  group.listing("below-self", "a directory that lies behind its parent", [](Dir& d) {
    seal::BlockRef ref = d.blocks[0];
    ref.offset_bytes += 4096;
    d.entries.push_back(directory_entry("d", ref));
  });
  group.listing("below-number", "a directory of a higher number than its parent", [](Dir& d) {
    seal::BlockRef ref = d.blocks[0];
    ref.number = 9;
    d.entries.push_back(directory_entry("d", ref));
  });
}

/// Two blocks of two files each, with the directory changed.
seal::Bytes two_blocks(const std::function<void(Dir&)>& change) {
  ArchiveForge forge;
  Dir root;
  root.blocks = {forge.add(seal::BlockKind::data, seal::as_bytes("aabb")),
                 forge.add(seal::BlockKind::data, seal::as_bytes("ccdd"))};
  root.entries = {file_entry("a", 2), file_entry("b", 2, 0, 2), file_entry("c", 2, 1),
                  file_entry("d", 2, 1, 2)};
  change(root);
  return rooted(forge, root);
}

void add_two_blocks(Group& group) {
  group.add("blocks-swapped", "blocks in falling order",
            two_blocks([](Dir& d) { std::swap(d.blocks[0], d.blocks[1]); }));
  group.add("blocks-back", "a file in a block before the last file's",
            two_blocks([](Dir& d) { std::swap(d.entries[1].block, d.entries[3].block); }));
  group.add("block-skipped", "the first block is left out",
            two_blocks([](Dir& d) { d.entries.erase(d.entries.begin(), d.entries.begin() + 2); }));
  group.add("block-early", "a second block begun before the first was full",
            two_blocks([](Dir& d) { d.entries.erase(d.entries.begin() + 1); }));
  group.add("block-late", "a second block not begun at its start",
            two_blocks([](Dir& d) { d.entries.erase(d.entries.begin() + 2); }));
}

/// A file of two blocks, with its references changed before the index is sealed.
seal::Bytes large_file(
    const std::function<void(std::vector<seal::BlockRef>&)>& change,
    const std::function<void(seal::Bytes&)>& change_bytes = [](seal::Bytes&) {},
    std::uint64_t size_bytes = seal::kBlockBytes + 5) {
  ArchiveForge forge;
  std::vector<seal::BlockRef> blocks = {forge.add(seal::BlockKind::data, seal::Bytes(seal::kBlockBytes, 'x')),
                                        forge.add(seal::BlockKind::data, seal::Bytes(5, 'y')),
                                        forge.add(seal::BlockKind::data, seal::Bytes(5, 'z'))};
  const seal::BlockRef third = blocks.back();
  blocks.pop_back();
  change(blocks);
  seal::Bytes index = seal::encode_index(blocks);
  change_bytes(index);
  Dir root;
  root.blocks = {third};
  root.entries = {large_entry("large", size_bytes, forge.add(seal::BlockKind::index, index)),
                  file_entry("small", 5)};
  return rooted(forge, root);
}

void add_indexes(Group& group) {
  using Refs = std::vector<seal::BlockRef>;
  const auto same = [](Refs&) {};
  group.add("few", "a block too few", large_file([](Refs& r) { r.pop_back(); }));
  group.add("none", "no block", large_file([](Refs& r) { r.clear(); }));
  group.add("many", "the last block twice", large_file([](Refs& r) { r.push_back(r.back()); }));
  group.add("swapped", "blocks in falling order", large_file([](Refs& r) { std::swap(r[0], r[1]); }));
  group.add("apart", "blocks that do not adjoin", large_file([](Refs& r) {
              r[1].offset_bytes += r[1].stored_bytes;
              ++r[1].number;
            }));
  group.add("number", "block numbers that do not follow", large_file([](Refs& r) { ++r[1].number; }));
  group.add("behind", "blocks that lie behind the index", large_file([](Refs& r) {
              for (auto& ref : r) ref.offset_bytes += 4096;
            }));
  group.add("size-more", "a file longer than its blocks",
            large_file(
                same, [](seal::Bytes&) {}, seal::kBlockBytes + 6));
  group.add("size-less", "a file shorter than its blocks",
            large_file(
                same, [](seal::Bytes&) {}, seal::kBlockBytes + 4));
  group.add("tail", "a byte behind the index", large_file(same, [](seal::Bytes& b) { b.push_back(0); }));
  group.add("cut", "the index's last byte is missing",
            large_file(same, [](seal::Bytes& b) { b.pop_back(); }));
  group.add("count-most", "four thousand million blocks", large_file(same, [](seal::Bytes& b) {
              b = patched(std::move(b), 0, {0xFF, 0xFF, 0xFF, 0xFF});
            }));
}

}  // namespace

void add_archive_listings(Scenarios& out) {
  Group listing(out, "listing-");
  add_names(listing);
  add_shapes(listing);
  add_places(listing);
  add_two_blocks(listing);
  Group index(out, "index-");
  add_indexes(index);
}

}  // namespace spoor::vectors
