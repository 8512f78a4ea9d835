// Makes one table of a release while it is packed: sees each file once, in the order of packing.
#pragma once

#include <string_view>
#include <vector>

#include "watermark/seal/archive_format.hpp"

namespace spoor::seal_write {

class TableMaker {
 public:
  virtual ~TableMaker() = default;
  [[nodiscard]] virtual seal::TableKind kind() const = 0;
  /// The next file, the first being number 0. `binary`: a NUL in its first 8 KiB.
  virtual void begin_file(std::string_view path, std::uint64_t size_bytes, bool binary) = 0;
  /// Its next bytes; all of them in the end.
  virtual void append(seal::ByteView bytes) = 0;
  /// Pages that are ready, each of 1 to kMaxPageBytes; asked for between files, and once after finish(). They
  /// are numbered from 0 as they come. What comes when depends on the files alone.
  [[nodiscard]] virtual std::vector<seal::Bytes> take_pages() = 0;
  /// All files were seen. Returns the table's body. Error: io (no memory).
  [[nodiscard]] virtual seal::Result<seal::Bytes> finish() = 0;
};

}  // namespace spoor::seal_write
