// Fingerprints: hashes of k consecutive tokens. Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms
// for Document Fingerprinting" (SIGMOD 2003) thin them so that an index of all documents stays small; here
// the leak is small and the archive streams past it, so that its noise threshold k is kept and every
// fingerprint of the leak counts (their window w = 1): a leak with many changes has none to spare.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "watermark/trace/leak/tokens.hpp"

namespace spoor::leak {

/// Of k tokens' names: at one changed token in five, one fingerprint in four (.8^6) survives.
inline constexpr std::size_t kNameGram = 6;
/// Of k tokens' shapes, where names were changed: shapes tell less a token, so more of them.
inline constexpr std::size_t kShapeGram = 12;

/// Calls each(hash, index of the last token, k) for every fingerprint: of names and of shapes, told apart by
/// hash.
template <typename Each>
void each_gram(std::span<const Token> tokens, const Each& each) {
  // Rabin and Karp's rolling hash modulo 2^64 over names that are hashes already.
  constexpr std::uint64_t kBase = 0xD1342543DE82EF95ULL;
  const auto power = [](std::size_t k) {
    std::uint64_t out = 1;
    for (std::size_t i = 0; i < k; ++i) out *= kBase;
    return out;
  };
  constexpr std::uint64_t kShapes = 0x5851F42D4C957F2DULL;
  const std::uint64_t name_out = power(kNameGram), shape_out = power(kShapeGram);
  std::uint64_t names = 0, shapes = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    names = names * kBase + tokens[i].name;
    shapes = shapes * kBase + tokens[i].shape;
    if (i >= kNameGram) names -= name_out * tokens[i - kNameGram].name;
    if (i >= kShapeGram) shapes -= shape_out * tokens[i - kShapeGram].shape;
    if (i + 1 >= kNameGram) each(names, i, kNameGram);
    if (i + 1 >= kShapeGram) each(shapes ^ kShapes, i, kShapeGram);
  }
}

/// Where a fingerprint occurs in a leak.
struct Hit {
  std::uint32_t leak = 0;
  std::uint32_t gram = 0;      ///< number within its leak
  std::uint32_t position = 0;  ///< of the source's token
};

/// The fingerprints of several leaks, to stream an archive past.
class Fingerprints {
 public:
  explicit Fingerprints(std::span<const std::vector<Token>> leaks);

  /// Appends what of the leaks occurs in a file's tokens, by position.
  void scan(std::span<const Token> tokens, std::vector<Hit>& hits) const;
  [[nodiscard]] std::size_t grams(std::size_t leak) const { return grams_[leak]; }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t leak = 0;
    std::uint32_t gram = 0;
  };
  static constexpr unsigned kFilterBits = 22;  // 512 KiB: stays in the second-level cache
  [[nodiscard]] static std::size_t filter_slot(std::uint64_t hash) noexcept;

  std::vector<Entry> entries_;      ///< by hash
  std::vector<std::size_t> grams_;  ///< of each leak
  std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>((std::size_t{1} << kFilterBits) / 64);
};

}  // namespace spoor::leak
