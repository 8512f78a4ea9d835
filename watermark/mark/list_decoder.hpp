// CRC-aided successive-cancellation list decoding of the name's polar code (Tal and Vardy 2015). Holds no
// key. Internal to this module.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "watermark/mark/path_buffers.hpp"
#include "watermark/mark/polar.hpp"

namespace spoor::mark_code {

struct DecodedPath {
  std::uint64_t payload = 0;
  double metric = 0;  ///< -ln P(path's inputs | channel), up to a constant; smaller is better
};

/// Works on soft bits t = tanh(L / 2) = P(0) - P(1) instead of log-likelihood ratios: both node operations
/// are exact and rational there, t1 t2 and (t1 + t2) / (1 + t1 t2). The min-sum shortcut would lose most
/// where every chip is weak, which is here.
class ListDecoder {
 public:
  explicit ListDecoder(std::size_t list_size);

  /// `soft_bits` in code order; 0 is an erasure. All surviving paths, best first.
  [[nodiscard]] std::vector<DecodedPath> decode(std::span<const float, kPolarLength> soft_bits);

 private:
  struct Path {
    DecodedPath decoded;
    std::array<BufferPool::Index, kPolarStages + 1> soft;   ///< soft bits of the node at work, by level
    std::array<BufferPool::Index, kPolarStages + 1> left;   ///< signs of the finished left child
    std::array<BufferPool::Index, kPolarStages + 1> signs;  ///< signs of the finished node: +1 for bit 0
  };
  struct Choice {
    double metric;
    std::uint32_t path;
    std::uint32_t bit;
  };

  void decode_node(std::size_t level, std::size_t first);
  void decode_frozen(std::size_t level);
  void decode_check(std::uint64_t covers);
  void decode_repetition(std::size_t level, std::uint8_t payload_bit);
  void descend_left(std::size_t level);
  void descend_right(std::size_t level);
  void join(std::size_t level);
  void fork(const std::vector<Choice>& choices);
  void set_signs(Path& path, std::size_t level, bool bit);
  void release_all(Path& path);

  std::size_t list_size_;
  std::vector<BufferPool> soft_;   // by level
  std::vector<BufferPool> signs_;  // by level; left children too
  std::vector<Path> paths_;
};

}  // namespace spoor::mark_code
