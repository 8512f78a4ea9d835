// First half of packing: the contents of all files, as data blocks, and the tree that refers to them.
#pragma once

#include <memory>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/block_pipeline.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/seal/pack_contents.hpp"
#include "watermark/seal/tree_scan.hpp"

namespace spoor::seal_write {

/// Where contents lie: in the data block of a number and, where it is large, those behind it.
struct PackedPlace {
  std::uint32_t block = 0;
  std::uint32_t offset_bytes = 0;
};

/// A file in the order of packing.
struct PackedFile {
  std::size_t entry = 0;     ///< of its directory
  std::uint32_t number = 0;  ///< of its contents
  std::uint32_t place = 0;   ///< index into PackedData::places, unless it is empty
};

/// A directory on its way into the archive. Parents come before their children.
struct PackedDirectory {
  std::string path;
  std::size_t parent = 0;        ///< index of the parent; the root is its own
  std::size_t parent_entry = 0;  ///< index of its entry there
  seal::Directory listing;
  std::vector<PackedFile> files{};
};

/// A deque: they stay where they are.
using PackedTree = std::deque<PackedDirectory>;

/// The contents of all releases of an archive.
struct PackedData {
  std::vector<seal::BlockRef> blocks{};  ///< of data, in order
  std::vector<PackedPlace> places{};
  std::uint32_t blocks_begun = 0;
  std::uint32_t files = 0;
  /// Where several releases are packed; else each file is stored as it comes.
  std::unique_ptr<ContentIndex> contents{};

  [[nodiscard]] std::uint32_t numbers() const { return contents ? contents->numbers() : files; }
};

/// Where blocks end up: appends them to the file and keeps their references, in order.
class BlockWriter {
 public:
  BlockWriter(seal::AtomicFile& file, const seal::SecretKey& key, unsigned threads);

  /// Seals a block; done gets its reference, later, on this thread.
  [[nodiscard]] seal::Result<void> put(seal::BlockKind kind, seal::Bytes plain,
                                       std::function<void(const seal::BlockRef&)> done);
  [[nodiscard]] seal::Result<void> drain() { return pipeline_.drain(); }

 private:
  seal::AtomicFile& file_;
  std::deque<std::function<void(const seal::BlockRef&)>> waiting_;
  BlockPipeline pipeline_;  // last: its threads stop before the rest goes
};

class TablePacker;

/// The makers of tables that see each file: those that go by number once for each number, those that go by
/// path once for each release.
struct TablePackers {
  TablePacker& by_number;
  TablePacker& by_path;
};

/// Fills tree, data and summary; every data block has reached the file when it returns.
[[nodiscard]] seal::Result<void> pack_data(const seal::Descriptor& root, const ScanRules& rules,
                                           const PackOptions& options, BlockWriter& writer,
                                           const TablePackers& tables, PackedData& data, PackedTree& tree,
                                           PackSummary& summary);

}  // namespace spoor::seal_write
