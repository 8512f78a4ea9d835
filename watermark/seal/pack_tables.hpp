// The tables over the whole tree: their pages come while data is packed, the rest of them behind it.
#pragma once

#include <deque>
#include <vector>

#include "watermark/seal/file_table.hpp"
#include "watermark/seal/pack_data.hpp"

namespace spoor::seal_write {

class TablePacker {
 public:
  TablePacker(const std::vector<TableMaker*>& makers, BlockWriter& writer);

  /// Shows the makers the next file, and its next bytes.
  void begin_file(std::string_view path, const seal::DirEntry& entry);
  void append(seal::ByteView bytes);
  /// Puts the pages that are ready; not between the blocks of one file. Errors: io.
  [[nodiscard]] seal::Result<void> put_pages();
  /// The tables of the makers, in the order of their kinds, behind `files`, if there is such a table. All has
  /// reached the file when it returns. Errors: io, unsupported.
  [[nodiscard]] seal::Result<std::vector<seal::TableRef>> finish(const seal::FileTable* files);

 private:
  [[nodiscard]] seal::Result<void> put_page(seal::Bytes page, seal::Table& table);
  [[nodiscard]] seal::Result<seal::BlockRef> put_table(seal::Bytes body, seal::Table& table);

  const std::vector<TableMaker*>& makers_;
  BlockWriter& writer_;
  std::deque<seal::Table> tables_;  ///< by maker; a deque: they stay where they are
};

/// The table of all files of a release.
[[nodiscard]] seal::FileTable table_of(const PackedTree& tree, const PackedData& data);

}  // namespace spoor::seal_write
