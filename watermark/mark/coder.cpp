#include "watermark/mark/coder.hpp"

#include <utility>

#include "watermark/mark/biases.hpp"
#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/streams.hpp"

namespace spoor::mark_code {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::uint64_t load_le(const Bytes& bytes, std::size_t at, std::size_t count) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
  return value;
}

Speck64 cipher_from(const Bytes& bytes) noexcept {
  Speck64::Key key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint32_t>(load_le(bytes, 4 * i, 4));
  return Speck64(key);
}

// Fisher-Yates; 32 bits scaled to a range of at most 1024 leave a bias below 2^-22.
std::array<std::uint16_t, kPolarLength> shuffled(const Bytes& bytes) noexcept {
  std::array<std::uint16_t, kPolarLength> place{};
  for (std::size_t i = 0; i < kPolarLength; ++i) place[i] = static_cast<std::uint16_t>(i);
  for (std::size_t i = kPolarLength; i-- > 1;) {
    const std::uint64_t j = (load_le(bytes, 4 * i, 4) * (i + 1)) >> 32;
    std::swap(place[i], place[j]);
  }
  return place;
}

}  // namespace

tl::expected<Coder, CodeError> Coder::create(const MarkKey& key) {
  constexpr std::size_t kCipherKey = 16;
  auto permutation = named_stream(key, "name permutation", kCipherKey);
  auto draws = named_stream(key, "collusion draws", kCipherKey);
  auto mask = named_stream(key, "name mask", kPolarLength / 8);
  auto places = named_stream(key, "name interleaver", kPolarLength * 4);
  auto biases = named_stream(key, "collusion biases", mark::kPositionsB * 2);
  for (const auto* stream : {&permutation, &draws, &mask, &places, &biases})
    if (!*stream) return tl::unexpected(stream->error());

  State state{cipher_from(*permutation), cipher_from(*draws), {}, shuffled(*places), {}};
  for (std::size_t i = 0; i < state.mask.size(); ++i) state.mask[i] = load_le(*mask, 8 * i, 8);
  state.bias.resize(mark::kPositionsB);
  for (std::size_t j = 0; j < state.bias.size(); ++j)
    state.bias[j] = bias_of(static_cast<std::uint16_t>(load_le(*biases, 2 * j, 2)));
  return Coder(std::make_shared<const State>(std::move(state)));
}

void Coder::table_a(std::uint64_t token, std::uint16_t slot,
                    std::span<std::uint64_t, mark::kPositionsA / 64> out) const noexcept {
  const Codeword word = polar_encode(state_->permutation.encrypt(State::packed(token, slot)));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = state_->mask[i];
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const std::uint64_t bit = (word[i / 64] >> (i % 64)) & 1U;
    const std::size_t at = state_->place[i];
    out[at / 64] ^= bit << (at % 64);
  }
}

void Coder::table_b(std::uint64_t token,
                    std::span<std::uint64_t, mark::kPositionsB / 64> out) const noexcept {
  constexpr std::size_t kBlocksPerWord = 64 / kDrawsPerBlock;
  for (std::size_t word = 0; word < out.size(); ++word) {
    std::uint64_t signs = 0;
    for (std::size_t k = 0; k < kBlocksPerWord; ++k) {
      const std::uint64_t block = state_->draws.encrypt(State::draw_input(token, word * kBlocksPerWord + k));
      for (std::size_t byte = 0; byte < kDrawsPerBlock; ++byte) {
        const std::size_t bit = k * kDrawsPerBlock + byte;
        const bool plus = ((block >> (8 * byte)) & 0xFF) < state_->bias[word * 64 + bit];
        signs |= std::uint64_t{plus} << bit;
      }
    }
    out[word] = signs;
  }
}

}  // namespace spoor::mark_code
