#include "watermark/seal/block_pipeline.hpp"

#include <zstd.h>

#include <limits>

namespace spoor::seal_write {
namespace {

constexpr int kCompressionLevel = 3;

struct FreePacker {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};
using Packer = std::unique_ptr<ZSTD_CCtx, FreePacker>;

seal::Result<SealedBlock> seal_block(ZSTD_CCtx* packer, const seal::SecretKey& key, seal::BlockKind kind,
                                     std::uint32_t number, const seal::Bytes& plain) {
  seal::Bytes frame(ZSTD_compressBound(plain.size()));
  const std::size_t packed_bytes = packer == nullptr
                                       ? 0
                                       : ZSTD_compressCCtx(packer, frame.data(), frame.size(), plain.data(),
                                                           plain.size(), kCompressionLevel);
  if (packer == nullptr || ZSTD_isError(packed_bytes) != 0) {
    return seal::fail(seal::SealErrorCode::io, "There is no memory left to compress the archive.");
  }
  SealedBlock out;
  out.ref.plain_bytes = static_cast<std::uint32_t>(plain.size());
  out.ref.number = number;
  out.stored.resize(packed_bytes + seal::kTagBytes);
  out.ref.stored_bytes = static_cast<std::uint32_t>(out.stored.size());
  const auto sealed =
      seal::gcm_seal(key, seal::block_nonce(kind, number), seal::block_bound(kind, out.ref.plain_bytes),
                     seal::ByteView(frame).first(packed_bytes), out.stored);
  if (!sealed) return tl::make_unexpected(sealed.error());
  const auto digest = seal::sha256(out.stored);
  if (!digest) return tl::make_unexpected(digest.error());
  out.ref.digest = *digest;
  return out;
}

}  // namespace

BlockPipeline::BlockPipeline(const seal::SecretKey& key, unsigned threads, Sink sink)
    : key_(key), limit_(std::size_t{4} * threads), sink_(std::move(sink)) {
  for (unsigned i = 0; i < threads; ++i) workers_.emplace_back([this] { work(); });
}

BlockPipeline::~BlockPipeline() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    waiting_.clear();
  }
  to_seal_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void BlockPipeline::work() {
  const Packer packer(ZSTD_createCCtx());
  std::unique_lock lock(mutex_);
  while (true) {
    to_seal_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (closing_) return;
    const std::shared_ptr<Slot> slot = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    auto sealed = seal_block(packer.get(), key_, slot->kind, slot->number, slot->plain);
    lock.lock();
    slot->sealed = std::move(sealed);
    to_deliver_.notify_one();
  }
}

seal::Result<void> BlockPipeline::submit(seal::BlockKind kind, seal::Bytes plain) {
  if (next_number_ == std::numeric_limits<std::uint32_t>::max()) {
    return seal::fail(seal::SealErrorCode::unsupported,
                      "The tree is too large for one archive; pack it in parts.");
  }
  auto slot = std::make_shared<Slot>();
  slot->kind = kind;
  slot->number = next_number_++;
  slot->plain = std::move(plain);
  {
    const std::lock_guard lock(mutex_);
    in_flight_.push_back(slot);
    waiting_.push_back(std::move(slot));
  }
  to_seal_.notify_one();
  return deliver_down_to(limit_);
}

seal::Result<void> BlockPipeline::drain() {
  return deliver_down_to(0);
}

seal::Result<void> BlockPipeline::deliver_down_to(std::size_t in_flight) {
  std::unique_lock lock(mutex_);
  while (in_flight_.size() > in_flight) {
    const std::shared_ptr<Slot> slot = in_flight_.front();
    to_deliver_.wait(lock, [&] { return slot->sealed.has_value(); });
    in_flight_.pop_front();
    lock.unlock();
    if (!*slot->sealed) return tl::make_unexpected(slot->sealed->error());
    if (auto taken = sink_(std::move(**slot->sealed)); !taken) return taken;
    lock.lock();
  }
  return {};
}

}  // namespace spoor::seal_write
