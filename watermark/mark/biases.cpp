#include "watermark/mark/biases.hpp"

namespace spoor::mark_code {

std::uint8_t bias_of(std::uint16_t draw) noexcept {
  constexpr std::uint16_t kOuter = 21759;   // .33201 of 65,536
  constexpr std::uint16_t kMiddle = 22018;  // .33598
  constexpr std::uint8_t kLow = 29;         // .1127 of 256
  constexpr std::uint8_t kHalf = 128;
  if (draw < kOuter) return kLow;
  return draw < kOuter + kMiddle ? kHalf : static_cast<std::uint8_t>(256 - kLow);
}

}  // namespace spoor::mark_code
