// A byte source read in blocks, with the blocks used last kept: whoever scrolls stays in a few of them.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "viewer/code/byte_source.hpp"
#include "viewer/code/error.hpp"

namespace spoor::code {

class TextStore {
 public:
  static constexpr std::uint64_t kBlockBytes = 256U << 10U;
  static constexpr std::size_t kKeptBlocks = 32;  ///< 8 MiB

  explicit TextStore(std::shared_ptr<const ByteSource> source);

  [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }
  /// As the source's.
  [[nodiscard]] std::shared_ptr<const index::FileLines> lines() const { return source_->lines(); }
  /// Exactly [begin_byte, end_byte), which must lie inside the file. Errors: io, damaged (a source that is
  /// shorter than it said).
  [[nodiscard]] Result<std::string> read(std::uint64_t begin_byte, std::uint64_t end_byte) const;
  /// As read, past the cache: for passes over the whole file.
  [[nodiscard]] Result<std::string> read_once(std::uint64_t begin_byte, std::uint64_t end_byte) const;
  /// The offset behind the n-th (from 1) LF at or after begin_byte, or end_byte if there are fewer before it.
  [[nodiscard]] Result<std::uint64_t> skip_lines(std::uint64_t begin_byte, std::uint64_t count,
                                                 std::uint64_t end_byte) const;

 private:
  using Block = std::shared_ptr<const std::string>;
  struct Kept {
    std::uint64_t number;
    Block block;
  };
  [[nodiscard]] Result<Block> block(std::uint64_t number) const;
  [[nodiscard]] Block kept(std::uint64_t number) const;
  void keep(std::uint64_t number, const Block& block) const;

  std::shared_ptr<const ByteSource> source_;
  std::uint64_t size_bytes_;
  mutable std::mutex mutex_;      ///< guards what is below; never held while reading
  mutable std::list<Kept> used_;  ///< last used first
  mutable std::unordered_map<std::uint64_t, std::list<Kept>::iterator> by_number_;
};

}  // namespace spoor::code
