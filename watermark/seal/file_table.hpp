// All files of a release at once, and where their bytes lie: what a search over the whole tree walks instead
// of its directories. One of an archive's tables (SPEC.md, 2.8), so the vendor's signature covers it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_format.hpp"

namespace spoor::seal {

struct TableFile {
  std::uint64_t size_bytes = 0;
  std::uint32_t block = 0;         ///< index of its (first) data block; 0 for an empty file
  std::uint32_t offset_bytes = 0;  ///< in that block; 0 unless it is small
  std::uint32_t number = 0;  ///< of what it holds, in the order of packing: what other tables name it by
  bool binary = false;
};

/// Where a file's bytes are in the archive: two files in one place hold the same, in whatever release. Our
/// packer puts all that is equal in one place where it packs several releases.
struct FilePlace {
  std::uint64_t size_bytes = 0;
  std::uint32_t block = 0;  ///< number of the (first) data block in the archive; 0 for an empty file
  std::uint32_t offset_bytes = 0;
  friend bool operator==(const FilePlace&, const FilePlace&) = default;
};

/// Files in the order of the tree: folders before the files beside them, names as bytes.
class FileTable {
 public:
  FileTable() = default;
  /// `blocks` are all data blocks that its files lie in, in order.
  explicit FileTable(std::vector<BlockRef> blocks) : blocks_(std::move(blocks)) {}

  [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }
  [[nodiscard]] const TableFile& file(std::size_t index) const { return files_[index]; }
  [[nodiscard]] std::string_view path(std::size_t index) const {
    return std::string_view(paths_).substr(ends_[index], ends_[index + 1] - ends_[index]);
  }
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  /// The index of the file of a number; kNone: it is in another release of the archive. After finish().
  [[nodiscard]] std::uint32_t at_number(std::uint32_t number) const;
  /// The index of a path; size() if there is none.
  [[nodiscard]] std::size_t find(std::string_view path) const;
  [[nodiscard]] FilePlace place(std::size_t index) const {
    const TableFile& file = files_[index];
    return {file.size_bytes, file.size_bytes == 0 ? 0 : blocks_[file.block].number, file.offset_bytes};
  }
  [[nodiscard]] const std::vector<BlockRef>& blocks() const noexcept { return blocks_; }

  /// Appends a file, which must be the next in order.
  void add(std::string_view path, const TableFile& file);

  /// Pages, each of at most kMaxPageBytes, and the table's body.
  [[nodiscard]] std::vector<Bytes> encode_pages() const;
  [[nodiscard]] Bytes encode_body() const;
  /// Takes in a page; then, after the last one, finish() says whether the table is sound: each number once
  /// and below `contents`.
  [[nodiscard]] static bool decode_body(ByteView body, FileTable& out);
  [[nodiscard]] bool decode_page(ByteView page);
  [[nodiscard]] bool finish(std::uint64_t contents);

 private:
  [[nodiscard]] bool lies_in_its_blocks(const TableFile& file) const;

  std::vector<BlockRef> blocks_;
  std::vector<TableFile> files_;
  std::vector<std::uint32_t> by_number_;  ///< indices, rising by number; after finish()
  std::string paths_;
  std::vector<std::uint64_t> ends_{0};
};

/// Whether `a` comes before `b` in the order of the tree.
[[nodiscard]] bool tree_order(std::string_view a, std::string_view b) noexcept;

}  // namespace spoor::seal
