// Where keys, tokens and salts come from. Programs use the operating system's generator; tests inject a
// seeded stream through the library, never through an option.
#pragma once

#include <cstdint>
#include <span>

#include "watermark/seal/error.hpp"

namespace spoor::seal_write {

class RandomSource {
 public:
  RandomSource() = default;
  RandomSource(const RandomSource&) = delete;
  RandomSource& operator=(const RandomSource&) = delete;
  virtual ~RandomSource() = default;
  /// Fills out with unpredictable bytes. Error: io.
  [[nodiscard]] virtual seal::Result<void> fill(std::span<std::uint8_t> out) = 0;
};

/// getrandom(2).
class SystemRandom final : public RandomSource {
 public:
  [[nodiscard]] seal::Result<void> fill(std::span<std::uint8_t> out) override;
};

}  // namespace spoor::seal_write
