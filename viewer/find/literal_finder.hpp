// Finds a string in bytes, 16 at a time: the two bytes of it that are rarest in source code are compared at
// their distance, and the rest only where both agree (the "packed pair" of Rust's memchr crate).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::find {

class LiteralFinder {
 public:
  /// `literal` is not empty. ignore_ascii_case: A to Z and a to z are the same; other bytes are exact.
  LiteralFinder(std::string literal, bool ignore_ascii_case);

  /// The first occurrence at or behind `from`; npos if there is none.
  [[nodiscard]] std::size_t find(std::string_view text, std::size_t from) const;
  [[nodiscard]] std::size_t size() const noexcept { return literal_.size(); }

 private:
  struct Probe {
    std::size_t offset = 0;
    std::array<char, 2> bytes{};  ///< both cases, or twice the same
  };
  [[nodiscard]] Probe probe(std::size_t offset) const;
  [[nodiscard]] bool matches(const char* at) const;

  std::string literal_;  ///< in lower case where case is ignored
  bool ignore_case_;
  Probe first_;
  Probe second_;
};

}  // namespace spoor::find
