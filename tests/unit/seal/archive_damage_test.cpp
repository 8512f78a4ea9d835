// Archives that were torn, altered, or put together out of parts of others.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>

#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/file.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Bytes;
using seal::SealErrorCode;

namespace {

const std::map<std::string, std::string> kFiles = {{"a.c", "int a(void) { return 1; }\n"},
                                                   {"d/b.c", "int b(void) { return 2; }\n"},
                                                   {"d/c.h", "int c(void);\n"}};

Bytes load(const std::filesystem::path& path) {
  return seal::read_small_file(path, 1U << 30U).value();
}

void store(const std::filesystem::path& path, seal::ByteView bytes) {
  write_text(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Bytes small_archive(const Scratch& scratch) {
  for (const auto& [path, text] : kFiles) write_text(scratch / ("tree/" + path), text);
  REQUIRE(pack(scratch / "tree", scratch / "whole.spar"));
  return load(scratch / "whole.spar");
}

struct Outcome {
  bool refused = false;       ///< something of it was
  bool released_bad = false;  ///< a file came out other than it went in
};

Outcome read_all(const std::filesystem::path& path) {
  const auto archive = open(path);
  if (!archive) return {true, false};
  Outcome out;
  for (const char* directory : {"", "d"}) {
    const auto entries = archive->list(directory);
    if (!entries) out.refused = true;
  }
  for (const auto& [name, text] : kFiles) {
    const auto read = archive->read(name);
    if (!read) {
      out.refused = true;
    } else if (*read != text) {
      out.released_bad = true;
    }
  }
  return out;
}

/// Text that does not compress: equal lengths then give equal stored sizes.
std::string noise(std::size_t size_bytes, std::uint32_t seed) {
  std::mt19937 words(seed);
  std::string out(size_bytes, ' ');
  for (char& c : out) c = static_cast<char>(words() & 0xFFU);
  return out;
}

}  // namespace

TEST_CASE("an archive cut at any byte is refused when it is opened", "[damage]") {
  const Scratch scratch;
  const Bytes whole = small_archive(scratch);
  std::size_t opened = 0;
  std::size_t not_damaged = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    store(scratch / "cut.spar", seal::ByteView(whole).first(size));
    const auto archive = open(scratch / "cut.spar");
    opened += archive ? 1U : 0U;
    not_damaged += !archive && archive.error().code == SealErrorCode::damaged ? 0U : 1U;
  }
  CHECK(opened == 0);
  CHECK(not_damaged == 0);
  Bytes longer = whole;
  longer.push_back(0);
  store(scratch / "longer.spar", longer);
  CHECK(code_of(open(scratch / "longer.spar")) == SealErrorCode::damaged);
}

TEST_CASE("every flipped bit of an archive is refused, and nothing of the damaged part comes out",
          "[damage]") {
  const Scratch scratch;
  const Bytes whole = small_archive(scratch);
  REQUIRE_FALSE(read_all(scratch / "whole.spar").refused);
  std::size_t accepted = 0;
  std::size_t released_bad = 0;
  store(scratch / "flip.spar", whole);
  std::fstream file(scratch / "flip.spar", std::ios::in | std::ios::out | std::ios::binary);
  const auto put = [&](std::size_t at, std::uint8_t byte) {
    file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(byte)).flush();
  };
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    put(bit / 8, static_cast<std::uint8_t>(whole[bit / 8] ^ (1U << (bit % 8))));
    const Outcome outcome = read_all(scratch / "flip.spar");
    put(bit / 8, whole[bit / 8]);
    accepted += outcome.refused ? 0U : 1U;
    released_bad += outcome.released_bad ? 1U : 0U;
  }
  CHECK(accepted == 0);
  CHECK(released_bad == 0);
  CHECK_FALSE(read_all(scratch / "flip.spar").refused);
}

TEST_CASE("the wrong key and the wrong vendor open nothing", "[auth]") {
  const Scratch scratch;
  small_archive(scratch);
  const auto path = scratch / "whole.spar";
  CHECK(code_of(seal::ArchiveReader::open(path, key_of(4), vendor().public_key())) ==
        SealErrorCode::wrong_key);
  CHECK(code_of(seal::ArchiveReader::open(path, key_of(3), vendor(8).public_key())) ==
        SealErrorCode::bad_signature);
}

TEST_CASE("another vendor cannot sign an archive over", "[auth]") {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "int a;\n");
  const auto path = scratch / "forged.spar";
  REQUIRE(seal_write::pack_archive(scratch / "tree", path, key_of(3), kArchiveId, vendor(8), {}));
  Bytes forged = load(path);
  // With the true vendor's key in the header: the checksum shows it.
  const auto honest = vendor().public_key();
  std::copy(honest.begin(), honest.end(), forged.begin() + 12);
  store(path, forged);
  CHECK(code_of(open(path)) == SealErrorCode::damaged);
  // And with the checksum made right, the signature.
  Bytes summed(forged.begin(), forged.begin() + seal::kArchiveHeaderBytes);
  const std::size_t footer = forged.size() - seal::kArchiveFooterBytes;
  summed.insert(summed.end(), forged.begin() + static_cast<std::ptrdiff_t>(footer), forged.end() - 96);
  const auto sum = seal::sha256(summed).value();
  std::copy(sum.begin(), sum.end(), forged.end() - 96);
  store(path, forged);
  CHECK(code_of(open(path)) == SealErrorCode::bad_signature);
}

TEST_CASE("blocks cannot change places", "[damage]") {
  const Scratch scratch;
  // Two large files of noise: four data blocks of equal size, one behind the other.
  write_text(scratch / "tree/a", noise(512 * 1024, 1));
  write_text(scratch / "tree/b", noise(512 * 1024, 2));
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto one = seal::open_archive(scratch / "a.spar", key_of(3), vendor().public_key());
  REQUIRE(one);
  const auto root =
      one->blocks.fetch(one->releases[0].root, seal::BlockKind::directory, seal::kMaxListingBytes);
  seal::Directory directory;
  REQUIRE(seal::Directory::decode(root->view(), directory));
  const auto index =
      one->blocks.fetch(directory.entries[0].ref, seal::BlockKind::index, seal::kMaxListingBytes);
  std::vector<seal::BlockRef> blocks;
  REQUIRE(seal::decode_index(index->view(), 512 * 1024, blocks));
  REQUIRE(blocks.size() == 2);
  REQUIRE(blocks[0].stored_bytes == blocks[1].stored_bytes);
  Bytes bytes = load(scratch / "a.spar");
  const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(blocks[0].offset_bytes);
  const auto size = static_cast<std::ptrdiff_t>(blocks[0].stored_bytes);
  REQUIRE(blocks[1].offset_bytes == blocks[0].offset_bytes + blocks[0].stored_bytes);
  std::swap_ranges(first, first + size, first + size);
  store(scratch / "swapped.spar", bytes);
  const auto archive = open(scratch / "swapped.spar");
  REQUIRE(archive);
  CHECK(code_of(archive->read("a")) == SealErrorCode::damaged);
  CHECK(code_of(archive->read_range("a", 300'000, 10)) == SealErrorCode::damaged);
  CHECK(archive->read("b").value() == noise(512 * 1024, 2));
}

TEST_CASE("who holds the archive's key cannot change what another reviewer reads", "[damage]") {
  // The same key, id, numbers and sizes, so that the encryption alone accepts the other block.
  const Scratch scratch;
  write_text(scratch / "true/a", noise(100'000, 1));
  write_text(scratch / "false/a", noise(100'000, 2));
  REQUIRE(pack(scratch / "true", scratch / "true.spar"));
  REQUIRE(pack(scratch / "false", scratch / "false.spar"));
  Bytes bytes = load(scratch / "true.spar");
  const Bytes other = load(scratch / "false.spar");
  REQUIRE(bytes.size() == other.size());
  // Everything between header and footer is the other's.
  std::copy(other.begin() + seal::kArchiveHeaderBytes,
            other.end() - static_cast<std::ptrdiff_t>(seal::kArchiveFooterBytes),
            bytes.begin() + seal::kArchiveHeaderBytes);
  store(scratch / "mixed.spar", bytes);
  CHECK(code_of(open(scratch / "mixed.spar")) == SealErrorCode::damaged);

  const auto opened = seal::open_archive(scratch / "true.spar", key_of(3), vendor().public_key());
  const auto fake = seal::open_archive(scratch / "false.spar", key_of(3), vendor().public_key());
  REQUIRE(opened);
  REQUIRE(fake);
  const auto block_of = [](const seal::OpenedArchive& archive) {
    const auto root =
        archive.blocks.fetch(archive.releases[0].root, seal::BlockKind::directory, seal::kMaxListingBytes);
    seal::Directory directory;
    REQUIRE(seal::Directory::decode(root->view(), directory));
    return directory.blocks.at(0);
  };
  const seal::BlockRef truly = block_of(*opened);
  seal::BlockRef forged = block_of(*fake);
  CHECK(fake->blocks.fetch(forged, seal::BlockKind::data, seal::kBlockBytes));
  forged.digest = truly.digest;
  CHECK(code_of(fake->blocks.fetch(forged, seal::BlockKind::data, seal::kBlockBytes)) ==
        SealErrorCode::damaged);
}

TEST_CASE("a block of one kind or size is not taken for another", "[damage]") {
  const Scratch scratch;
  small_archive(scratch);
  const auto archive = seal::open_archive(scratch / "whole.spar", key_of(3), vendor().public_key());
  REQUIRE(archive);
  const seal::BlockRef root = archive->releases[0].root;
  const auto& blocks = archive->blocks;
  CHECK(blocks.fetch(root, seal::BlockKind::directory, seal::kMaxListingBytes));
  CHECK_FALSE(blocks.fetch(root, seal::BlockKind::data, seal::kMaxListingBytes));
  CHECK_FALSE(blocks.fetch(root, seal::BlockKind::directory, root.plain_bytes - 1));  // the limit
  for (const auto change :
       {+[](seal::BlockRef& r) { r.number ^= 1U; }, +[](seal::BlockRef& r) { ++r.plain_bytes; },
        +[](seal::BlockRef& r) { --r.plain_bytes; }, +[](seal::BlockRef& r) { ++r.offset_bytes; },
        +[](seal::BlockRef& r) { r.offset_bytes = UINT64_MAX; },
        +[](seal::BlockRef& r) { r.stored_bytes = UINT32_MAX; },
        +[](seal::BlockRef& r) { r.stored_bytes = 0; }, +[](seal::BlockRef& r) { r.stored_bytes = 15; }}) {
    seal::BlockRef ref = root;
    change(ref);
    CHECK_FALSE(blocks.fetch(ref, seal::BlockKind::directory, seal::kMaxListingBytes));
  }
}

TEST_CASE("listings that lie are refused", "[damage]") {
  const auto directory_of = [](std::vector<std::string> names) {
    seal::Directory out;
    for (std::string& name : names) {
      seal::DirectoryEntry item;
      item.entry.name = std::move(name);
      out.entries.push_back(item);
    }
    return out;
  };
  const auto decodes = [](const seal::Directory& directory) {
    seal::Directory back;
    return seal::Directory::decode(directory.encode(), back);
  };
  CHECK(decodes(directory_of({"a", "b"})));
  CHECK_FALSE(decodes(directory_of({"b", "a"})));
  CHECK_FALSE(decodes(directory_of({"a", "a"})));
  CHECK_FALSE(decodes(directory_of({""})));
  CHECK_FALSE(decodes(directory_of({"."})));
  CHECK_FALSE(decodes(directory_of({".."})));
  CHECK_FALSE(decodes(directory_of({"a/b"})));
  CHECK_FALSE(decodes(directory_of({std::string("a\0b", 3)})));
  CHECK_FALSE(decodes(directory_of({std::string(5000, 'a')})));

  seal::Directory outside = directory_of({"a"});
  outside.blocks.push_back({60, 100, 10, 0, {}});
  outside.entries[0].entry.size_bytes = 10;
  CHECK(decodes(outside));
  outside.entries[0].offset_bytes = 1;
  CHECK_FALSE(decodes(outside));
  outside.entries[0].offset_bytes = UINT32_MAX;
  CHECK_FALSE(decodes(outside));
  outside.entries[0].offset_bytes = 0;
  outside.entries[0].block = 1;
  CHECK_FALSE(decodes(outside));

  Bytes bytes = directory_of({"a", "b"}).encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    seal::Directory back;
    CHECK_FALSE(seal::Directory::decode(seal::ByteView(bytes).first(size), back));
  }
  std::vector<seal::BlockRef> blocks = {{60, 100, seal::kBlockBytes, 0, {}}, {160, 100, 5, 1, {}}};
  std::vector<seal::BlockRef> back;
  CHECK(seal::decode_index(seal::encode_index(blocks), seal::kBlockBytes + 5, back));
  back.clear();
  CHECK_FALSE(seal::decode_index(seal::encode_index(blocks), seal::kBlockBytes + 6, back));
  back.clear();
  std::swap(blocks[0], blocks[1]);
  CHECK_FALSE(seal::decode_index(seal::encode_index(blocks), seal::kBlockBytes + 5, back));
}

TEST_CASE("what is no archive is said to be none", "[damage]") {
  const Scratch scratch;
  write_text(scratch / "text", "hello");
  write_text(scratch / "empty", "");
  CHECK(code_of(open(scratch / "text")) == SealErrorCode::damaged);
  CHECK(code_of(open(scratch / "empty")) == SealErrorCode::damaged);
  CHECK(code_of(open(scratch / "missing")) == SealErrorCode::io);
  CHECK(code_of(open(scratch.path())) == SealErrorCode::io);
}
