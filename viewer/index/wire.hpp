// Numbers in tables: seven bits a byte, the lowest first (LEB128), in the shortest form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace spoor::index {

inline void put_number(std::uint64_t value, std::vector<std::uint8_t>& out) {
  for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<std::uint8_t>((value & 0x7FU) | 0x80U));
  out.push_back(static_cast<std::uint8_t>(value));
}

/// Reads numbers one after the other; fails at the end, at a number of more than 63 bits or of no shortest
/// form, and stays failed.
class NumberReader {
 public:
  explicit NumberReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint64_t next() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && at_ < bytes_.size(); shift += 7) {
      const std::uint8_t byte = bytes_[at_++];
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte >= 0x80) continue;
      if (byte == 0 && shift > 0) break;
      return value;
    }
    failed_ = true;
    at_ = bytes_.size();
    return 0;
  }
  /// The next bytes, or none and a failed reader.
  std::span<const std::uint8_t> bytes(std::uint64_t count) noexcept {
    if (count > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    const auto out = bytes_.subspan(at_, static_cast<std::size_t>(count));
    at_ += out.size();
    return out;
  }
  void fail() noexcept { failed_ = true; }
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] std::size_t rest_bytes() const noexcept { return bytes_.size() - at_; }
  [[nodiscard]] bool finished() const noexcept { return !failed_ && at_ == bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace spoor::index
