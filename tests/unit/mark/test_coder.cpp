// The streams, permutation, CRC, polar code and tables. The vectors are a format.
#include <bit>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/streams.hpp"

using namespace spoor;
using namespace spoor::mark_code;

TEST_CASE("Speck64/128 gives its paper's vector and inverts", "[permutation][vector]") {
  const Speck64 cipher({0x03020100, 0x0B0A0908, 0x13121110, 0x1B1A1918});
  CHECK(cipher.encrypt(0x3B7265747475432DULL) == 0x8C6FA548454E028BULL);
  test::Rng rng(1);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t block = rng();
    CHECK(cipher.decrypt(cipher.encrypt(block)) == block);
  }
}

TEST_CASE("lanes encrypt as single blocks do", "[permutation]") {
  const Speck64 cipher({1, 2, 3, 4});
  test::Rng rng(2);
  std::array<std::uint32_t, 8> x{};
  std::array<std::uint32_t, 8> y{};
  std::array<std::uint64_t, 8> expected{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<std::uint32_t>(rng());
    y[i] = static_cast<std::uint32_t>(rng());
    expected[i] = cipher.encrypt((std::uint64_t{x[i]} << 32) | y[i]);
  }
  cipher.encrypt_lanes<8>(x.data(), y.data());
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(((std::uint64_t{x[i]} << 32) | y[i]) == expected[i]);
}

TEST_CASE("CRC-16/XMODEM gives its published check value", "[crc][vector]") {
  // The check value 0x31C3 is of "123456789"; eight of its bytes fit here: the CRC of "12345678" is 0x9015.
  CHECK(crc16(0x3132333435363738ULL) == 0x9015);
  CHECK(crc16(0) == 0);
}

TEST_CASE("the polar code is linear and its codewords are frozen", "[polar][vector]") {
  CHECK(test::digest(polar_encode(0x0123456789ABCDEFULL)) == 0x251D6ABED550CF25ULL);
  test::Rng rng(3);
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t p = rng();
    const std::uint64_t q = rng();
    const Codeword x = polar_encode(p);
    const Codeword y = polar_encode(q);
    const Codeword z = polar_encode(p ^ q);
    for (std::size_t w = 0; w < z.size(); ++w) CHECK((x[w] ^ y[w]) == z[w]);
  }
}

TEST_CASE("no light codewords: two names differ in many places", "[polar]") {
  test::Rng rng(4);
  int lightest = 1024;
  const auto weigh = [&](std::uint64_t payload) {
    int weight = 0;
    for (const std::uint64_t word : polar_encode(payload)) weight += std::popcount(word);
    lightest = std::min(lightest, weight);
  };
  for (std::size_t i = 0; i < 64; ++i)
    for (std::size_t j = 0; j <= i; ++j) weigh((std::uint64_t{1} << i) | (std::uint64_t{1} << j));
  for (int i = 0; i < 100000; ++i) weigh(rng() | 1);
  CHECK(lightest >= 64);
}

TEST_CASE("named streams are frozen, distinct and extendable", "[streams][vector]") {
  MarkKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  const auto stream = named_stream(key, "name mask", 128);
  const auto longer = named_stream(key, "name mask", 300);
  const auto other = named_stream(key, "name interleaver", 128);
  REQUIRE((stream && longer && other));
  CHECK(std::vector<std::uint8_t>(longer->begin(), longer->begin() + 128) == *stream);
  CHECK(*other != *stream);
  std::vector<std::uint64_t> words(stream->begin(), stream->end());
  CHECK(test::digest(words) == 0x6D0CBC2B5D64B42EULL);
}

TEST_CASE("tables are frozen", "[coder][vector]") {
  const Coder coder = test::make_coder(1);
  CHECK(test::digest(test::table_a(coder, 0x123456789ABCULL, 7)) == 0x3D787749EFCE0132ULL);
  CHECK(test::digest(test::table_a(coder, 0, 0)) == 0xA5B5EBD02518D0B6ULL);
  CHECK(test::digest(test::table_b(coder, 0x123456789ABCULL)) == 0x1EC2ABB0DCB6CD16ULL);
}

TEST_CASE("table A is the masked, interleaved codeword of E(token | slot)", "[coder]") {
  const Coder coder = test::make_coder(2);
  const auto& state = coder.state();
  const Codeword word =
      polar_encode(state.permutation.encrypt((std::uint64_t{0xABCDEF012345ULL} << 16) | 99));
  const auto table = test::table_a(coder, 0xABCDEF012345ULL, 99);
  std::array<int, kPolarLength> hit{};
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const std::size_t at = state.place[i];
    ++hit[at];
    const auto bit = [&](const auto& words, std::size_t j) { return (words[j / 64] >> (j % 64)) & 1U; };
    CHECK(bit(table, at) == (bit(word, i) ^ bit(state.mask, at)));
  }
  for (const int count : hit) CHECK(count == 1);  // the interleaver is a permutation
}

TEST_CASE("signs of code B follow the biases", "[coder]") {
  const Coder coder = test::make_coder(3);
  constexpr int kSessions = 200;
  std::array<double, 257> plus{};
  std::array<double, 257> all{};
  for (std::uint64_t token = 1; token <= kSessions; ++token) {
    const auto table = test::table_b(coder, token * 0x9E3779B97ULL);
    for (std::size_t j = 0; j < mark::kPositionsB; ++j) {
      const std::uint8_t bias = coder.state().bias[j];
      all[bias] += 1;
      plus[bias] += test::sign_at(table, j) > 0 ? 1 : 0;
    }
  }
  std::size_t kinds = 0;
  for (std::size_t bias = 0; bias < all.size(); ++bias) {
    if (all[bias] == 0) continue;
    ++kinds;
    const double p = static_cast<double>(bias) / kBiasScale;
    const double sigma = std::sqrt(p * (1 - p) / all[bias]);
    CHECK(std::abs(plus[bias] / all[bias] - p) < 5 * sigma);
    CHECK(all[bias] / (kSessions * static_cast<double>(mark::kPositionsB)) == Approx(0.333).margin(0.01));
  }
  CHECK(kinds == 3);
}

TEST_CASE("tables of other slots, tokens and keys are unrelated", "[coder]") {
  const Coder coder = test::make_coder(4);
  const Coder stranger = test::make_coder(5);
  const auto distance = [](std::span<const std::uint64_t> x, std::span<const std::uint64_t> y) {
    int bits = 0;
    for (std::size_t i = 0; i < x.size(); ++i) bits += std::popcount(x[i] ^ y[i]);
    return bits;
  };
  const auto own = test::table_a(coder, 77, 3);
  for (std::uint16_t slot = 4; slot < 100; ++slot)
    CHECK(std::abs(distance(own, test::table_a(coder, 77, slot)) - 512) < 160);  // 10 standard deviations
  CHECK(std::abs(distance(own, test::table_a(coder, 78, 3)) - 512) < 160);
  CHECK(std::abs(distance(own, test::table_a(stranger, 77, 3)) - 512) < 160);
  CHECK(test::table_b(coder, 77) != test::table_b(coder, 78));
}
