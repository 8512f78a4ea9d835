#include "watermark/seal/log_tree.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace spoor::seal_log {
namespace {

constexpr std::array<std::uint8_t, 1> kLeaf{0};
constexpr std::array<std::uint8_t, 1> kNode{1};

/// The left subtree's size: the largest power of two that is smaller than the tree's. size > 1.
std::uint64_t left_size(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

}  // namespace

Digest leaf_hash(Hasher& hasher, ByteView leaf) {
  return hasher.digest({kLeaf, leaf});
}

Digest node_hash(Hasher& hasher, const Digest& left, const Digest& right) {
  return hasher.digest({kNode, left, right});
}

void Tree::add(Hasher& hasher, const Digest& leaf) {
  Digest root = leaf;
  for (std::uint64_t full = size_; (full & 1U) != 0; full >>= 1U) {
    root = node_hash(hasher, peaks_.back(), root);
    peaks_.pop_back();
  }
  peaks_.push_back(root);
  ++size_;
}

Digest Tree::root(Hasher& hasher) const {
  if (peaks_.empty()) return hasher.digest({});
  Digest root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = node_hash(hasher, peaks_[i], root);
  return root;
}

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
  std::vector<LeafRange> path;
  LeafRange tree{0, size};
  while (tree.end - tree.begin > 1) {
    const std::uint64_t middle = tree.begin + left_size(tree.end - tree.begin);
    if (index < middle) {
      path.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      path.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t old_size, std::uint64_t size) {
  std::vector<LeafRange> path;
  if (old_size == size) return path;
  LeafRange tree{0, size};
  bool whole = true;  // the old tree is all that was left of the way: its root is known to who checks
  while (old_size != tree.end) {
    const std::uint64_t middle = tree.begin + left_size(tree.end - tree.begin);
    if (old_size <= middle) {
      path.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      path.push_back({tree.begin, middle});
      tree.begin = middle;
      whole = false;
    }
  }
  if (!whole) path.push_back(tree);
  std::reverse(path.begin(), path.end());
  return path;
}

RangeRoots::RangeRoots(std::vector<LeafRange> ranges)
    : ranges_(std::move(ranges)), order_(ranges_.size()), trees_(ranges_.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::sort(order_.begin(), order_.end(),
            [this](std::size_t one, std::size_t other) { return ranges_[one].begin < ranges_[other].begin; });
}

void RangeRoots::add(Hasher& hasher, const Digest& leaf) {
  const std::uint64_t index = index_++;
  while (next_ < order_.size() && ranges_[order_[next_]].end <= index) ++next_;
  if (next_ < order_.size() && ranges_[order_[next_]].begin <= index) trees_[order_[next_]].add(hasher, leaf);
}

std::vector<Digest> RangeRoots::roots(Hasher& hasher) const {
  std::vector<Digest> out;
  out.reserve(trees_.size());
  for (const Tree& tree : trees_) out.push_back(tree.root(hasher));
  return out;
}

bool inclusion_holds(Hasher& hasher, const Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Digest> path, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : path) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(hasher, sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hasher, hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root && !hasher.failed();
}

bool consistency_holds(Hasher& hasher, std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                       const Digest& root, std::span<const Digest> path) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return path.empty() && old_root == root;
  std::vector<Digest> hashes(path.begin(), path.end());
  if (std::has_single_bit(old_size)) hashes.insert(hashes.begin(), old_root);
  if (hashes.empty()) return false;
  std::uint64_t node = old_size - 1;
  std::uint64_t last = size - 1;
  while ((node & 1U) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  Digest from_old = hashes.front();
  Digest from_new = hashes.front();
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      from_old = node_hash(hasher, hashes[i], from_old);
      from_new = node_hash(hasher, hashes[i], from_new);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      from_new = node_hash(hasher, from_new, hashes[i]);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && from_old == old_root && from_new == root && !hasher.failed();
}

}  // namespace spoor::seal_log
