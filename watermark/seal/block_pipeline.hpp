// Compressing and encrypting blocks on several threads, handing them on in the order they came in: the layout
// of an archive does not depend on the number of threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "watermark/seal/archive_format.hpp"

namespace spoor::seal_write {

struct SealedBlock {
  seal::BlockRef ref;  ///< without its offset, which the writer knows
  seal::Bytes stored;
};

class BlockPipeline {
 public:
  /// Takes each sealed block, in order, on the thread that submits.
  using Sink = std::function<seal::Result<void>(SealedBlock&&)>;

  /// threads of at least 1; at most 4 blocks a thread are in flight.
  BlockPipeline(const seal::SecretKey& key, unsigned threads, Sink sink);
  BlockPipeline(const BlockPipeline&) = delete;
  BlockPipeline& operator=(const BlockPipeline&) = delete;
  ~BlockPipeline();

  /// Waits while too much is in flight. Errors: those of the sink and of sealing; then nothing more is taken.
  [[nodiscard]] seal::Result<void> submit(seal::BlockKind kind, seal::Bytes plain);
  /// Until all that was submitted has reached the sink.
  [[nodiscard]] seal::Result<void> drain();

 private:
  struct Slot {
    seal::BlockKind kind{};
    std::uint32_t number = 0;
    seal::Bytes plain;
    std::optional<seal::Result<SealedBlock>> sealed;
  };
  void work();
  [[nodiscard]] seal::Result<void> deliver_down_to(std::size_t in_flight);

  const seal::SecretKey key_;
  const std::size_t limit_;
  const Sink sink_;
  std::uint32_t next_number_ = 0;
  std::mutex mutex_;
  std::condition_variable to_seal_;
  std::condition_variable to_deliver_;
  std::deque<std::shared_ptr<Slot>> in_flight_;  ///< oldest first; the sink's order
  std::deque<std::shared_ptr<Slot>> waiting_;    ///< not yet taken by a worker
  bool closing_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace spoor::seal_write
