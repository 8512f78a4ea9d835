// The figure that sets the named session against all others.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "watermark/trace/report/figures.hpp"

namespace spoor::trace::report {
namespace {

// A step of 1, 2 or 5 times a power of ten that gives some eight ticks.
double tick_step(double range) {
  const double raw = std::max(range, 1e-6) / 8, power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power) return factor * power;
  return 10 * power;
}

}  // namespace

Figure sessions_figure(std::span<const double> log10_ratios, std::size_t named) {
  constexpr double kWidth = 800, kHeight = 260, kLeft = 40, kRight = 40, kTop = 40, kBase = 205;
  constexpr std::size_t kBins = 80;
  Figure figure;
  figure.width = kWidth, figure.height = kHeight;
  const auto [low, high] = std::minmax_element(log10_ratios.begin(), log10_ratios.end());
  const double step = tick_step(std::max(*high, 1.0) - std::min(*low, -1.0));
  const double from = std::floor(std::min(*low, -1.0) / step) * step;
  const double to = std::ceil(std::max(*high, 1.0) / step) * step;
  const auto x_of = [&](double v) { return kLeft + (v - from) / (to - from) * (kWidth - kLeft - kRight); };
  std::vector<std::size_t> counts(kBins);
  for (std::size_t i = 0; i < log10_ratios.size(); ++i) {
    const auto bin = static_cast<std::size_t>((log10_ratios[i] - from) / (to - from) * kBins);
    if (i != named) ++counts[std::min(bin, kBins - 1)];
  }
  const auto most =
      static_cast<double>(std::max<std::size_t>(1, *std::max_element(counts.begin(), counts.end())));
  const double bin_width = (kWidth - kLeft - kRight) / kBins;
  Boxes others{Tone::neutral, {}};
  for (std::size_t i = 0; i < kBins; ++i) {
    const double height = static_cast<double>(counts[i]) / most * (kBase - kTop);
    if (counts[i] > 0)
      others.boxes.push_back(
          {kLeft + static_cast<double>(i) * bin_width + 0.5, kBase - height, bin_width - 1, height});
  }
  figure.shapes.emplace_back(std::move(others));
  figure.shapes.emplace_back(Lines{Tone::faint, 1, {{{kLeft, kBase}, {kWidth - kRight, kBase}}}});
  for (double v = from; v <= to + step / 2; v += step) {
    figure.shapes.emplace_back(Lines{Tone::faint, 1, {{{x_of(v), kBase}, {x_of(v), kBase + 4}}}});
    figure.shapes.emplace_back(
        Label{Tone::faint, x_of(v), kBase + 17, 11, Anchor::middle, false, fmt::format("{:g}", v)});
  }
  const double x = x_of(log10_ratios[named]);
  figure.shapes.emplace_back(Boxes{Tone::accent, {{x - 2, kTop, 4, kBase - kTop}}});
  const Anchor anchor = x > kWidth / 2 ? Anchor::end : Anchor::start;
  figure.shapes.emplace_back(Label{Tone::accent, x + (anchor == Anchor::end ? -8 : 8), kTop + 10, 13, anchor,
                                   true, "the named session"});
  figure.shapes.emplace_back(
      Label{Tone::faint, kLeft, kTop - 14, 12, Anchor::start, false,
            fmt::format("the other {} sessions (highest bar: {:.0f})", log10_ratios.size() - 1, most)});
  figure.shapes.emplace_back(Label{Tone::faint, (kLeft + kWidth - kRight) / 2, kHeight - 14, 12,
                                   Anchor::middle, false,
                                   "log10 of how much better a session explains the picture than chance"});
  figure.caption = fmt::format(
      "The session that is named against all {} others of the kit. At 0 a session explains the displacements "
      "as well as a table of signs drawn at random would; to the right better, to the left worse.",
      log10_ratios.size() - 1);
  figure.alternative = "A histogram of all sessions' scores, with the named session marked";
  return figure;
}

}  // namespace spoor::trace::report
