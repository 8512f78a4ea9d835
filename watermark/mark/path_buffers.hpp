// Shared buffers of a list decoder's paths: a fork copies indices, not numbers (the lazy copy of Tal and
// Vardy, "List decoding of polar codes", IEEE Trans. IT 61, 2015). Internal to this module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace spoor::mark_code {

/// A pool of equally long float buffers, counted by reference. A buffer is written once, after acquire().
class BufferPool {
 public:
  using Index = std::int32_t;
  static constexpr Index kNone = -1;

  explicit BufferPool(std::size_t length) : length_(length) {}

  [[nodiscard]] Index acquire() {
    if (free_.empty()) {
      buffers_.push_back(std::make_unique<float[]>(length_));
      users_.push_back(0);
      free_.push_back(static_cast<Index>(buffers_.size() - 1));
    }
    const Index index = free_.back();
    free_.pop_back();
    users_[at(index)] = 1;
    return index;
  }
  void share(Index index) noexcept {
    if (index != kNone) ++users_[at(index)];
  }
  void release(Index& index) {
    if (index != kNone && --users_[at(index)] == 0) free_.push_back(index);
    index = kNone;
  }
  [[nodiscard]] float* data(Index index) noexcept { return buffers_[at(index)].get(); }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

 private:
  static std::size_t at(Index index) noexcept { return static_cast<std::size_t>(index); }

  std::size_t length_;
  std::vector<std::unique_ptr<float[]>> buffers_;
  std::vector<std::uint32_t> users_;
  std::vector<Index> free_;
};

}  // namespace spoor::mark_code
