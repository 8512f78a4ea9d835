// Fetching blocks of an archive: read, check the digest, decrypt, unpack. Nothing leaves before all three
// held.
#pragma once

#include <filesystem>
#include <memory>

#include "watermark/seal/archive_format.hpp"
#include "watermark/seal/file.hpp"

namespace spoor::seal {

class BlockStore {
 public:
  BlockStore(InputFile file, const SecretKey& key);

  /// The plain bytes of a block: exactly one zstd frame that unpacks to them. limit_bytes bounds what it may
  /// unpack to. Errors: io, damaged, wrong_key (the digest holds, but the key is another archive's). Safe
  /// from several threads.
  [[nodiscard]] Result<SecretBytes> fetch(const BlockRef& ref, BlockKind kind,
                                          std::uint32_t limit_bytes) const;

  /// Wipes what unpacking keeps of the last blocks. Until keep() nothing of a block outlives its fetch().
  void forget() const;
  void keep() const;

  [[nodiscard]] const InputFile& file() const { return file_; }
  [[nodiscard]] tl::unexpected<SealError> damaged() const;

 private:
  [[nodiscard]] Result<SecretBytes> unpack(ByteView frame, std::uint32_t plain_bytes) const;

  InputFile file_;
  SecretKey key_;
  class Unpackers;
  std::shared_ptr<Unpackers> unpackers_;
};

}  // namespace spoor::seal
