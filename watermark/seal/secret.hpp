// Owners of secret bytes: kept out of swap while they live, as far as the system allows, and wiped when they
// go, so that no later core, swap page or reused block holds them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace spoor::seal {

/// Overwrites memory in a way that the compiler may not leave out.
void wipe(void* data, std::size_t size_bytes) noexcept;

/// Keeps the pages of this memory out of swap (mlock) until the process ends, and says whether it could. It
/// may not: RLIMIT_MEMLOCK, commonly 8 MB, is all that a user has; what fails changes nothing else. Pages are
/// never unlocked, for locks do not nest and other secrets may share a page.
bool keep_in_memory(const void* data, std::size_t size_bytes) noexcept;

/// A fixed-size secret. Copies are allowed; each wipes itself.
template <std::size_t N>
struct SecretArray : std::array<std::uint8_t, N> {
  SecretArray() noexcept : std::array<std::uint8_t, N>{} { keep_in_memory(this->data(), N); }
  SecretArray(const SecretArray& other) noexcept : std::array<std::uint8_t, N>(other) {
    keep_in_memory(this->data(), N);
  }
  SecretArray& operator=(const SecretArray&) noexcept = default;
  ~SecretArray() { wipe(this->data(), N); }
};

using SecretKey = SecretArray<32>;

/// A secret whose size is known only at run time. Moves; does not copy.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size_bytes) : bytes_(size_bytes) {
    keep_in_memory(bytes_.data(), bytes_.size());
  }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~SecretBytes() { wipe(bytes_.data(), bytes_.size()); }

  [[nodiscard]] std::span<const std::uint8_t> view() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> span() { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// A passphrase. Moves; does not copy.
class SecretString {
 public:
  SecretString() = default;
  /// Takes the text over and wipes the caller's copy.
  explicit SecretString(std::string&& text) {
    text_.reserve(std::max(text.size(), kOnHeapBytes));
    keep_in_memory(text_.data(), text_.capacity());
    text_.assign(text);
    wipe(text.data(), text.size());
  }
  SecretString(SecretString&& other) noexcept { std::swap(text_, other.text_); }
  SecretString& operator=(SecretString&& other) noexcept {
    std::swap(text_, other.text_);
    return *this;
  }
  ~SecretString() { wipe(text_.data(), text_.size()); }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  /// More than fits into a string itself, so that moving one never copies its text.
  static constexpr std::size_t kOnHeapBytes = 64;
  std::string text_;
};

}  // namespace spoor::seal
