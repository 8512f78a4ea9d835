// The Merkle tree over a log's entries: hashing as RFC 6962 2.1, proofs of inclusion and consistency as its
// 2.1.1 and 2.1.2, checked as RFC 9162 2.1.3.2 and 2.1.4.2 say.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "watermark/seal/log_hash.hpp"

namespace spoor::seal_log {

[[nodiscard]] Digest leaf_hash(Hasher& hasher, ByteView leaf);
[[nodiscard]] Digest node_hash(Hasher& hasher, const Digest& left, const Digest& right);

/// A tree that grows by leaves. Keeps the roots of its perfect subtrees alone, one a bit of its size.
class Tree {
 public:
  void add(Hasher& hasher, const Digest& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest root(Hasher& hasher) const;

 private:
  std::vector<Digest> peaks_;  ///< largest subtree first
  std::uint64_t size_ = 0;
};

struct LeafRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< not included
};

/// The ranges of leaves whose roots prove that leaf `index` is in the tree of `size` leaves, from the leaf's
/// sibling up. index < size.
[[nodiscard]] std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);
/// The ranges whose roots prove that the tree of `old_size` leaves is the beginning of that of `size`. 0 <
/// old_size <= size; none where they are equal.
[[nodiscard]] std::vector<LeafRange> consistency_ranges(std::uint64_t old_size, std::uint64_t size);

/// The roots of ranges that do not overlap, from one pass over the leaves.
class RangeRoots {
 public:
  explicit RangeRoots(std::vector<LeafRange> ranges);
  /// Leaves in order, from 0 on.
  void add(Hasher& hasher, const Digest& leaf);
  [[nodiscard]] std::vector<Digest> roots(Hasher& hasher) const;

 private:
  std::vector<LeafRange> ranges_;
  std::vector<std::size_t> order_;  ///< of ranges, by their begin
  std::vector<Tree> trees_;
  std::size_t next_ = 0;  ///< into order_
  std::uint64_t index_ = 0;
};

[[nodiscard]] bool inclusion_holds(Hasher& hasher, const Digest& leaf, std::uint64_t index,
                                   std::uint64_t size, std::span<const Digest> path, const Digest& root);
[[nodiscard]] bool consistency_holds(Hasher& hasher, std::uint64_t old_size, const Digest& old_root,
                                     std::uint64_t size, const Digest& root, std::span<const Digest> path);

}  // namespace spoor::seal_log
