// First half of packing: the contents of all files, as data blocks, and the tree that refers to them.
#pragma once

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/block_pipeline.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/seal/tree_scan.hpp"

namespace spoor::seal_write {

/// A directory on its way into the archive. Parents come before their children.
struct PackedDirectory {
  std::string path;
  std::size_t parent = 0;        ///< index of the parent; the root is its own
  std::size_t parent_entry = 0;  ///< index of its entry there
  seal::Directory listing;
  std::vector<std::vector<seal::BlockRef>> large;  ///< references of each large file
  std::vector<std::size_t> large_entries;          ///< and which entry it is
};

/// A file in the order of packing.
struct PackedFile {
  const PackedDirectory* directory = nullptr;
  std::size_t entry = 0;    ///< of it
  std::uint32_t block = 0;  ///< its first one in PackedTree::data
};

struct PackedTree {
  std::deque<PackedDirectory> directories{};  ///< a deque: they stay where they are
  std::vector<PackedFile> files{};
  std::vector<seal::BlockRef> data{};  ///< all data blocks, in order
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

/// Fills tree and summary, and shows each file to the makers of tables; every data block has reached the file
/// when it returns.
[[nodiscard]] seal::Result<void> pack_data(const seal::Descriptor& root, const ScanRules& rules,
                                           const PackOptions& options, BlockWriter& writer,
                                           TablePacker& tables, PackedTree& tree, PackSummary& summary);

}  // namespace spoor::seal_write
