#include "watermark/seal/random.hpp"

#include "watermark/seal/system_random.hpp"

namespace spoor::seal_write {

seal::Result<void> SystemRandom::fill(std::span<std::uint8_t> out) {
  return seal::system_random(out);
}

}  // namespace spoor::seal_write
