#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tests/bench/mark/sections.hpp"
#include "watermark/mark/blind.hpp"

namespace spoor::bench {
namespace {

struct Rates {
  double measured = 0;
  double approximation = 0;
};

Rates frame_error_rate(const std::vector<Corpus>& corpora, const mark_code::Coder& coder, double snr,
                       std::size_t lines, int trials) {
  Rng rng(lines * 1000 + static_cast<std::uint64_t>(snr * 100));
  Rates rates;
  for (int t = 0; t < trials; ++t) {
    const Profile profile = profile_of(random_window(corpora, lines, rng));
    const mark_code::Payload payload{rng() & mark_code::kTokenMax, static_cast<std::uint16_t>(rng())};
    const auto chips = measure(profile, snr, rng, tables_of(coder, payload.token, payload.slot));
    mark_code::BlindOptions options;
    options.known = [&](const mark_code::Payload& found) { return found == payload; };
    const auto found = mark_code::decode_blind(coder, chips, options);
    const bool ok = std::any_of(found.begin(), found.end(),
                                [&](const auto& candidate) { return candidate.payload == payload; });
    rates.measured += ok ? 0.0 : 1.0;
    rates.approximation += normal_approximation(profile, snr);
  }
  return {rates.measured / trials, rates.approximation / trials};
}

}  // namespace

void print_frame_errors(const std::vector<Corpus>& corpora, int trials) {
  const mark_code::Coder coder = bench_coder(1);
  std::printf("Blind decoding, list 32, retry 256: frame error rate, %d windows a cell\n", trials);
  std::printf("  SNR  lines  measured  normal approximation  difference\n");
  double worst = 0;
  for (const double snr : kSnrs)
    for (const std::size_t lines : {4U, 6U, 8U, 12U, 16U, 24U, 40U}) {
      const Rates rates = frame_error_rate(corpora, coder, snr, lines, trials);
      if (rates.approximation > 0.97 || rates.approximation < 0.03) continue;
      const double difference = rates.measured - rates.approximation;
      worst = std::max(worst, difference);
      std::printf("  %3.1f  %5zu  %8.3f  %20.3f  %+10.3f\n", snr, lines, rates.measured, rates.approximation,
                  difference);
    }
  std::printf("  worst difference: %+.3f\n\n", worst);
}

}  // namespace spoor::bench
