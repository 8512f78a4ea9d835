#include "watermark/mark/polar.hpp"

#include <algorithm>

namespace spoor::mark_code {
namespace {

// Reliability of an input by polarisation weight, sum of 2^(k/4) over its set bits k (He et al.,
// "beta-expansion", GLOBECOM 2017): needs no channel. Integers, so that every machine sorts alike.
constexpr std::array<std::uint32_t, kPolarStages> kWeights = {1000000, 1189207, 1414214, 1681793, 2000000,
                                                              2378414, 2828427, 3363586, 4000000, 4756828};

constexpr std::uint32_t weight(std::uint16_t index) {
  std::uint32_t sum = 0;
  for (std::size_t k = 0; k < kPolarStages; ++k)
    if (((index >> k) & 1U) != 0) sum += kWeights[k];
  return sum;
}

constexpr std::array<std::uint16_t, kInfoBits> choose_info() {
  std::array<std::uint16_t, kPolarLength> order{};
  for (std::size_t i = 0; i < kPolarLength; ++i) order[i] = static_cast<std::uint16_t>(i);
  std::sort(order.begin(), order.end(), [](std::uint16_t i, std::uint16_t j) {
    return weight(i) != weight(j) ? weight(i) > weight(j) : i > j;
  });
  std::array<std::uint16_t, kInfoBits> best{};
  std::copy_n(order.begin(), kInfoBits, best.begin());
  std::sort(best.begin(), best.end());
  return best;
}
constexpr auto kInfo = choose_info();

// Inside a word, stage k adds each bit with bit k of its index set onto its partner below.
constexpr std::array<std::uint64_t, 6> kLowerHalf = {0x5555555555555555ULL, 0x3333333333333333ULL,
                                                     0x0F0F0F0F0F0F0F0FULL, 0x00FF00FF00FF00FFULL,
                                                     0x0000FFFF0000FFFFULL, 0x00000000FFFFFFFFULL};

}  // namespace

const std::array<std::uint16_t, kInfoBits>& info_indices() noexcept {
  return kInfo;
}

std::uint16_t crc16(std::uint64_t payload) noexcept {
  std::uint32_t crc = 0;
  for (unsigned byte = 0; byte < 8; ++byte) {
    crc ^= static_cast<std::uint32_t>((payload >> (56 - 8 * byte)) & 0xFF) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1) ^ 0x1021U : crc << 1;
  }
  return static_cast<std::uint16_t>(crc);
}

Codeword polar_encode(std::uint64_t payload) noexcept {
  Codeword x{};
  const std::uint64_t crc = crc16(payload);
  for (std::size_t k = 0; k < kInfoBits; ++k) {
    const std::uint64_t bit = k < kPayloadBits ? (payload >> k) & 1U : (crc >> (k - kPayloadBits)) & 1U;
    x[kInfo[k] / 64] |= bit << (kInfo[k] % 64);
  }
  for (std::size_t k = 0; k < kLowerHalf.size(); ++k)
    for (std::uint64_t& word : x) word ^= (word >> (1U << k)) & kLowerHalf[k];
  for (std::size_t step = 1; step < x.size(); step *= 2)
    for (std::size_t i = 0; i < x.size(); ++i)
      if ((i & step) == 0) x[i] ^= x[i + step];
  return x;
}

}  // namespace spoor::mark_code
