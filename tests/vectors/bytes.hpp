// Small changes to bytes.
#pragma once

#include <algorithm>
#include <stdexcept>

#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::vectors {

/// For what can only fail where the vectors themselves are wrong.
inline void must(const seal::Result<void>& outcome) {
  if (!outcome) throw std::logic_error(outcome.error().message);
}

[[nodiscard]] inline seal::Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

[[nodiscard]] inline seal::Bytes patched(seal::Bytes file, std::size_t at, seal::ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
  return file;
}
[[nodiscard]] inline seal::Bytes patched(seal::Bytes file, std::size_t at,
                                         std::initializer_list<std::uint8_t> bytes) {
  return patched(std::move(file), at, seal::ByteView(bytes.begin(), bytes.size()));
}

[[nodiscard]] inline seal::Bytes first(const seal::Bytes& file, std::size_t size_bytes) {
  return {file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size_bytes)};
}

template <typename T>
[[nodiscard]] seal::Bytes little(T value) {
  seal::WireWriter out;
  out.integer(value);
  return out.take();
}

/// The order of Ed25519's group added to the signature that ends a file: S + L is as good as S to a verifier
/// that does not look (RFC 8032 section 5.1.7 forbids it).
[[nodiscard]] inline seal::Bytes with_long_scalar(seal::Bytes file) {
  constexpr std::array<std::uint8_t, 32> kOrder = {
      0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
      0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    std::uint8_t& byte = file[file.size() - kOrder.size() + i];
    carry += unsigned{byte} + kOrder[i];
    byte = static_cast<std::uint8_t>(carry & 0xFFU);
    carry >>= 8U;
  }
  return file;
}

}  // namespace spoor::vectors
