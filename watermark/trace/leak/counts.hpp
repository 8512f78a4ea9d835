// How often an archive has the tokens of some leaks, by themselves and after others: how surprising it is to
// find them again. Code repeats itself, so a token that mostly follows what stands in front of it surprises
// little.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "watermark/trace/leak/tokens.hpp"

namespace spoor::leak {

/// Counts a fixed set of keys: open addressing, quick at being asked for what it does not know.
class CountTable {
 public:
  explicit CountTable(std::vector<std::uint64_t> keys);
  void count(std::uint64_t key) noexcept;
  [[nodiscard]] std::uint64_t of(std::uint64_t key) const noexcept;
  /// Of the same keys.
  void merge(const CountTable& other) noexcept;

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint64_t count = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const noexcept;
  std::vector<Slot> slots_;
};

class TokenCounts {
 public:
  /// Will count what these leaks hold.
  explicit TokenCounts(std::span<const std::vector<Token>> leaks);
  /// Counts a file.
  void add(std::span<const Token> tokens) noexcept;
  void merge(const TokenCounts& other) noexcept;

  [[nodiscard]] std::uint64_t all() const noexcept { return all_; }
  /// How often each token of a leak is what it is, in (0, 1]: by itself, or after the shapes of the three in
  /// front of it, in the archive or in the leak up to there, whichever is most often; a number that is one
  /// more than the last one there as often as numbers were. A list of like lines is so no more evidence than
  /// its first lines are.
  [[nodiscard]] std::vector<double> shares(std::span<const Token> leak) const;
  [[nodiscard]] double kind_share(TokenKind kind) const noexcept;

 private:
  [[nodiscard]] double share(std::span<const Token> leak, std::size_t at) const noexcept;

  CountTable names_, contexts_, followers_;
  std::array<std::uint64_t, 4> kinds_{};
  std::uint64_t all_ = 0;
};

}  // namespace spoor::leak
