// The Merkle tree against RFC 6962's own definition, written down as it stands there, and its known roots.
#include <bit>
#include <catch2/catch.hpp>
#include <string>

#include "watermark/seal/log_tree.hpp"

using namespace spoor;
using namespace spoor::seal_log;

namespace {

Digest leaf(Hasher& hasher, std::uint64_t number) {
  const std::string data = "entry " + std::to_string(number);
  return leaf_hash(hasher, seal::as_bytes(data));
}

/// RFC 6962 2.1, by its recursion.
Digest root_by_definition(Hasher& hasher, std::span<const Digest> leaves) {
  if (leaves.empty()) return hasher.digest({});
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  return node_hash(hasher, root_by_definition(hasher, leaves.first(k)),
                   root_by_definition(hasher, leaves.subspan(k)));
}

std::vector<Digest> leaves_of(Hasher& hasher, std::size_t count) {
  std::vector<Digest> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(leaf(hasher, i));
  return out;
}

std::vector<Digest> roots_of(Hasher& hasher, const std::vector<LeafRange>& ranges,
                             const std::vector<Digest>& leaves) {
  RangeRoots roots(ranges);
  for (const Digest& one : leaves) roots.add(hasher, one);
  return roots.roots(hasher);
}

std::string hex(const Digest& digest) {
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += "0123456789abcdef"[byte >> 4U];
    out += "0123456789abcdef"[byte & 15U];
  }
  return out;
}

}  // namespace

TEST_CASE("a tree's root is RFC 6962's, at every size", "[log][tree]") {
  Hasher hasher;
  Tree tree;
  const auto leaves = leaves_of(hasher, 130);
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    CHECK(tree.root(hasher) == root_by_definition(hasher, std::span(leaves).first(size)));
    if (size < leaves.size()) tree.add(hasher, leaves[size]);
  }
}

TEST_CASE("roots of the leaves that Certificate Transparency's implementations are tested with",
          "[log][tree]") {
  Hasher hasher;
  Tree tree;
  CHECK(hex(tree.root(hasher)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::vector<std::pair<Bytes, std::string>> steps = {
      {{}, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {{0x00}, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {{0x10}, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {{0x20, 0x21}, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {{0x30, 0x31}, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"}};
  for (const auto& [data, root] : steps) {
    tree.add(hasher, leaf_hash(hasher, data));
    CHECK(hex(tree.root(hasher)) == root);
  }
}

TEST_CASE("every leaf of every small tree is proved, and nothing else", "[log][tree]") {
  Hasher hasher;
  const auto leaves = leaves_of(hasher, 33);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const std::vector<Digest> some(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
    const Digest root = root_by_definition(hasher, some);
    for (std::size_t index = 0; index < size; ++index) {
      auto path = roots_of(hasher, inclusion_ranges(index, size), some);
      CHECK(inclusion_holds(hasher, leaves[index], index, size, path, root));
      for (std::size_t other = 0; other < size; ++other)
        if (other != index) CHECK_FALSE(inclusion_holds(hasher, leaves[index], other, size, path, root));
      CHECK_FALSE(inclusion_holds(hasher, leaf(hasher, 99), index, size, path, root));
      path.push_back(root);
      CHECK_FALSE(inclusion_holds(hasher, leaves[index], index, size, path, root));
      path.pop_back();
      if (path.empty()) continue;
      path.back()[3] ^= 1U;
      CHECK_FALSE(inclusion_holds(hasher, leaves[index], index, size, path, root));
      path.pop_back();
      CHECK_FALSE(inclusion_holds(hasher, leaves[index], index, size, path, root));
    }
  }
}

TEST_CASE("every beginning of every small tree is proved, and nothing else", "[log][tree]") {
  Hasher hasher;
  const auto leaves = leaves_of(hasher, 33);
  const auto root_at = [&](std::size_t size) {
    return root_by_definition(hasher, std::span(leaves).first(size));
  };
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const std::vector<Digest> some(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
    for (std::size_t old = 1; old <= size; ++old) {
      const auto path = roots_of(hasher, consistency_ranges(old, size), some);
      CHECK(consistency_holds(hasher, old, root_at(old), size, root_at(size), path));
      Digest wrong = root_at(old);
      wrong[0] ^= 1U;
      CHECK_FALSE(consistency_holds(hasher, old, wrong, size, root_at(size), path));
      wrong = root_at(size);
      wrong[31] ^= 1U;
      CHECK_FALSE(consistency_holds(hasher, old, root_at(old), size, wrong, path));
      if (old > 1) CHECK_FALSE(consistency_holds(hasher, old - 1, root_at(old), size, root_at(size), path));
    }
  }
}
