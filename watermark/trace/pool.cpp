#include "watermark/trace/pool.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::trace {
namespace {

constexpr double kMinSigma = 0.02;  // in strengths: no picture measures better than this

double amplitude_em(const MeasuredGlyph& glyph, const PoolOptions& options) {
  return options.strength_em * mark::stack_factor(glyph.window[2]);
}

bool usable(const MeasuredGlyph& glyph) {
  return std::isfinite(glyph.offset_em) && std::isfinite(glyph.sigma_em) && glyph.sigma_em > 0 &&
         glyph.window[2] != U'\uFFFD' && mark::position_of(glyph.window).code != mark::Code::none;
}

double right_probability(const MeasuredGlyph& glyph, mark::Code code) {
  const float p = code == mark::Code::b ? glyph.read_probability5 : glyph.read_probability;
  return std::isfinite(p) ? std::clamp(static_cast<double>(p), 0.0, 1.0) : 0.0;
}

// A glyph's displacement in strengths, clipped, and its precision.
struct Displaced {
  double by = 0, precision = 0;
};

// `inflation` multiplies the variance: equal contexts do not err independently.
Displaced displaced(const MeasuredGlyph& glyph, double inflation, const PoolOptions& options) {
  const double a = amplitude_em(glyph, options);
  const double sigma = std::max(glyph.sigma_em / a, kMinSigma);
  const double reach = 1 + options.clip_sigmas * sigma;
  return {std::clamp(glyph.offset_em / a, -reach, reach), 1 / (sigma * sigma * inflation)};
}

double llr(const MeasuredGlyph& glyph, mark::Code code, double inflation, const PoolOptions& options) {
  const Displaced d = displaced(glyph, inflation, options);
  const double r = right_probability(glyph, code) * (1 - options.surprise);
  return 2 * std::atanh(r * std::tanh(d.by * d.precision));
}

double median(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

PooledPosition& slot_of(Pooled& pooled, mark::Position position) {
  return position.code == mark::Code::a ? pooled.a[position.index] : pooled.b[position.index];
}

// What is next to nothing counts as nothing: a quantised step of it would not be a number above 0.
void saturate(std::vector<PooledPosition>& positions, double cap) {
  constexpr double kNothing = 1e-9;
  for (PooledPosition& p : positions) {
    const double llr = cap * std::tanh(static_cast<double>(p.llr) / cap);
    p.llr = std::abs(llr) < kNothing ? 0.0F : static_cast<float>(llr);
  }
}

std::vector<float> llr_values(const std::vector<PooledPosition>& positions) {
  std::vector<float> out(positions.size());
  std::transform(positions.begin(), positions.end(), out.begin(), [](const auto& p) { return p.llr; });
  return out;
}

}  // namespace

double glyph_llr(const MeasuredGlyph& glyph, const PoolOptions& options) {
  return usable(glyph) ? llr(glyph, mark::position_of(glyph.window).code, 1, options) : 0;
}

Pooled pool(std::span<const Measurement> measurements, const PoolOptions& options) {
  Pooled out;
  out.a.resize(mark::kPositionsA);
  out.b.resize(mark::kPositionsB);
  std::vector<const MeasuredGlyph*> speaking;
  std::vector<float> sigmas;
  for (const Measurement& measurement : measurements)
    for (const MeasuredGlyph& glyph : measurement.glyphs)
      if (usable(glyph)) {
        speaking.push_back(&glyph);
        sigmas.push_back(static_cast<float>(glyph.sigma_em / amplitude_em(glyph, options)));
        ++slot_of(out, mark::position_of(glyph.window)).glyphs;
      }
  for (const MeasuredGlyph* glyph : speaking) {
    const mark::Position position = mark::position_of(glyph->window);
    PooledPosition& pooled = slot_of(out, position);
    const double inflation = 1 + options.shared_variance * (pooled.glyphs - 1);
    pooled.llr += static_cast<float>(llr(*glyph, position.code, inflation, options));
    const Displaced d = displaced(*glyph, inflation, options);
    pooled.precision += static_cast<float>(d.precision);
    pooled.mean += static_cast<float>((d.by - static_cast<double>(pooled.mean)) * d.precision /
                                      static_cast<double>(pooled.precision));
    ++(position.code == mark::Code::a ? out.glyphs_a : out.glyphs_b);
    out.mean_read += right_probability(*glyph, mark::Code::a) / static_cast<double>(speaking.size());
  }
  saturate(out.a, options.position_cap);
  saturate(out.b, options.position_cap);
  if (const double sigma = median(sigmas); sigma > 0) out.snr_db = -20 * std::log10(sigma);
  return out;
}

mark_code::SoftChips chips_of(const Pooled& pooled) {
  return mark_code::make_chips(llr_values(pooled.a), llr_values(pooled.b));
}

}  // namespace spoor::trace
