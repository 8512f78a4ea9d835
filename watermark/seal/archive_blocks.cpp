#include "watermark/seal/archive_blocks.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <memory>

namespace spoor::seal {
namespace {

struct FreeUnpacker {
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

/// One a thread: making one costs more than unpacking a small block.
ZSTD_DCtx* thread_unpacker() {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeUnpacker> context(ZSTD_createDCtx());
  return context.get();
}

}  // namespace

tl::unexpected<SealError> BlockStore::damaged() const {
  return fail(SealErrorCode::damaged,
              fmt::format("The archive {} is cut short or altered; fetch a whole copy of it.",
                          shown(file_.path().filename().native())));
}

Result<SecretBytes> BlockStore::unpack(ByteView frame, std::uint32_t plain_bytes) const {
  ZSTD_DCtx* const context = thread_unpacker();
  if (context == nullptr) return fail(SealErrorCode::io, "There is no memory left to unpack the archive.");
  SecretBytes plain(plain_bytes);
  const std::size_t got =
      ZSTD_decompressDCtx(context, plain.span().data(), plain_bytes, frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != plain_bytes) return damaged();
  return plain;
}

Result<SecretBytes> BlockStore::fetch(const BlockRef& ref, BlockKind kind, std::uint32_t limit_bytes) const {
  const bool inside =
      ref.offset_bytes <= file_.size_bytes() && ref.stored_bytes <= file_.size_bytes() - ref.offset_bytes;
  if (!inside || ref.plain_bytes > limit_bytes || ref.stored_bytes < kTagBytes ||
      ref.stored_bytes > ZSTD_compressBound(limit_bytes) + kTagBytes) {
    return damaged();
  }
  Bytes stored(ref.stored_bytes);
  if (const auto read = file_.read_at(ref.offset_bytes, stored); !read)
    return tl::make_unexpected(read.error());
  const auto digest = sha256(stored);
  if (!digest) return tl::make_unexpected(digest.error());
  if (*digest != ref.digest) return damaged();

  SecretBytes frame(stored.size() - kTagBytes);
  const auto opened =
      gcm_open(key_, block_nonce(kind, ref.number), block_bound(kind, ref.plain_bytes), stored, frame.span());
  if (!opened && opened.error().code == SealErrorCode::wrong_key) {
    return fail(SealErrorCode::wrong_key,
                fmt::format("The key does not open the archive {}; use the session that was issued for it.",
                            shown(file_.path().filename().native())));
  }
  if (!opened) return tl::make_unexpected(opened.error());
  return unpack(frame.view(), ref.plain_bytes);
}

}  // namespace spoor::seal
