// Where a document's bytes come from: a file of the sealed archive, or memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "viewer/code/error.hpp"
#include "viewer/index/line_table.hpp"
#include "watermark/seal/archive_reader.hpp"

namespace spoor::code {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  [[nodiscard]] virtual std::uint64_t size_bytes() const noexcept = 0;
  /// Exactly [offset_bytes, offset_bytes + count_bytes) cut at the end of the file. Safe from several
  /// threads.
  [[nodiscard]] virtual Result<std::string> read(std::uint64_t offset_bytes,
                                                 std::uint64_t count_bytes) const = 0;
  /// What the archive knows of a large file's lines; nullptr: nothing.
  [[nodiscard]] virtual std::shared_ptr<const index::FileLines> lines() const { return nullptr; }
};

/// Errors: not_found, not_a_file, io, damaged.
[[nodiscard]] Result<std::shared_ptr<const ByteSource>> archive_source(
    std::shared_ptr<const seal::ArchiveReader> archive, std::string_view path);

[[nodiscard]] std::shared_ptr<const ByteSource> memory_source(std::string bytes);

}  // namespace spoor::code
