// Archives put together block by block, so that any one thing in them can be wrong while all around it is
// encrypted and signed as the vendor would.
#pragma once

#include <functional>

#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/archive_format.hpp"

namespace spoor::vectors {

/// One zstd frame, as the packer makes it.
[[nodiscard]] seal::Bytes frame_of(seal::ByteView plain);

class ArchiveForge {
 public:
  explicit ArchiveForge(const seal::SecretKey& archive_key = seal_test::key_of(3),
                        const seal::ArchiveId& id = seal_test::kArchiveId,
                        std::uint16_t version = seal::kArchiveVersion);

  /// Compresses, encrypts and appends a block.
  seal::BlockRef add(seal::BlockKind kind, seal::ByteView plain);
  /// Encrypts and appends a frame that says what it likes.
  seal::BlockRef add_frame(seal::BlockKind kind, seal::ByteView frame, std::uint32_t plain_bytes);
  /// Bytes that belong to no block.
  void add_gap(std::size_t size_bytes);
  void skip_number() { ++next_number_; }

  /// Manifest, footer, checksum, signature, around a root directory.
  [[nodiscard]] seal::Bytes finish(const seal::BlockRef& root);
  /// The same around any manifest's bytes, and with its reference changed before it is signed.
  [[nodiscard]] seal::Bytes finish_with(
      seal::ByteView manifest, seal::BlockKind kind = seal::BlockKind::manifest,
      const std::function<void(seal::BlockRef&)>& change = [](seal::BlockRef&) {});

 private:
  seal::Bytes file_;
  seal::SecretKey key_;
  std::uint32_t next_number_ = 0;
};

/// Appends a table, its pages first.
[[nodiscard]] seal::TableRef add_table(ArchiveForge& forge, seal::TableKind kind,
                                       const std::vector<seal::Bytes>& pages, const seal::Bytes& body);

[[nodiscard]] seal::ArchiveManifest manifest_of(const seal::BlockRef& root);

/// Checksum and signature of an archive's ends made right again.
[[nodiscard]] seal::Bytes ends_summed_again(seal::Bytes file);
[[nodiscard]] seal::Bytes ends_signed_again(seal::Bytes file,
                                            const seal_write::IssuingKey& key = seal_test::vendor());

}  // namespace spoor::vectors
