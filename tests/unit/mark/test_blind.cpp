// Blind decoding: what was drawn is read back, through erasures and noise; a wrong key reads nothing.
#include <algorithm>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/blind.hpp"
#include "watermark/mark/list_decoder.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

bool holds(const std::vector<BlindCandidate>& found, const Payload& payload) {
  return std::any_of(found.begin(), found.end(), [&](const auto& c) { return c.payload == payload; });
}

Payload random_payload(test::Rng& rng) {
  return {rng() & kTokenMax, static_cast<std::uint16_t>(rng())};
}

SoftChips capture(const Coder& coder, const Payload& payload, const test::Page& page, double snr,
                  test::Rng& rng) {
  return test::measured(page, snr, rng, test::table_a(coder, payload.token, payload.slot),
                        test::TableB(mark::kPositionsB / 64));
}

}  // namespace

TEST_CASE("the decoder inverts the encoder from a small part of the codeword", "[decoder]") {
  test::Rng rng(1);
  ListDecoder decoder(32);
  for (int i = 0; i < 50; ++i) {
    const std::uint64_t payload = rng();
    const Codeword word = polar_encode(payload);
    std::array<float, kPolarLength> soft{};
    std::size_t seen = 0;
    for (std::size_t j = 0; j < kPolarLength; ++j)
      if (rng() % 100 < 15) {
        soft[j] = ((word[j / 64] >> (j % 64)) & 1U) != 0 ? -0.999F : 0.999F;
        ++seen;
      }
    const auto paths = decoder.decode(soft);
    REQUIRE(!paths.empty());
    const bool found = std::any_of(paths.begin(), paths.end(),
                                   [&](const DecodedPath& path) { return path.payload == payload; });
    INFO("positions seen: " << seen);
    CHECK((found || seen < 110));
    CHECK(std::is_sorted(paths.begin(), paths.end(),
                         [](const auto& a, const auto& b) { return a.metric < b.metric; }));
  }
}

TEST_CASE("one decoder decodes many words alike", "[decoder]") {
  test::Rng rng(2);
  std::array<float, kPolarLength> soft{};
  for (float& t : soft) t = static_cast<float>(static_cast<int>(rng() % 2001) - 1000) / 1500.0F;
  ListDecoder used(16);
  std::array<float, kPolarLength> other{};
  other.fill(0.5F);
  (void)used.decode(other);
  const auto again = used.decode(soft);
  const auto fresh = ListDecoder(16).decode(soft);
  REQUIRE(again.size() == fresh.size());
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    CHECK(again[i].payload == fresh[i].payload);
    CHECK(again[i].metric == fresh[i].metric);
  }
}

TEST_CASE("the best path's metric is its exact cost", "[decoder]") {
  const std::uint64_t payload = 0x0F1E2D3C4B5A6978ULL;
  const Codeword word = polar_encode(payload);
  std::array<float, kPolarLength> soft{};
  double expected = 0;
  for (std::size_t j = 0; j < kPolarLength; ++j) {
    const bool bit = ((word[j / 64] >> (j % 64)) & 1U) != 0;
    soft[j] = j % 3 == 0 ? (bit ? -0.9F : 0.9F) : 0.0F;
    expected -= std::log(0.5 * (1 + std::abs(static_cast<double>(soft[j]))));
  }
  const auto paths = ListDecoder(8).decode(soft);
  REQUIRE(paths.front().payload == payload);
  // The chain rule holds bit by bit: what remains is the clamp of certain soft bits and float rounding.
  CHECK(paths.front().metric == Approx(expected).margin(0.01));
}

TEST_CASE("a capture is read back blind", "[blind]") {
  const Coder coder = test::make_coder(10);
  test::Rng rng(3);
  int found = 0;
  constexpr int kTrials = 40;
  for (int i = 0; i < kTrials; ++i) {
    const Payload payload = random_payload(rng);
    const auto chips = capture(coder, payload, test::random_page(rng, 240, 0), 1, rng);
    const auto candidates = decode_blind(coder, chips);
    if (holds(candidates, payload)) ++found;
    if (!candidates.empty() && candidates.front().log10_p_corrected < kBlindSignificant)
      CHECK(candidates.front().payload == payload);
  }
  CHECK(found >= 38);
}

TEST_CASE("the retry finds what the first list lost", "[blind]") {
  const Coder coder = test::make_coder(11);
  test::Rng rng(4);
  int first = 0;
  int second = 0;
  for (int i = 0; i < 60; ++i) {
    const Payload payload = random_payload(rng);
    const auto chips = capture(coder, payload, test::random_page(rng, 130, 0), 1, rng);
    BlindOptions options;
    options.known = [&](const Payload& p) { return p == payload; };
    options.retry_size = 0;
    first += holds(decode_blind(coder, chips, options), payload) ? 1 : 0;
    options.retry_size = 256;
    second += holds(decode_blind(coder, chips, options), payload) ? 1 : 0;
  }
  CHECK(second > first);
}

TEST_CASE("no chip, no candidate", "[blind]") {
  const Coder coder = test::make_coder(12);
  CHECK(decode_blind(coder, SoftChips{}).empty());
  SoftChips broken;
  broken.a[5] = 7;
  broken.unit_a = 0;
  CHECK(decode_blind(coder, broken).empty());
}

TEST_CASE("the wrong key and unmarked pages give nothing significant", "[blind]") {
  const Coder right = test::make_coder(13);
  const Coder wrong = test::make_coder(14);
  test::Rng rng(5);
  for (int i = 0; i < 200; ++i) {
    const Payload payload = random_payload(rng);
    const auto page = test::random_page(rng, 500, 0);
    const auto chips = i % 2 == 0
                           ? capture(right, payload, page, 2, rng)
                           : test::measured_drawn(
                                 page, 2, rng, [](std::size_t) { return 0; }, [](std::size_t) { return 0; });
    BlindOptions options;
    options.retry_size = i < 20 ? 256 : 0;
    for (const BlindCandidate& candidate : decode_blind(wrong, chips, options)) {
      CHECK_FALSE(candidate.payload == payload);
      CHECK(candidate.log10_p_corrected > kBlindSignificant);
    }
  }
}
