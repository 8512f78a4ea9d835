// Numbers drawn by place: each is a function of a key and an index, so that no order of work changes one.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace spoor::camera {

/// The finaliser of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
[[nodiscard]] constexpr std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

/// The key of one named use of a seed: a new name never changes what the others draw. (FNV-1a of the name.)
[[nodiscard]] constexpr std::uint64_t stream_key(std::uint64_t seed, std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
  return scramble(scramble(seed) ^ hash);
}

/// Uniform in [0, 1).
[[nodiscard]] constexpr double uniform(std::uint64_t key, std::uint64_t index) {
  return static_cast<double>(scramble(key + scramble(index)) >> 11U) * 0x1p-53;
}

/// Two independent standard normal numbers (Box and Muller, 1958), up to 6.7 either way.
[[nodiscard]] inline std::array<float, 2> normals(std::uint64_t key, std::uint64_t index) {
  const std::uint64_t bits = scramble(key + scramble(index));
  const float radius = std::sqrt(-2.0F * std::log((static_cast<float>(bits >> 32U) + 1.0F) * 0x1p-32F));
  const float angle =
      2.0F * std::numbers::pi_v<float> * (static_cast<float>((bits & 0xffffffffU) >> 8U) * 0x1p-24F);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

}  // namespace spoor::camera
