#include "watermark/mark/name_scorer.hpp"

#include <bit>
#include <cstdlib>

#if defined(__x86_64__) && !defined(SPOOR_NO_MULTIVERSION)
#define SPOOR_MARK_X86 1
#include <immintrin.h>
#endif

namespace spoor::mark_code {
namespace {

using Payloads = std::array<std::uint64_t, kNameLanes>;
constexpr std::size_t kAllPlanes = kFinePlanes + kCoarsePlanes;

[[gnu::always_inline]] inline void permute(const Speck64& cipher, const Payloads& packed,
                                           Payloads& out) noexcept {
  alignas(64) std::array<std::uint32_t, kNameLanes> x;
  alignas(64) std::array<std::uint32_t, kNameLanes> y;
  for (std::size_t i = 0; i < kNameLanes; ++i) {
    x[i] = static_cast<std::uint32_t>(packed[i] >> 32);
    y[i] = static_cast<std::uint32_t>(packed[i]);
  }
  constexpr std::size_t kAtOnce = 32;  // two vector registers a half: hides the rounds' latency
  for (std::size_t i = 0; i < kNameLanes; i += kAtOnce) cipher.encrypt_lanes<kAtOnce>(&x[i], &y[i]);
  for (std::size_t i = 0; i < kNameLanes; ++i) out[i] = (std::uint64_t{x[i]} << 32) | y[i];
}

// Weighted disagreements become a score: T = total - 2 * sum over disagreeing positions of the weight.
[[gnu::always_inline]] inline void correlate(const NamePlanes& p, const Payloads& payloads,
                                             NameScores& out) noexcept {
  for (std::size_t lane = 0; lane < kNameLanes; ++lane) {
    Codeword word = p.base;
    for (std::size_t k = 0; k < p.words.size(); ++k) {
      const Codeword& part = p.words[k][(payloads[lane] >> (4 * k)) & 15U];
      for (std::size_t i = 0; i < word.size(); ++i) word[i] ^= part[i];
    }
    std::array<std::int32_t, 2> lost{};
    for (std::size_t b = kAllPlanes; b-- > 0;) {
      int count = 0;
      for (std::size_t i = 0; i < word.size(); ++i) count += std::popcount(word[i] & p.planes[b][i]);
      std::int32_t& sum = lost[b < kFinePlanes ? 0 : 1];
      sum = 2 * sum + count;
    }
    out.fine[lane] = p.fine_total - 2 * lost[0];
    out.coarse[lane] = p.coarse_total - 2 * lost[1];
  }
}

void score_portable(const Speck64& cipher, const NamePlanes& p, const Payloads& packed,
                    NameScores& out) noexcept {
  Payloads payloads;
  permute(cipher, packed, payloads);
  correlate(p, payloads, out);
}

#ifdef SPOOR_MARK_X86
[[gnu::target("avx2,popcnt")]] void score_avx2(const Speck64& cipher, const NamePlanes& p,
                                               const Payloads& packed, NameScores& out) noexcept {
  Payloads payloads;
  permute(cipher, packed, payloads);
  correlate(p, payloads, out);
}

// Eight words of a codeword in one 512-bit register. Operators instead of intrinsics where there is one: g++
// 12 warns inside its own header for those that leave a register undefined.
using Octet [[gnu::vector_size(64), gnu::may_alias]] = long long;

[[gnu::target("avx512f,avx512vpopcntdq"), gnu::always_inline]] inline Octet load(
    const std::uint64_t* words) noexcept {
  return *reinterpret_cast<const Octet*>(words);
}

[[gnu::target("avx512f,avx512vpopcntdq"), gnu::always_inline]] inline Octet ones(
    const Octet& words) noexcept {
  return reinterpret_cast<Octet>(_mm512_popcnt_epi64(reinterpret_cast<__m512i>(words)));
}

// The same with two registers a codeword and the vector population count.
[[gnu::target("avx512f,avx512vpopcntdq")]] void score_avx512(const Speck64& cipher, const NamePlanes& p,
                                                             const Payloads& packed,
                                                             NameScores& out) noexcept {
  Payloads payloads;
  permute(cipher, packed, payloads);
  for (std::size_t lane = 0; lane < kNameLanes; ++lane) {
    Octet low = load(&p.base[0]);
    Octet high = load(&p.base[8]);
    std::uint64_t payload = payloads[lane];
    for (std::size_t k = 0; k < p.words.size(); ++k, payload >>= 4) {
      const Codeword& part = p.words[k][payload & 15U];
      low ^= load(&part[0]);
      high ^= load(&part[8]);
    }
    Octet fine{};
    Octet coarse{};
    for (std::size_t b = kAllPlanes; b-- > kFinePlanes;)
      coarse += coarse + ones(low & load(&p.planes[b][0])) + ones(high & load(&p.planes[b][8]));
    for (std::size_t b = kFinePlanes; b-- > 0;)
      fine += fine + ones(low & load(&p.planes[b][0])) + ones(high & load(&p.planes[b][8]));
    // Both sums stay below 2^31: one reduction serves the two, the second in the upper half.
    const Octet both = fine | (coarse << 32);
    long long sums = 0;
    for (int i = 0; i < 8; ++i) sums += both[i];
    out.fine[lane] = p.fine_total - 2 * static_cast<std::int32_t>(sums & 0xFFFFFFFF);
    out.coarse[lane] = p.coarse_total - 2 * static_cast<std::int32_t>(sums >> 32);
  }
}
#endif

// Bit b of every weight's magnitude, in code order.
void fill_planes(const Coder::State& state, std::span<const std::int8_t, kPolarLength> weights,
                 std::size_t count, Codeword* planes, std::int32_t& total) noexcept {
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const auto magnitude = static_cast<std::uint32_t>(std::abs(weights[state.place[i]]));
    total += static_cast<std::int32_t>(magnitude);
    for (std::size_t b = 0; b < count; ++b)
      planes[b][i / 64] |= std::uint64_t{(magnitude >> b) & 1U} << (i % 64);
  }
}

}  // namespace

NameScorer::NameScorer(const Coder::State& state, std::span<const std::int8_t, kPolarLength> fine,
                       std::span<const std::int8_t, kPolarLength> coarse)
    : permutation_(state.permutation), planes_{} {
  for (std::size_t k = 0; k < planes_.words.size(); ++k)
    for (std::uint64_t v = 0; v < planes_.words[k].size(); ++v)
      planes_.words[k][v] = polar_encode(v << (4 * k));
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const std::size_t position = state.place[i];
    const std::uint64_t masked = (state.mask[position / 64] >> (position % 64)) & 1U;
    const std::uint64_t plus = fine[position] > 0 ? 1U : 0U;
    planes_.base[i / 64] |= (masked ^ plus) << (i % 64);
  }
  fill_planes(state, fine, kFinePlanes, planes_.planes.data(), planes_.fine_total);
  fill_planes(state, coarse, kCoarsePlanes, planes_.planes.data() + kFinePlanes, planes_.coarse_total);
}

void NameScorer::score(const std::array<std::uint64_t, kNameLanes>& packed, NameScores& out) const noexcept {
#ifdef SPOOR_MARK_X86
  if (__builtin_cpu_supports("avx512vpopcntdq")) return score_avx512(permutation_, planes_, packed, out);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
    return score_avx2(permutation_, planes_, packed, out);
#endif
  score_portable(permutation_, planes_, packed, out);
}

}  // namespace spoor::mark_code
