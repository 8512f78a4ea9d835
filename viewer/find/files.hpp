// Where the searched files come from: the sealed archive, or memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/index/gram_table.hpp"
#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/file_table.hpp"

namespace spoor::find {

/// Safe from several threads.
class Files {
 public:
  virtual ~Files() = default;
  /// How many files the release holds, by its signed manifest.
  [[nodiscard]] virtual std::uint64_t file_count() const = 0;
  /// Entries in the order of the tree; "" is the root.
  [[nodiscard]] virtual seal::Result<std::vector<seal::DirEntry>> list(std::string_view directory) const = 0;
  [[nodiscard]] virtual seal::Result<seal::DirEntry> stat(std::string_view path) const = 0;
  /// At most size_bytes from offset_bytes; shorter at the end of the file.
  [[nodiscard]] virtual seal::Result<std::string> read(std::string_view path, std::uint64_t offset_bytes,
                                                       std::uint64_t size_bytes) const = 0;

  /// All files at once, as the vendor signed them; nullptr where there is no such table.
  [[nodiscard]] virtual std::shared_ptr<const seal::FileTable> table() const { return nullptr; }
  /// As read, by the index in table().
  [[nodiscard]] virtual seal::Result<std::string> read_at(std::size_t index, std::uint64_t offset_bytes,
                                                          std::uint64_t size_bytes) const;
  /// Where a file's bytes lie: two files of an archive in one place hold the same, in whatever of its
  /// releases. Nothing: it is not known.
  [[nodiscard]] virtual std::optional<seal::FilePlace> place(std::string_view /*path*/) const {
    return std::nullopt;
  }
  /// What rules files out without reading them; nullptr where there is no table(), or nothing.
  [[nodiscard]] virtual std::shared_ptr<const index::GramTable> grams() const { return nullptr; }
};

/// A table that cannot be read is as none: then all files are walked.
[[nodiscard]] std::shared_ptr<const Files> archive_files(std::shared_ptr<const seal::ArchiveReader> archive);

}  // namespace spoor::find
