// Grams: eight consecutive inked characters of a row, by class, blanks left out. They find a text again that
// was read with errors, whatever its indentation, and scanning for them costs a few instructions a byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace spoor::trace {

inline constexpr unsigned kGramLength = 8;

/// Eight classes, the last in the lowest byte. Classes are never 0 inside a gram.
using Gram = std::uint64_t;

/// A gram and the column of its last character.
struct PlacedGram {
  Gram gram = 0;
  std::int32_t column = 0;
};

/// Grams of a drawn row's cells.
[[nodiscard]] std::vector<PlacedGram> grams_of(std::span<const char32_t> cells);

/// A fixed set of grams, numbered from 0 in the order they were first added.
class GramSet {
 public:
  void add(Gram gram);
  [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }

  /// Appends the number of every gram of the set that occurs in UTF-8 text, with repetitions. Line ends do
  /// not interrupt a gram.
  void scan(std::string_view utf8, std::vector<std::uint32_t>& found) const;

 private:
  static constexpr unsigned kFilterBits = 18;  // 32 KiB: stays in the first-level cache
  [[nodiscard]] static std::size_t filter_slot(Gram gram) noexcept;

  std::unordered_map<Gram, std::uint32_t> numbers_;
  std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>((std::size_t{1} << kFilterBits) / 64);
};

}  // namespace spoor::trace
