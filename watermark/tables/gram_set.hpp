// Which grams a file holds, each once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spoor::tables {

/// A hash table that is emptied in no time: a slot counts if it was filled in the present round.
class GramSet {
 public:
  /// With more different grams than this a file may hold anything; English and code of many MB has 250,000.
  static constexpr std::size_t kMost = std::size_t{1} << 20U;

  GramSet() : slots_(std::size_t{1} << kLeastBits) {}

  void clear() {
    keys_.clear();
    if (bits_ != kLeastBits || ++round_ == 0) {
      bits_ = kLeastBits;
      slots_.assign(std::size_t{1} << kLeastBits, {});
      round_ = 1;
    }
  }
  void insert(std::uint32_t key) {
    Slot& slot = slots_[find(key)];
    if (slot.round == round_ || keys_.size() > kMost) return;
    slot = {key, round_};
    keys_.push_back(key);
    if (keys_.size() * 2 > slots_.size()) grow();
  }
  /// In the order of their first occurrences; one more than kMost if there are more.
  [[nodiscard]] const std::vector<std::uint32_t>& keys() const noexcept { return keys_; }

 private:
  static constexpr unsigned kLeastBits = 14;  ///< nearly all files fit, and the slots into a near cache
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t round = 0;
  };

  /// The slot that holds the key, or the free one that would.
  [[nodiscard]] std::size_t find(std::uint32_t key) const {
    constexpr std::uint32_t kGolden = 0x9E3779B1U;  // Knuth's multiplicative hashing
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * kGolden) >> (32U - bits_);
    while (slots_[at].round == round_ && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    ++bits_;
    slots_.assign(std::size_t{1} << bits_, {});
    for (const std::uint32_t key : keys_) slots_[find(key)] = {key, round_};
  }

  unsigned bits_ = kLeastBits;
  std::uint32_t round_ = 1;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> keys_;
};

}  // namespace spoor::tables
