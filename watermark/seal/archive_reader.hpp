// Reading a sealed source archive (.spar). Nothing is returned before it is authenticated. Opening reads the
// header, the signed root and the root directory only: its time does not depend on the tree's size.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/error.hpp"
#include "watermark/seal/secret.hpp"

namespace spoor::seal {

using ArchiveId = std::array<std::uint8_t, 16>;
using ArchiveKey = SecretKey;                          ///< wiped when it goes
using VendorPublicKey = std::array<std::uint8_t, 32>;  ///< Ed25519

/// Times are kept to four-digit years, so that sums of them stay far from overflow: 9999-12-31T23:59:59Z.
inline constexpr std::int64_t kLastUnixSecond = 253'402'300'799;

enum class EntryKind : std::uint8_t { directory, file, symlink };

struct DirEntry {
  std::string name;  ///< one path component, as bytes on disk
  EntryKind kind = EntryKind::file;
  std::uint64_t size_bytes = 0;  ///< of a file: its length; else 0
  bool binary = false;           ///< of a file: it holds a NUL in its first 8 KiB
};

/// The tables over the whole tree that an archive has from version 2 on. The first is always there.
enum class TableKind : std::uint8_t { files = 1, grams = 2, symbols = 3, lines = 4 };
/// Those that name files by number alone: several releases share one.
inline constexpr std::array kContentTables = {TableKind::grams, TableKind::symbols};

class FileTable;
struct Table;

class ArchiveReader {
 public:
  /// Errors: io, wrong_key, bad_signature, damaged, unsupported.
  static Result<ArchiveReader> open(const std::filesystem::path& path, const ArchiveKey& key,
                                    const VendorPublicKey& vendor);
  ArchiveReader(ArchiveReader&&) noexcept;
  ArchiveReader& operator=(ArchiveReader&&) noexcept;
  ~ArchiveReader();

  [[nodiscard]] const ArchiveId& id() const;
  /// An archive may hold several releases, in the vendor's order; names differ. This reads one of them: the
  /// last, once it was opened.
  [[nodiscard]] std::vector<std::string> releases() const;
  [[nodiscard]] std::size_t release_index() const;
  /// Another of them, by the same open file and caches. Errors: not_found (naming those that there are), io,
  /// damaged.
  [[nodiscard]] Result<ArchiveReader> with_release(std::string_view name) const;
  /// Numbers of files (FileTable) lie below it.
  [[nodiscard]] std::uint64_t content_count() const;

  [[nodiscard]] const std::string& release() const;      ///< the vendor's name for this release
  [[nodiscard]] std::uint64_t file_count() const;        ///< files in the tree
  [[nodiscard]] std::uint64_t total_file_bytes() const;  ///< their lengths together

  /// Entries of a directory sorted by name, directories first; "" is the root. Errors: not_found, io,
  /// damaged.
  [[nodiscard]] Result<std::vector<DirEntry>> list(std::string_view directory) const;
  /// One entry by its path, '/'-separated, no leading slash.
  [[nodiscard]] Result<DirEntry> stat(std::string_view path) const;
  /// A whole file (or symlink's target). Errors: not_found, io, damaged.
  [[nodiscard]] Result<std::string> read(std::string_view path) const;
  /// At most size_bytes from offset_bytes; shorter at the end of the file. Decrypts only the blocks it needs.
  [[nodiscard]] Result<std::string> read_range(std::string_view path, std::uint64_t offset_bytes,
                                               std::uint64_t size_bytes) const;

  /// All files at once; nullptr where the archive is of version 1. Errors: io, damaged.
  [[nodiscard]] Result<std::shared_ptr<const FileTable>> files() const;
  /// As read_range, by the index in files(), past the directories.
  [[nodiscard]] Result<std::string> read_file(const FileTable& files, std::size_t index,
                                              std::uint64_t offset_bytes, std::uint64_t size_bytes) const;
  /// nullptr where the archive has no such table. Errors: io, damaged.
  [[nodiscard]] Result<std::shared_ptr<const Table>> table(TableKind kind) const;
  /// A page of one of the archive's tables. Errors: io, damaged.
  [[nodiscard]] Result<std::shared_ptr<const SecretBytes>> page(const Table& table, std::size_t index) const;
  /// Wipes the plain text of files and pages of tables that is kept to be read again, for all releases. Until
  /// keep() nothing is kept any more, so that a thread that is still reading leaves nothing behind.
  void forget() const;
  void keep() const;
  // Safe to call from several threads at once.

 private:
  struct Store;
  struct Impl;
  explicit ArchiveReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace spoor::seal
