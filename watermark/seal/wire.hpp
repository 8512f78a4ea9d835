// The wire: little-endian integers and length-prefixed bytes. The reader never trusts a length: a short or
// over-long field makes it fail, and it stays failed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/secret.hpp"

namespace spoor::seal {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class WireWriter {
 public:
  /// Room for size_bytes, so that a body with secrets is not copied about as it grows.
  void reserve(std::size_t size_bytes) { out_.reserve(size_bytes); }
  template <typename T>
  void integer(T value) {
    using U = std::make_unsigned_t<T>;
    auto rest = static_cast<U>(value);
    std::array<std::uint8_t, sizeof(T)> field{};
    for (std::uint8_t& byte : field) {
      byte = static_cast<std::uint8_t>(rest & 0xFFU);
      if constexpr (sizeof(T) > 1) rest = static_cast<U>(rest >> 8U);
    }
    bytes(field);
  }
  void bytes(ByteView data);
  /// u16 length, then the bytes. The text must be at most 65,535 bytes: whoever takes it in checks that.
  void text(std::string_view value) {
    value = value.substr(0, std::numeric_limits<std::uint16_t>::max());
    integer(static_cast<std::uint16_t>(value.size()));
    bytes(as_bytes(value));
  }

  [[nodiscard]] std::size_t size() const { return out_.size(); }
  [[nodiscard]] ByteView view() const { return out_; }
  [[nodiscard]] Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

class WireReader {
 public:
  explicit WireReader(ByteView data) : rest_(data) {}

  template <typename T>
  T integer() {
    using U = std::make_unsigned_t<T>;
    const ByteView field = bytes(sizeof(T));
    U value = 0;
    for (std::size_t i = field.size(); i-- > 0;) {
      if constexpr (sizeof(T) > 1) value = static_cast<U>(value << 8U);
      value = static_cast<U>(value | field[i]);
    }
    return static_cast<T>(value);
  }
  /// The next bytes, or none and a failed reader.
  ByteView bytes(std::uint64_t size_bytes) {
    if (failed_ || size_bytes > rest_.size()) {
      failed_ = true;
      return {};
    }
    const ByteView out = rest_.first(static_cast<std::size_t>(size_bytes));
    rest_ = rest_.subspan(out.size());
    return out;
  }
  template <std::size_t N>
  void into(std::array<std::uint8_t, N>& out) {
    const ByteView field = bytes(N);
    std::copy(field.begin(), field.end(), out.begin());
  }
  std::string text() {
    const ByteView field = bytes(integer<std::uint16_t>());
    return {field.begin(), field.end()};
  }
  /// A count of records that are at least record_bytes long each: fails when the rest cannot hold them, so
  /// that a caller may reserve.
  std::uint32_t count(std::size_t record_bytes) {
    const auto value = integer<std::uint32_t>();
    if (value > rest_.size() / record_bytes) failed_ = true;
    return failed_ ? 0 : value;
  }

  void fail() { failed_ = true; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t rest_bytes() const { return rest_.size(); }
  /// Everything was read, and nothing more was there.
  [[nodiscard]] bool finished() const { return !failed_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool failed_ = false;
};

}  // namespace spoor::seal
