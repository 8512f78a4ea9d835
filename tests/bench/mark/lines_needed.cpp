#include <algorithm>
#include <array>
#include <cstdio>

#include "tests/bench/mark/sections.hpp"
#include "watermark/mark/blind.hpp"
#include "watermark/mark/scoring.hpp"

namespace spoor::bench {
namespace {

using mark_code::Payload;
using mark_code::SoftChips;

constexpr std::size_t kMostLines = 60;
constexpr double kPermitted = -9;     // log10 of the permitted false-accusation probability
constexpr double kHypotheses = 1e6;   // sessions x slots
constexpr std::uint32_t kSlots = 64;  // of the true session: really scored

// The true session alone is scored, against the correction for all sessions and slots: another's score could
// only matter where a probability of 1e-9 came true.
bool named_by_registry(const mark_code::Coder& coder, const Payload& payload, const SoftChips& chips) {
  const mark_code::RegisteredSession session{payload.token, kSlots};
  mark_code::ScoreOptions options;
  options.extra_hypotheses = kHypotheses / kSlots;
  const auto scored = score_registry(coder, chips, std::span(&session, 1), options);
  return scored && scored->best && scored->best->log10_p_corrected <= kPermitted;
}

bool named_by_name(const mark_code::Coder& coder, const Payload& payload, const SoftChips& chips) {
  SoftChips name = chips;
  name.b.clear();
  return named_by_registry(coder, payload, name);
}

bool named_blind(const mark_code::Coder& coder, const Payload& payload, const SoftChips& chips) {
  mark_code::BlindOptions options;
  options.known = [&](const Payload& found) { return found == payload; };
  const auto found = decode_blind(coder, chips, options);
  return std::any_of(found.begin(), found.end(), [&](const auto& c) { return c.payload == payload; });
}

using Way = bool (*)(const mark_code::Coder&, const Payload&, const SoftChips&);
constexpr std::array<Way, 3> kWays = {named_by_registry, named_by_name, named_blind};

struct Needed {
  std::size_t half = 0;
  std::size_t most = 0;
  double glyphs_half = 0;  // mean of the windows of `half` lines
};

// Smallest numbers of lines at which half and 90 % of windows succeed; windows and noise are drawn afresh for
// each number of lines, the same for each way.
Needed lines_needed(const std::vector<Corpus>& corpora, const mark_code::Coder& coder, Way way, double snr,
                    int trials) {
  Needed needed;
  for (std::size_t lines = 1; lines <= kMostLines; ++lines) {
    Rng rng(lines * 100 + static_cast<std::uint64_t>(snr * 10));
    int named = 0;
    double glyphs = 0;
    for (int t = 0; t < trials; ++t) {
      const Profile profile = profile_of(random_window(corpora, lines, rng));
      const Payload payload{rng() & mark_code::kTokenMax, static_cast<std::uint16_t>(rng() % kSlots)};
      const auto chips = measure(profile, snr, rng, tables_of(coder, payload.token, payload.slot));
      glyphs += static_cast<double>(profile.glyphs) / trials;
      named += way(coder, payload, chips) ? 1 : 0;
    }
    if (needed.half == 0 && 2 * named >= trials) {
      needed.half = lines;
      needed.glyphs_half = glyphs;
    }
    if (10 * named >= 9 * trials) {
      needed.most = lines;
      break;
    }
  }
  return needed;
}

}  // namespace

void print_lines_needed(const std::vector<Corpus>& corpora, int trials) {
  const mark_code::Coder coder = bench_coder(2);
  std::printf(
      "Lines of code needed (half of windows / 90 %% of windows), false accusation <= 1e-9, sessions x slots "
      "= "
      "1e6, %d windows a number of lines (in brackets: glyphs on half's lines)\n",
      trials);
  std::printf("  SNR  registry A+B              registry, name alone      blind with look-up\n");
  for (const double snr : kSnrs) {
    std::printf("  %3.1f", snr);
    for (const Way way : kWays) {
      const Needed needed = lines_needed(corpora, coder, way, snr, trials);
      std::printf("  %4zu / %-3zu (%4.0f glyphs)", needed.half, needed.most, needed.glyphs_half);
      std::fflush(stdout);
    }
    std::printf("\n");
  }
  std::printf("\n");
}

}  // namespace spoor::bench
