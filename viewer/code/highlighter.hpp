// Bytes of one language -> runs of token classes. Pure apart from the clock: no state is kept between calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/code/language.hpp"
#include "viewer/code/token.hpp"

namespace spoor::code {

/// A run of one class, counted from the text's first byte. Eight bytes, as a large file has a million of
/// them.
struct Run {
  std::uint32_t begin_byte = 0;
  std::uint32_t length_and_token = 0;  ///< length in the upper 24 bits, class in the lower 8

  static constexpr std::uint32_t kMaxLength = (1U << 24U) - 1;
  [[nodiscard]] std::uint32_t end_byte() const noexcept { return begin_byte + (length_and_token >> 8U); }
  [[nodiscard]] TokenClass token() const noexcept {
    return static_cast<TokenClass>(length_and_token & 0xffU);
  }
};

enum class HighlightError : std::uint8_t {
  too_large,  ///< more than Run::kMaxLength bytes
  too_slow,   ///< the time limit ran out
  stopped,    ///< the caller's stop returned true
  no_grammar  ///< the language's parser or query cannot be loaded
};

struct HighlightLimits {
  std::chrono::milliseconds time{3000};
  /// Asked every few hundred microseconds; true gives up. May be empty.
  std::function<bool()> stop;
};

/// Runs in order, disjoint, without plain ones.
[[nodiscard]] tl::expected<std::vector<Run>, HighlightError> highlight(std::string_view text,
                                                                       Language language,
                                                                       const HighlightLimits& limits);

}  // namespace spoor::code
