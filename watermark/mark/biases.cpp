#include "watermark/mark/biases.hpp"

#include <cmath>
#include <numbers>

namespace spoor::mark_code {

std::uint8_t bias_of(std::uint16_t draw) noexcept {
  constexpr double kCutOff = 0.02;
  const double low = std::asin(std::sqrt(kCutOff));
  const double r = low + (draw + 0.5) / 65536.0 * (std::numbers::pi / 2 - 2 * low);
  const double p = std::sin(r) * std::sin(r);
  return static_cast<std::uint8_t>(std::lround(p * 256.0));
}

}  // namespace spoor::mark_code
