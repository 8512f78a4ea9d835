// Rows that are laid out and placed. A row keeps its places for as long as it stays on screen, so that a new
// slot shows only where something is laid out anew.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "viewer/text/place.hpp"

namespace spoor::app {

/// What a row is: `owner` is a pane or a document, `stamp` whatever else its look depends on (see mix()).
struct RowKey {
  std::uint64_t owner = 0;
  std::uint64_t line = 0;
  std::uint64_t stamp = 0;
  friend bool operator==(const RowKey&, const RowKey&) = default;
};

/// Folds a value into a stamp (splitmix64's finaliser: Steele, Lea, Flood 2014).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t stamp, std::uint64_t value) noexcept {
  std::uint64_t x = stamp * 0x9E3779B97F4A7C15ULL + value;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

class RowCache {
 public:
  using Glyphs = std::vector<text::PlacedGlyph>;

  /// The row, which stays for another frame; nothing if it is not here.
  const Glyphs* find(const RowKey& key);
  const Glyphs& insert(const RowKey& key, Glyphs glyphs);

  /// Drops the rows that no find() or insert() named since the last call.
  void end_frame();
  void clear();

 private:
  struct Hash {
    std::size_t operator()(const RowKey& k) const noexcept { return mix(mix(k.owner, k.line), k.stamp); }
  };
  using Rows = std::unordered_map<RowKey, Glyphs, Hash>;
  Rows now_;
  Rows before_;
};

}  // namespace spoor::app
