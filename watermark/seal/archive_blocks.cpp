#include "watermark/seal/archive_blocks.hpp"

#include <fmt/format.h>
#include <malloc.h>
#define ZSTD_STATIC_LINKING_ONLY  // for allocation functions of one's own
#include <zstd.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <vector>

namespace spoor::seal {
namespace {

struct FreeUnpacker {
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

void* take(void*, std::size_t size_bytes) {
  return std::malloc(size_bytes);
}
/// An unpacker keeps parts of what it unpacked.
void wipe_and_free(void*, void* memory) {
  if (memory != nullptr) wipe(memory, malloc_usable_size(memory));
  std::free(memory);
}

constexpr std::uint64_t kMaxWindowBytes = 8U << 20U;  ///< what RFC 8878 asks every reader to have

/// Window_Descriptor, RFC 8878 section 3.1.1.1.2.
std::uint64_t window_bytes(std::uint8_t descriptor) {
  const std::uint64_t base = std::uint64_t{1} << (10U + (descriptor >> 3U));
  return base + base / 8 * (descriptor & 7U);
}

/// One frame and nothing behind it, with the one header (RFC 8878 section 3.1.1.1) that zstd itself writes
/// for this size: no dictionary, no checksum, the size in the shortest field, a window only where it is
/// smaller than the contents. Whatever else would unpack to the same bytes is a second encoding of them.
bool frame_is_canonical(ByteView frame, std::uint32_t plain_bytes) {
  WireReader reader(frame);
  if (reader.integer<std::uint32_t>() != ZSTD_MAGICNUMBER) return false;
  const auto descriptor = reader.integer<std::uint8_t>();
  const bool whole = (descriptor & 0x20U) != 0;  // Single_Segment_flag: the window is the contents
  const unsigned size_code = (plain_bytes >= 256 ? 1U : 0U) + (plain_bytes >= 65536 + 256 ? 1U : 0U);
  if ((descriptor & 0x1FU) != 0 || descriptor >> 6U != size_code || (size_code == 0 && !whole)) return false;
  if (!whole) {
    const std::uint64_t window = window_bytes(reader.integer<std::uint8_t>());
    if (window >= plain_bytes || window > kMaxWindowBytes) return false;
  }
  const std::uint32_t size_bytes = size_code == 0   ? reader.integer<std::uint8_t>()
                                   : size_code == 1 ? reader.integer<std::uint16_t>() + 256U
                                                    : reader.integer<std::uint32_t>();
  return !reader.failed() && size_bytes == plain_bytes &&
         ZSTD_findFrameCompressedSize(frame.data(), frame.size()) == frame.size();
}

}  // namespace

/// Unpackers that are not in use: making one costs more than unpacking a small block.
class BlockStore::Unpackers {
 public:
  using Unpacker = std::unique_ptr<ZSTD_DCtx, FreeUnpacker>;

  Unpacker take_one() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Unpacker out = std::move(idle_.back());
        idle_.pop_back();
        return out;
      }
    }
    return Unpacker(ZSTD_createDCtx_advanced({&take, &wipe_and_free, nullptr}));
  }
  void give_back(Unpacker unpacker) {
    const std::lock_guard lock(mutex_);
    if (keeps_) idle_.push_back(std::move(unpacker));
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    keeps_ = false;
    idle_.clear();
  }
  void keep() {
    const std::lock_guard lock(mutex_);
    keeps_ = true;
  }

 private:
  std::mutex mutex_;
  std::vector<Unpacker> idle_;
  bool keeps_ = true;
};

BlockStore::BlockStore(InputFile file, const SecretKey& key)
    : file_(std::move(file)), key_(key), unpackers_(std::make_shared<Unpackers>()) {}

void BlockStore::forget() const {
  unpackers_->forget();
}
void BlockStore::keep() const {
  unpackers_->keep();
}

tl::unexpected<SealError> BlockStore::damaged() const {
  return fail(SealErrorCode::damaged,
              fmt::format("The archive {} is cut short or altered; fetch a whole copy of it.",
                          shown(file_.path().filename().native())));
}

Result<SecretBytes> BlockStore::unpack(ByteView frame, std::uint32_t plain_bytes) const {
  if (!frame_is_canonical(frame, plain_bytes)) return damaged();
  auto unpacker = unpackers_->take_one();
  if (unpacker == nullptr) return fail(SealErrorCode::io, "There is no memory left to unpack the archive.");
  SecretBytes plain(plain_bytes);
  const std::size_t got =
      ZSTD_decompressDCtx(unpacker.get(), plain.span().data(), plain_bytes, frame.data(), frame.size());
  unpackers_->give_back(std::move(unpacker));
  if (ZSTD_isError(got) != 0 || got != plain_bytes) return damaged();
  return plain;
}

Result<SecretBytes> BlockStore::fetch(const BlockRef& ref, BlockKind kind, std::uint32_t limit_bytes) const {
  const bool inside =
      ref.offset_bytes <= file_.size_bytes() && ref.stored_bytes <= file_.size_bytes() - ref.offset_bytes;
  if (!inside || ref.plain_bytes > limit_bytes || ref.stored_bytes < kTagBytes ||
      ref.stored_bytes > ZSTD_compressBound(ref.plain_bytes) + kTagBytes) {
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
