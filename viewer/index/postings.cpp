#include "viewer/index/postings.hpp"

#include <bit>
#include <cstring>

namespace spoor::index {
namespace {

constexpr unsigned kEscape = 24;  ///< ones in a row: the gap follows in 16 bits
constexpr unsigned kRawBits = 16;
constexpr unsigned kWindowShift = 4;  ///< the mean is over about 16 gaps

/// The Rice parameter: 2^k is about ln 2 times the mean gap (A. Kiely, IPN Progress Report 42-159, 2004).
class Rate {
 public:
  Rate(std::uint32_t count, std::uint32_t files) : sum_(((files - count) << kWindowShift) / count) {}
  [[nodiscard]] unsigned parameter() const {
    const std::uint32_t scaled = (sum_ * 11U) >> 8U;  // ln 2 / 16
    return static_cast<unsigned>(std::bit_width(scaled));
  }
  void saw(std::uint32_t gap) { sum_ += gap - (sum_ >> kWindowShift); }

 private:
  std::uint32_t sum_;  ///< 16 times the mean
};

class BitWriter {
 public:
  explicit BitWriter(std::vector<std::uint8_t>& out) : out_(out) {}
  /// The low bits of `value`, lowest first; at most 32.
  void put(std::uint64_t value, unsigned bits) {
    held_ |= value << count_;
    count_ += bits;
    for (; count_ >= 8; count_ -= 8, held_ >>= 8U) out_.push_back(static_cast<std::uint8_t>(held_ & 0xFFU));
  }
  void end() {
    if (count_ > 0) out_.push_back(static_cast<std::uint8_t>(held_ & 0xFFU));
  }

 private:
  std::vector<std::uint8_t>& out_;
  std::uint64_t held_ = 0;
  unsigned count_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  /// The next bits, lowest first, at least 56 of them; zeros behind the end.
  [[nodiscard]] std::uint64_t peek() const {
    std::uint64_t out = 0;
    const std::size_t at = bit_ / 8;
    if (at + sizeof out <= bytes_.size()) {
      std::memcpy(&out, bytes_.data() + at, sizeof out);
      if constexpr (std::endian::native == std::endian::big) out = __builtin_bswap64(out);
    } else {
      for (std::size_t i = at; i < bytes_.size(); ++i) out |= std::uint64_t{bytes_[i]} << (8 * (i - at));
    }
    return out >> (bit_ % 8);
  }
  void skip(unsigned bits) { bit_ += bits; }
  /// All bytes were used, and what is left of the last one is zeros.
  [[nodiscard]] bool at_end() const {
    return (bit_ + 7) / 8 == bytes_.size() && (bit_ % 8 == 0 || peek() == 0);
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t bit_ = 0;
};

}  // namespace

void encode_list(std::span<const std::uint16_t> list, std::uint32_t files, std::vector<std::uint8_t>& out) {
  Rate rate(static_cast<std::uint32_t>(list.size()), files);
  BitWriter bits(out);
  std::uint32_t next = 0;
  for (const std::uint16_t file : list) {
    const std::uint32_t gap = file - next;
    next = file + 1U;
    const unsigned k = rate.parameter();
    const std::uint32_t ones = gap >> k;
    if (ones < kEscape) {
      bits.put((std::uint64_t{1} << ones) - 1, ones + 1);
      bits.put(gap & ((1U << k) - 1), k);
    } else {
      bits.put((std::uint64_t{1} << kEscape) - 1, kEscape);
      bits.put(gap, kRawBits);
    }
    rate.saw(gap);
  }
  bits.end();
}

bool decode_list(std::span<const std::uint8_t> bytes, std::uint32_t count, std::uint32_t files,
                 FileList& out) {
  if (count == 0 || count > files || files > kMaxSegmentFiles) return false;
  Rate rate(count, files);
  BitReader bits(bytes);
  std::uint32_t next = 0;
  out.reserve(out.size() + count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const unsigned k = rate.parameter();
    std::uint64_t window = bits.peek();
    const auto ones = static_cast<unsigned>(std::countr_one(window));
    std::uint32_t gap = 0;
    if (ones < kEscape) {
      window >>= ones + 1;
      gap = (ones << k) | static_cast<std::uint32_t>(window & ((1U << k) - 1));
      bits.skip(ones + 1 + k);
    } else {
      gap = static_cast<std::uint32_t>(window >> kEscape) & ((1U << kRawBits) - 1);
      if (gap >> k < kEscape) return false;
      bits.skip(kEscape + kRawBits);
    }
    if (gap >= files - next) return false;
    out.push_back(static_cast<std::uint16_t>(next + gap));
    next += gap + 1;
    rate.saw(gap);
  }
  return bits.at_end();
}

}  // namespace spoor::index
