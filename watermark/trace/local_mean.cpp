#include "watermark/trace/local_mean.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace spoor::trace {
namespace {

constexpr int kRounds = 3;
constexpr float kSureReading = 0.8F;   // a misread glyph stands anywhere
constexpr double kFarSquare = 9;       // squared deviations, in sigmas, from which further off says no more
constexpr double kReachSigmas = 3;     // of the kernel
constexpr double kLeastWeight = 4;     // neighbours, about, below which wider kernels are taken
constexpr std::size_t kHeldOut = 700;  // glyphs that choose the kernel
// Kernels that are tried, standard deviations in advances along and across the rows.
struct Kernel {
  double along = 0, across = 0;
};
constexpr std::array kKernels = {Kernel{3, 1.2}, Kernel{4, 4},   Kernel{6, 2},  Kernel{6, 6},
                                 Kernel{10, 3},  Kernel{10, 10}, Kernel{16, 5}, Kernel{16, 16},
                                 Kernel{28, 10}, Kernel{28, 28}, Kernel{60, 60}};

struct Site {
  double column = 0, value = 0, weight = 0;  // value: displacement less what the mark is likely to add, em
  std::size_t glyph = 0;
  bool sure = false;
};

struct Row {
  double height = 0;  // advances
  std::vector<Site> sites;
};

struct Mean {
  double value = 0, weight = 0, neighbours = 0;
};

// The weighted mean around a site, the site itself left out.
Mean mean_around(const std::vector<Row>& rows, const Row& own_row, const Site& own, const Kernel& kernel) {
  Mean sum;
  const double reach = kReachSigmas * kernel.along;
  for (const Row& row : rows) {
    const double v = (row.height - own_row.height) / kernel.across;
    if (std::abs(v) > kReachSigmas) continue;
    const double of_row = std::exp(-0.5 * v * v);
    auto site = std::lower_bound(row.sites.begin(), row.sites.end(), own.column - reach,
                                 [](const Site& s, double column) { return s.column < column; });
    for (; site != row.sites.end() && site->column <= own.column + reach; ++site) {
      if (!site->sure || site->glyph == own.glyph) continue;
      const double u = (site->column - own.column) / kernel.along;
      const double near = of_row * std::exp(-0.5 * u * u), weight = near * site->weight;
      sum.value += weight * site->value, sum.weight += weight, sum.neighbours += near;
    }
  }
  if (sum.weight > 0) sum.value /= sum.weight;
  return sum;
}

// Around a site, with the narrowest kernel from `first` on that sees enough.
Mean mean_with(const std::vector<Row>& rows, const Row& row, const Site& site, std::size_t first) {
  Mean mean;
  for (std::size_t k = first; k < kKernels.size(); ++k) {
    mean = mean_around(rows, row, site, kKernels[k]);
    if (mean.neighbours >= kLeastWeight) break;
  }
  return mean;
}

// How badly a kernel predicts sites that it does not see.
double badness(const std::vector<Row>& rows, std::size_t kernel, std::size_t stride) {
  double sum = 0;
  std::size_t i = 0;
  for (const Row& row : rows)
    for (const Site& site : row.sites) {
      if (!site.sure || i++ % stride != 0) continue;
      const double off = site.value - mean_with(rows, row, site, kernel).value;
      sum += std::min(kFarSquare, off * off * site.weight);
    }
  return sum;
}

std::size_t best_kernel(const std::vector<Row>& rows) {
  std::size_t sure = 0;
  for (const Row& row : rows)
    sure += static_cast<std::size_t>(
        std::count_if(row.sites.begin(), row.sites.end(), [](const Site& s) { return s.sure; }));
  const std::size_t stride = sure / kHeldOut + 1;
  std::size_t best = kKernels.size() - 1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = kKernels.size(); k-- > 0;) {
    const double value = badness(rows, k, stride);
    if (value < least) least = value, best = k;
  }
  return best;
}

// For each glyph, what the mark is likely to have added to it: by all glyphs of its context.
class Marks {
 public:
  void look(const Measurement& m, const std::vector<double>& offsets_em) {
    log_odds_.clear();
    for (std::size_t i = 0; i < m.glyphs.size(); ++i) {
      const MeasuredGlyph& g = m.glyphs[i];
      const mark::Position position = mark::position_of(g.window);
      if (position.code == mark::Code::none || g.read_probability < kSureReading || g.sigma_em <= 0) continue;
      const double a = amplitude(g), variance = double{g.sigma_em} * g.sigma_em;
      const double limited = std::clamp(offsets_em[i], -2 * a, 2 * a);
      log_odds_[{position.code, position.index}] += 2 * a * limited / variance;
    }
  }
  [[nodiscard]] double side(const MeasuredGlyph& g) const {
    const mark::Position position = mark::position_of(g.window);
    const auto found = log_odds_.find({position.code, position.index});
    return found == log_odds_.end() ? 0.0 : std::tanh(0.5 * std::clamp(found->second, -kMostOdds, kMostOdds));
  }
  static double amplitude(const MeasuredGlyph& g) {
    return mark::kDefaultStrengthEm * mark::stack_factor(g.window[2]);
  }

 private:
  static constexpr double kMostOdds = 4;
  std::map<std::pair<mark::Code, std::uint16_t>, double> log_odds_;
};

std::vector<Row> rows_of(const Measurement& m, int pane, const std::vector<double>& offsets_em,
                         const Marks* marks) {
  const Pane& described = m.panes[static_cast<std::size_t>(pane)];
  std::vector<Row> rows(described.rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r)
    rows[r].height = static_cast<double>(described.rows[r].baseline_px) / described.advance_px;
  for (std::size_t i = 0; i < m.glyphs.size(); ++i) {
    const MeasuredGlyph& g = m.glyphs[i];
    if (g.pane != pane || g.sigma_em <= 0) continue;
    const double a = Marks::amplitude(g), side = marks != nullptr ? marks->side(g) : 0.0;
    const double variance = double{g.sigma_em} * g.sigma_em + a * a * (1 - side * side);
    rows[static_cast<std::size_t>(g.row)].sites.push_back({static_cast<double>(g.column),
                                                           offsets_em[i] - a * side, 1 / variance, i,
                                                           g.read_probability >= kSureReading});
  }
  for (Row& row : rows)
    std::sort(row.sites.begin(), row.sites.end(),
              [](const Site& a, const Site& b) { return a.column < b.column; });
  return rows;
}

}  // namespace

void remove_local_mean(Measurement& m) {
  std::vector<double> measured;
  for (const MeasuredGlyph& g : m.glyphs) measured.push_back(g.offset_em);
  std::vector<double> centred = measured;
  Marks marks;
  for (int round = 0; round < kRounds; ++round) {
    if (round > 0) marks.look(m, centred);
    for (int pane = 0; pane < static_cast<int>(m.panes.size()); ++pane) {
      const std::vector<Row> rows = rows_of(m, pane, measured, round > 0 ? &marks : nullptr);
      const std::size_t kernel = best_kernel(rows);
      for (const Row& row : rows)
        for (const Site& site : row.sites)
          centred[site.glyph] = measured[site.glyph] - mean_with(rows, row, site, kernel).value;
    }
  }
  for (std::size_t i = 0; i < m.glyphs.size(); ++i) m.glyphs[i].offset_em = static_cast<float>(centred[i]);
}

}  // namespace spoor::trace
