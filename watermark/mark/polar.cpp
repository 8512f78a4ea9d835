#include "watermark/mark/polar.hpp"

#include <bit>

namespace spoor::mark_code {
namespace {

// The 80 most reliable inputs by polarisation weight, sum of 2^(k/4) over an index's set bits k (He et al.,
// "beta-expansion", GLOBECOM 2017), which needs no channel: pages erase and weigh positions in every way. The
// best 64 carry the payload, the other 16 the CRC.
constexpr std::array<std::uint16_t, kPayloadBits> kPayloadInputs = {
    511,  763,  765,  766,  767,  879,  887,  891,  892,  893,  894,  895,  927,  943,  950,  951,
    953,  954,  955,  956,  957,  958,  959,  973,  974,  975,  979,  981,  982,  983,  985,  986,
    987,  988,  989,  990,  991,  995,  997,  998,  999,  1001, 1002, 1003, 1004, 1005, 1006, 1007,
    1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020, 1021, 1022, 1023};
constexpr std::array<std::uint16_t, kCrcBits> kCheckInputs = {509, 510, 751, 759, 863, 886, 889, 890,
                                                              941, 942, 947, 949, 971, 984, 996, 1000};

// Bit k of the CRC of the payload bits that are decoded before this check.
std::uint64_t covered(std::size_t k) noexcept {
  std::uint64_t mask = 0;
  for (std::size_t bit = 0; bit < kPayloadBits; ++bit)
    if (kPayloadInputs[bit] < kCheckInputs[k])
      mask |= std::uint64_t{(crc16(std::uint64_t{1} << bit) >> k) & 1U} << bit;
  return mask;
}

std::array<Input, kPolarLength> make_inputs() noexcept {
  std::array<Input, kPolarLength> inputs{};
  for (std::size_t bit = 0; bit < kPayloadBits; ++bit)
    inputs[kPayloadInputs[bit]] = {InputKind::payload, static_cast<std::uint8_t>(bit), 0};
  for (std::size_t k = 0; k < kCrcBits; ++k)  // one that precedes all payload is zero
    if (const std::uint64_t covers = covered(k); covers != 0)
      inputs[kCheckInputs[k]] = {InputKind::check, 0, covers};
  return inputs;
}

// Inside a word, stage k adds each bit with bit k of its index set onto its partner below.
constexpr std::array<std::uint64_t, 6> kLowerHalf = {0x5555555555555555ULL, 0x3333333333333333ULL,
                                                     0x0F0F0F0F0F0F0F0FULL, 0x00FF00FF00FF00FFULL,
                                                     0x0000FFFF0000FFFFULL, 0x00000000FFFFFFFFULL};

}  // namespace

const std::array<Input, kPolarLength>& polar_inputs() noexcept {
  static const auto inputs = make_inputs();
  return inputs;
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
  const auto& inputs = polar_inputs();
  for (std::size_t i = kCheckInputs.front(); i < kPolarLength; ++i) {
    const Input& input = inputs[i];
    std::uint64_t bit = 0;
    if (input.kind == InputKind::payload) bit = (payload >> input.bit) & 1U;
    if (input.kind == InputKind::check)
      bit = static_cast<std::uint64_t>(std::popcount(payload & input.covers)) & 1U;
    x[i / 64] |= bit << (i % 64);
  }
  for (std::size_t k = 0; k < kLowerHalf.size(); ++k)
    for (std::uint64_t& word : x) word ^= (word >> (1U << k)) & kLowerHalf[k];
  for (std::size_t step = 1; step < x.size(); step *= 2)
    for (std::size_t i = 0; i < x.size(); ++i)
      if ((i & step) == 0) x[i] ^= x[i + step];
  return x;
}

}  // namespace spoor::mark_code
