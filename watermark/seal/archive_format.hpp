// The archive (.spar) on disk. Little-endian throughout.
//
//   header   8 "SPOORAR\x01"  2 version, 1 to 3  2 flags = 0  32 vendor's Ed25519 key  16 archive id
//   blocks   zstd frame, AES-256-GCM, tag last; one after the other
//   footer   8 "SPOOREND"  8 total size of the file  52 reference to the manifest block
//            32 SHA-256 of header and footer so far  64 Ed25519 signature of "spoor archive", header and
//            footer
//
// A block is referred to by {8 offset, 4 stored size, 4 plain size, 4 number, 32 SHA-256 of what is stored}.
// The signed footer names the manifest's digest, the manifest the root directory's, a directory those of
// everything in it: the signature authenticates the whole tree, one block at a time. The key that encrypts is
// known to every reviewer, so the digests, not the GCM tags, keep one reviewer from changing what another
// sees. The block key is HKDF(archive key, archive id, "spoor archive blocks"); the nonce is {1 kind, 7 zero,
// 4 number}; numbers never repeat in an archive, nor archives in a key. Kind and plain size are bound.
//
//   manifest   text release, 8 created (Unix s), 8 files, 8 bytes of files, reference to the root directory;
//              version 2: 1 count of tables, of each 1 kind, reference
//              version 3: 1 count of releases, 4 count of contents, and the manifest of version 2 of each
//   directory  4 count, references to the data blocks that its small files lie in; 4 count, entries in
//              strictly rising order of name: 1 kind, text name, then
//                directory  reference to its block
//                file       1 flags (1: binary), 8 size, and unless empty: size <= kBlockBytes: 4 index of
//                           the data block, 4 offset in it; else: reference to its index block
//                symlink    text target
//   table      4 count, references to its pages; then what its kind says (version 2: see SPEC.md)
//   index      4 count, references to the data blocks of one large file, each kBlockBytes plain but the last
//
// Places are part of the format, so that a tree of blocks has one encoding and no cycle: the manifest is the
// last block and ends where the footer begins, the root directory ends where the manifest begins, and what a
// block refers to lies in front of it. SPEC.md has the whole of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/crypto.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::seal {

inline constexpr std::string_view kArchiveMagic{"SPOORAR\x01", 8};
inline constexpr std::string_view kArchiveEndMagic{"SPOOREND", 8};
inline constexpr std::uint16_t kArchiveVersion = 1;          ///< without tables
inline constexpr std::uint16_t kArchiveTablesVersion = 2;    ///< with tables
inline constexpr std::uint16_t kArchiveReleasesVersion = 3;  ///< with tables, of several releases
inline constexpr std::size_t kMaxReleases = 100;             ///< of one archive: their manifest is one block
inline constexpr std::size_t kArchiveHeaderBytes = 60;
inline constexpr std::size_t kBlockRefBytes = 52;
inline constexpr std::size_t kArchiveFooterBytes = 8 + 8 + kBlockRefBytes + 32 + 64;

/// Small files share blocks of at most this; larger files are cut into blocks of this. Large enough for zstd
/// to find most repeats, small enough that showing a page of a file unpacks in about a millisecond.
inline constexpr std::uint32_t kBlockBytes = 256 * 1024;
/// Most that a directory or index block may unpack to: a directory of about half a million entries.
inline constexpr std::uint32_t kMaxListingBytes = 64U << 20U;
inline constexpr std::uint32_t kMaxPageBytes = 1U << 20U;  ///< that a page of a table may unpack to
inline constexpr std::size_t kMaxNameBytes = 4096;         ///< of a name, and of a symbolic link's target
inline constexpr std::size_t kMaxReleaseBytes = 1000;
/// Largest file whose index block stays within kMaxListingBytes.
inline constexpr std::uint64_t kMaxFileBytes = (kMaxListingBytes - 4) / 52 * std::uint64_t{kBlockBytes};

enum class BlockKind : std::uint8_t { manifest = 1, directory = 2, index = 3, data = 4, table = 5, page = 6 };

struct BlockRef {
  std::uint64_t offset_bytes = 0;  ///< of the block in the archive
  std::uint32_t stored_bytes = 0;  ///< with its tag
  std::uint32_t plain_bytes = 0;
  std::uint32_t number = 0;  ///< of the block: unique in the archive
  Digest digest{};           ///< SHA-256 of the stored bytes

  void encode(WireWriter& out) const;
  static BlockRef decode(WireReader& reader);
  friend bool operator==(const BlockRef&, const BlockRef&) = default;
};

/// Whether a block that `parent` refers to lies behind the header and in front of it, in place and number.
[[nodiscard]] bool lies_before(const BlockRef& child, const BlockRef& parent) noexcept;
/// Whether it lies directly in front of it.
[[nodiscard]] bool adjoins(const BlockRef& child, const BlockRef& parent) noexcept;

struct ArchiveHeader {
  VendorPublicKey vendor{};
  ArchiveId id{};
  std::uint16_t version = kArchiveVersion;

  [[nodiscard]] Bytes encode() const;
};

struct TableRef {
  TableKind kind{};
  BlockRef ref;
};

struct ArchiveManifest {
  std::string release{};
  std::int64_t created_unix_s = 0;
  std::uint64_t files = 0;
  std::uint64_t file_bytes = 0;
  BlockRef root{};
  std::vector<TableRef> tables{};  ///< rising by kind, that of the files first; or none

  [[nodiscard]] Bytes encode() const;
  static bool decode(ByteView plain, ArchiveManifest& out);
};

/// The manifest of an archive of version 3. What the releases hold is numbered over all of them: equal
/// numbers are equal contents.
struct ReleasesManifest {
  std::uint32_t contents = 0;               ///< numbers of contents lie below it
  std::vector<ArchiveManifest> releases{};  ///< 2 to kMaxReleases, in the vendor's order; names differ

  [[nodiscard]] Bytes encode() const;
  static bool decode(ByteView plain, ReleasesManifest& out);
};

/// How small files lie in the blocks of their directory: up to version 2 side by side in order of name, from
/// 3 on anywhere, so that a file of several releases lies in one place.
enum class FilePlaces : std::uint8_t { side_by_side, anywhere };

/// One entry with its place. Files: `block` indexes Directory::blocks (small) or `ref` is the index block.
struct DirectoryEntry {
  DirEntry entry;
  BlockRef ref;                    ///< directory: its block; large file: its index block
  std::uint32_t block = 0;         ///< small file: index into Directory::blocks
  std::uint32_t offset_bytes = 0;  ///< small file: in that block
  std::string target;              ///< symlink
};

struct Directory {
  std::vector<BlockRef> blocks;
  std::vector<DirectoryEntry> entries;  ///< strictly rising by name

  [[nodiscard]] Bytes encode() const;
  static bool decode(ByteView plain, Directory& out, FilePlaces places = FilePlaces::side_by_side);
  /// Whether all that it refers to lies in front of its own block.
  [[nodiscard]] bool lies_before(const BlockRef& own) const noexcept;
};

/// A table over the whole tree: its pages, and a body that its kind gives a meaning.
struct Table {
  std::vector<BlockRef> pages;
  Bytes body;

  [[nodiscard]] Bytes encode() const;
  static bool decode(ByteView plain, Table& out);
  /// Whether its pages lie in front of its own block.
  [[nodiscard]] bool lies_before(const BlockRef& own) const noexcept;
};

/// u32 count, references to data blocks, each of which lies before the next; nothing behind them.
[[nodiscard]] bool decode_blocks(ByteView plain, std::vector<BlockRef>& out);

/// Index blocks: encode and decode the references of one large file, whose blocks lie side by side.
[[nodiscard]] Bytes encode_index(const std::vector<BlockRef>& blocks);
[[nodiscard]] bool decode_index(ByteView plain, std::uint64_t file_bytes, std::vector<BlockRef>& out);

/// What a block's encryption is bound to.
[[nodiscard]] Nonce block_nonce(BlockKind kind, std::uint32_t number);
[[nodiscard]] Bytes block_bound(BlockKind kind, std::uint32_t plain_bytes);
[[nodiscard]] Result<SecretKey> block_key(const ArchiveKey& key, const ArchiveId& id);

inline constexpr std::string_view kArchiveSignatureContext = "spoor archive";

}  // namespace spoor::seal
