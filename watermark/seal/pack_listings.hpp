// Second half of packing: index blocks and directories, children before their parents.
#pragma once

#include <map>
#include <unordered_map>

#include "watermark/seal/pack_data.hpp"

namespace spoor::seal_write {

class ListingPacker {
 public:
  ListingPacker(const PackedData& data, BlockWriter& writer) : data_(data), writer_(writer) {}

  /// Writes the listings of a tree but for the root's, which it returns: that one lies behind all tables.
  /// Folders that an earlier release has in the same state are not written again. Errors: io, unsupported.
  [[nodiscard]] seal::Result<seal::Bytes> put_below_root(PackedTree& tree);
  [[nodiscard]] seal::Result<seal::BlockRef> put_root(seal::Bytes listing);

 private:
  [[nodiscard]] seal::Result<void> put_indexes(PackedDirectory& packed);
  [[nodiscard]] seal::Result<seal::Bytes> encode(const PackedDirectory& packed) const;
  [[nodiscard]] seal::Result<void> put_listing(seal::Bytes listing, seal::BlockRef& place);

  struct Written {
    seal::Digest digest;
    const seal::BlockRef* ref;
  };

  const PackedData& data_;
  BlockWriter& writer_;
  std::unordered_map<std::uint32_t, seal::BlockRef> indexes_;  ///< of large files, by PackedFile::place
  std::map<seal::Digest, seal::BlockRef> earlier_;             ///< by their listing's digest
  std::vector<Written> written_;                               ///< of the release in hand
};

}  // namespace spoor::seal_write
