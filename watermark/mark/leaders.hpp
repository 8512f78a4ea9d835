// The best few sessions of one test. Internal to this module.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "watermark/mark/scoring.hpp"

namespace spoor::mark_code {

struct Leader {
  std::int64_t score = 0;
  std::size_t session = 0;
  std::uint16_t slot = 0;
  /// A total order, so that merging in any order gives the same leaders.
  [[nodiscard]] bool before(const Leader& other) const noexcept {
    return score != other.score ? score > other.score : session < other.session;
  }
};

/// Holds the first kLeadingSessions of everything inserted, in order. A session is inserted once.
class Leaders {
 public:
  void insert(const Leader& leader) noexcept {
    if (size_ == kLeadingSessions && !leader.before(entries_[size_ - 1])) return;
    std::size_t at = size_ < kLeadingSessions ? size_++ : size_ - 1;
    for (; at > 0 && leader.before(entries_[at - 1]); --at) entries_[at] = entries_[at - 1];
    entries_[at] = leader;
  }
  void merge(const Leaders& other) noexcept {
    for (const Leader& leader : other) insert(leader);
  }
  [[nodiscard]] const Leader* begin() const noexcept { return entries_.data(); }
  [[nodiscard]] const Leader* end() const noexcept { return entries_.data() + size_; }

 private:
  std::array<Leader, kLeadingSessions> entries_{};
  std::size_t size_ = 0;
};

}  // namespace spoor::mark_code
