#include "watermark/trace/leak/fingerprints.hpp"

#include <algorithm>

namespace spoor::leak {
namespace {

/// Whether a fingerprint tells anything: prose is nothing but words, a table nothing but commas.
bool tells(std::span<const Token> gram) {
  std::size_t words = 0;
  for (const Token& token : gram)
    if (token.kind == TokenKind::word || token.kind == TokenKind::number) ++words;
  const bool shapes = gram.size() == kShapeGram;
  return shapes ? gram.size() - words >= 4 : words >= 2;
}

}  // namespace

std::size_t Fingerprints::filter_slot(std::uint64_t hash) noexcept {
  return (hash * 0x9E3779B97F4A7C15ULL) >> (64U - kFilterBits);
}

Fingerprints::Fingerprints(std::span<const std::vector<Token>> leaks) {
  for (std::size_t leak = 0; leak < leaks.size(); ++leak) {
    const std::span<const Token> tokens = leaks[leak];
    std::vector<std::uint64_t> hashes;
    each_gram(tokens, [&](std::uint64_t hash, std::size_t last, std::size_t k) {
      if (tells(tokens.subspan(last + 1 - k, k))) hashes.push_back(hash);
    });
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    for (std::size_t i = 0; i < hashes.size(); ++i)
      entries_.push_back({hashes[i], static_cast<std::uint32_t>(leak), static_cast<std::uint32_t>(i)});
    grams_.push_back(hashes.size());
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& one, const Entry& other) {
    return one.hash != other.hash ? one.hash < other.hash : one.leak < other.leak;
  });
  for (const Entry& entry : entries_) {
    const std::size_t slot = filter_slot(entry.hash);
    filter_[slot / 64] |= std::uint64_t{1} << slot % 64;
  }
}

void Fingerprints::scan(std::span<const Token> tokens, std::vector<Hit>& hits) const {
  each_gram(tokens, [&](std::uint64_t hash, std::size_t last, std::size_t) {
    const std::size_t slot = filter_slot(hash);
    if ((filter_[slot / 64] >> slot % 64 & 1U) == 0) return;
    auto at = std::lower_bound(entries_.begin(), entries_.end(), hash,
                               [](const Entry& entry, std::uint64_t key) { return entry.hash < key; });
    for (; at != entries_.end() && at->hash == hash; ++at)
      hits.push_back({at->leak, at->gram, static_cast<std::uint32_t>(last)});
  });
}

}  // namespace spoor::leak
