#include "watermark/mark/polar.hpp"

namespace spoor::mark_code {
namespace {

// The 80 most reliable inputs by polarisation weight, sum of 2^(k/4) over an index's set bits k (He et al.,
// "beta-expansion", GLOBECOM 2017), which needs no channel: pages erase and weigh positions in every way.
constexpr std::array<std::uint16_t, kInfoBits> kInfo = {
    509,  510,  511,  751,  759,  763,  765,  766,  767,  863,  879,  886,  887,  889,  890,  891,
    892,  893,  894,  895,  927,  941,  942,  943,  947,  949,  950,  951,  953,  954,  955,  956,
    957,  958,  959,  971,  973,  974,  975,  979,  981,  982,  983,  984,  985,  986,  987,  988,
    989,  990,  991,  995,  996,  997,  998,  999,  1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007,
    1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020, 1021, 1022, 1023};

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
