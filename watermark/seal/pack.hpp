// Packing a source tree into a sealed archive. The final name holds a whole archive or is left as it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/signing.hpp"
#include "watermark/seal/table_maker.hpp"

namespace spoor::seal_write {

struct PackProgress {
  std::uint64_t files = 0;
  std::uint64_t file_bytes = 0;
};

struct PackOptions {
  std::string release{};                       ///< the vendor's name for it, at most 1,000 bytes
  std::vector<std::string> exclude{};          ///< globs; see ScanRules
  std::vector<std::filesystem::path> never{};  ///< directories and files that are never packed: the vault
  std::int64_t created_unix_s = 0;
  /// Tables that the archive gets, rising by kind, of other kinds than `files`. With any, it also gets the
  /// table of all files (version 2); without, it has none (version 1).
  std::vector<TableMaker*> tables{};
  unsigned threads = 2;  ///< that compress and encrypt; the caller's reads and writes
  std::function<void(const PackProgress&)> progress{};  ///< may be empty; called once a block
  std::function<bool()> cancelled{};                    ///< may be empty; asked once a block
};

/// One of several releases of an archive.
struct ReleaseTree {
  std::string name{};  ///< 1 to 1,000 bytes, another one than the others'
  std::filesystem::path tree{};
  /// Tables of this release alone, rising by kind, none of them `files` or of those that go by number.
  std::vector<TableMaker*> tables{};
};

struct PackSummary {
  std::uint64_t files = 0;
  std::uint64_t directories = 0;  ///< the root included
  std::uint64_t symlinks = 0;
  std::uint64_t special = 0;   ///< sockets, devices and pipes, left out
  std::uint64_t excluded = 0;  ///< entries left out by a rule
  std::uint64_t file_bytes = 0;
  std::uint64_t stored_bytes = 0;  ///< of them: less what several releases hold alike
  std::uint64_t archive_bytes = 0;
};

/// Errors: io (naming the file), usage, unsupported, refused (cancelled). A file that changes while it is
/// read is an io error: an archive holds one state of each file.
[[nodiscard]] seal::Result<PackSummary> pack_archive(const std::filesystem::path& tree,
                                                     const std::filesystem::path& archive_path,
                                                     const seal::ArchiveKey& key, const seal::ArchiveId& id,
                                                     const Signer& issuer, const PackOptions& options);

/// Packs 2 to kMaxReleases releases into one archive (version 3), in this order: what several hold alike is
/// stored once. `options.tables` see each content once and go by number (grams, symbols); `options.release`
/// is not used. Memory grows with the number of files, not with their sizes. Errors: as above; usage.
[[nodiscard]] seal::Result<PackSummary> pack_releases(const std::vector<ReleaseTree>& releases,
                                                      const std::filesystem::path& archive_path,
                                                      const seal::ArchiveKey& key, const seal::ArchiveId& id,
                                                      const Signer& issuer, const PackOptions& options);

}  // namespace spoor::seal_write
