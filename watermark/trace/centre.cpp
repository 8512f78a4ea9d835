#include "watermark/trace/centre.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace spoor::trace {
namespace {

constexpr float kSureReading = 0.9F;    // a misread context would tie the wrong glyphs together
constexpr double kSide = 0.01;          // a side less likely than this is ruled out
constexpr double kFarSquare = 25;       // squared deviation, in sigmas, from which further off says no more
constexpr double kReach = 1.75;         // of the search, in strengths
constexpr int kSteps = 84;              // of the search over kReach both ways
constexpr int kSlopeSteps = 12;         // both ways
constexpr double kSlopeStep = 0.25;     // in standard deviations of a slope fitted to displaced glyphs
constexpr std::size_t kSearched = 200;  // sites: more place a lattice no better
constexpr std::size_t kFewContexts = 400;  // fewer leave a slope to be searched for
constexpr std::size_t kFewestForSlope = 20;
constexpr double kOneMode = 0.999;   // of the posterior beside its peak
constexpr std::ptrdiff_t kNear = 6;  // steps
// Softness of the glyphs' own standard deviations, in default strengths: of the search, whose steps are
// coarse, and of the rounds that follow. No lattice is as regular as the last one's.
constexpr double kSearchSoftness = 1.0 / 12;
constexpr std::array kRoundSoftness = {1.0 / 16, 1.0 / 30, 1.0 / 50, 1.0 / 50};
constexpr double kFloorVariance =
    mark::kDefaultStrengthEm * mark::kDefaultStrengthEm * kRoundSoftness.back() * kRoundSoftness.back();
constexpr std::array kStrengths = {1.0, 0.5, 0.0};  // tried, of the default one; 0 is an unmarked page
constexpr double kClearlyBetter = 8;  // nats by which another strength must explain more than the default one

// One glyph whose context is read surely.
struct Site {
  double offset_em = 0, variance = 0, amplitude = 0;  // amplitude in strengths
  double column = 0;                                  // from the pane's mean column
  std::size_t context = 0;
};

struct Sites {
  std::vector<Site> all;  // sorted by context
  double mean_column = 0;
  std::size_t contexts = 0;
};

struct Place {
  double shift_em = 0, slope_em = 0;  // of the lattice, to the right; a column
  double shift_variance = 0, slope_variance = 0;
};

// Log-likelihoods of a context's sites if it is drawn to the right, or to the left.
struct Sides {
  double right = 0, left = 0;
};

double fit(double deviation_em, double variance) {
  return -0.5 * std::min(kFarSquare, deviation_em * deviation_em / variance);
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

// log(p e^right + (1 - p) e^left), p being the logistic of the prior log odds.
double mixed(const Sides& sides, double prior_log_odds) {
  const double right = sides.right - std::log1p(std::exp(-prior_log_odds));
  const double left = sides.left - std::log1p(std::exp(prior_log_odds));
  return std::max(right, left) + std::log1p(std::exp(-std::abs(right - left)));
}

// Calls visit(first, last) for the sites of each context.
template <typename Visit>
void for_each_context(const std::vector<Site>& sites, const Visit& visit) {
  for (auto first = sites.begin(); first != sites.end();) {
    const auto last =
        std::find_if(first, sites.end(), [&](const Site& s) { return s.context != first->context; });
    visit(first, last);
    first = last;
  }
}

template <typename Iterator>
Sides sides_of(Iterator first, Iterator last, const Place& place, double strength_em) {
  Sides out;
  for (; first != last; ++first) {
    const double off = first->offset_em - place.shift_em - place.slope_em * first->column;
    out.right += fit(off - first->amplitude * strength_em, first->variance);
    out.left += fit(off + first->amplitude * strength_em, first->variance);
  }
  return out;
}

// The sites with their variances made larger.
std::vector<Site> softened(std::vector<Site> sites, double softness) {
  const double extra = softness * softness * mark::kDefaultStrengthEm * mark::kDefaultStrengthEm;
  for (Site& s : sites) s.variance += extra;
  return sites;
}

// Some of the sites, softened for a search in coarse steps.
std::vector<Site> searchable(const std::vector<Site>& all) {
  const std::size_t stride = all.size() / kSearched + 1;
  std::vector<Site> out;
  for (std::size_t i = 0; i < all.size(); i += stride) out.push_back(all[i]);
  return softened(std::move(out), kSearchSoftness);
}

class Centring {
 public:
  explicit Centring(std::size_t contexts) : log_odds_(contexts, 0.0) {}

  // Where the pane with the most text stands; also learns the strength.
  Place place_first(const Sites& sites) {
    const std::vector<Site> few = searchable(sites.all);
    double best = -std::numeric_limits<double>::infinity();
    Place found;
    for (const double part : kStrengths) {
      const Searched searched = search(few, slopes_for(sites), part * mark::kDefaultStrengthEm);
      if (searched.log_likelihood <= best + (part < 1 ? kClearlyBetter : 0)) continue;
      best = searched.log_likelihood, found = searched.place, strength_em_ = part * mark::kDefaultStrengthEm;
    }
    return settled(sites, few, found, true);
  }

  // Where another pane stands: its own slope searched, or known from panes of its size.
  [[nodiscard]] Place place(const Sites& sites, const Place* known_slope) const {
    const std::vector<Site> few = searchable(sites.all);
    if (known_slope != nullptr) return settled(sites, few, *known_slope, false);
    return settled(sites, few, search(few, slopes_for(sites), strength_em_).place, true);
  }

  // What a placed pane says of its contexts' sides helps to place the others.
  void learn(const Sites& sites, const Place& place) {
    const std::vector<Site> soft = softened(sites.all, kRoundSoftness.back());
    for_each_context(soft, [&](auto first, auto last) {
      const Sides sides = sides_of(first, last, place, strength_em_);
      // A place that is not sure makes its contexts' sides no surer.
      log_odds_[first->context] +=
          (sides.right - sides.left) * first->variance / (first->variance + place.shift_variance);
    });
  }

 private:
  struct Searched {
    Place place;
    double log_likelihood = -std::numeric_limits<double>::infinity();
  };

  static double shift_at(int step) { return (2.0 * step / kSteps - 1) * kReach * mark::kDefaultStrengthEm; }

  [[nodiscard]] double log_likelihood(const std::vector<Site>& sites, const Place& place,
                                      double strength_em) const {
    double sum = 0;
    for_each_context(sites, [&](auto first, auto last) {
      sum += mixed(sides_of(first, last, place, strength_em), log_odds_[first->context]);
    });
    return sum;
  }

  // Registration's slope is as good as displaced glyphs let it be: searched within that.
  static std::vector<double> slopes_for(const Sites& sites) {
    double square = 0;
    for (const Site& s : sites.all) square += s.column * s.column;
    if (sites.all.size() < kFewestForSlope || sites.contexts > kFewContexts || square <= 0) return {0.0};
    const double unit_em =
        kSlopeStep * mark::kDefaultStrengthEm *
        std::sqrt(static_cast<double>(sites.all.size()) / (static_cast<double>(sites.contexts) * square));
    std::vector<double> slopes{0.0};
    for (int k = 1; k <= kSlopeSteps; ++k) slopes.insert(slopes.end(), {k * unit_em, -k * unit_em});
    return slopes;
  }

  [[nodiscard]] Searched search(const std::vector<Site>& few, const std::vector<double>& slopes_em,
                                double strength_em) const {
    Searched best;
    for (const double slope_em : slopes_em)
      for (int step = 0; step <= kSteps; ++step) {
        const Place place{shift_at(step), slope_em, 0, 0};
        const double value = log_likelihood(few, place, strength_em);
        if (value > best.log_likelihood) best = {place, value};
      }
    return best;
  }

  // Posterior of the shift at a given slope, a step an element.
  [[nodiscard]] std::vector<double> shift_posterior(const std::vector<Site>& few, Place place) const {
    std::vector<double> out;
    for (int step = 0; step <= kSteps; ++step) {
      place.shift_em = shift_at(step);
      out.push_back(log_likelihood(few, place, strength_em_));
    }
    const double top = *std::max_element(out.begin(), out.end());
    for (double& v : out) v = std::exp(v - top);
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double& v : out) v /= sum;
    return out;
  }

  // From a place found in coarse steps to the exact one. Where several are as likely, what is left unknown is
  // said in the variance.
  [[nodiscard]] Place settled(const Sites& sites, const std::vector<Site>& few, const Place& from,
                              bool fit_slope) const {
    const std::vector<double> posterior = shift_posterior(few, from);
    const auto peak = std::max_element(posterior.begin(), posterior.end()) - posterior.begin();
    double near = 0, mean = 0, square = 0;
    for (std::ptrdiff_t i = 0; i < std::ssize(posterior); ++i) {
      const double p = posterior[static_cast<std::size_t>(i)], s = shift_at(static_cast<int>(i));
      if (std::abs(i - peak) <= kNear) near += p;
      mean += p * s, square += p * s * s;
    }
    Place best = from;
    best.shift_em = shift_at(static_cast<int>(peak));
    for (const double softness : kRoundSoftness)
      best = refined(softened(sites.all, softness), best, fit_slope);
    if (near >= kOneMode) return best;
    best.shift_em = mean;
    best.shift_variance = std::max(best.shift_variance, square - mean * mean);
    return best;
  }

  // One step of expectation and maximisation. The variances are those of a fit to what is left of the
  // displacements once their sides are as sure as they are.
  [[nodiscard]] Place refined(const std::vector<Site>& sites, const Place& from, bool fit_slope) const {
    double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0, sure_w = 0, sure_wxx = 0;
    for_each_context(sites, [&](auto first, auto last) {
      const Sides sides = sides_of(first, last, from, strength_em_);
      const double right = logistic(log_odds_[first->context] + sides.right - sides.left);
      double context_w = 0, context_wxx = 0;
      for (auto s = first; s != last; ++s) {
        const double y = s->offset_em - (2 * right - 1) * s->amplitude * strength_em_, one = 1 / s->variance;
        const double off = y - from.shift_em - from.slope_em * s->column;
        if (off * off * one > kFarSquare && (right < kSide || right > 1 - kSide)) continue;
        w += one, wx += one * s->column, wxx += one * s->column * s->column;
        wy += one * y, wxy += one * y * s->column;
        context_w += one, context_wxx += one * s->column * s->column;
      }
      const double unsure = 4 * right * (1 - right) * strength_em_ * strength_em_;
      sure_w += context_w / (1 + unsure * context_w), sure_wxx += context_wxx / (1 + unsure * context_w);
    });
    if (w <= 0) return from;
    Place out = from;
    const double det = w * wxx - wx * wx;
    if (fit_slope && sites.size() >= kFewestForSlope && det > 1e-9 * w * w) {
      out.slope_em = (w * wxy - wx * wy) / det;
      out.slope_variance = sure_wxx > 0 ? 1 / sure_wxx : 0;
    }
    out.shift_em = (wy - out.slope_em * wx) / w;
    out.shift_variance = 1 / std::max(sure_w, 1.0);
    return out;
  }

  double strength_em_ = mark::kDefaultStrengthEm;
  std::vector<double> log_odds_;  // that a context is drawn to the right, by the panes placed so far
};

bool sure(const MeasuredGlyph& g, mark::Code code) {
  return (code == mark::Code::b ? g.read_probability5 : g.read_probability) > kSureReading && g.sigma_em > 0;
}

// The sites of every pane, contexts numbered over all panes.
std::vector<Sites> sites_of(const Measurement& m, std::size_t& contexts) {
  std::vector<Sites> out(m.panes.size());
  std::map<std::pair<mark::Code, std::uint16_t>, std::size_t> numbers;
  for (const MeasuredGlyph& g : m.glyphs) {
    const mark::Position position = mark::position_of(g.window);
    if (position.code == mark::Code::none || !sure(g, position.code)) continue;
    const std::size_t number =
        numbers.try_emplace({position.code, position.index}, numbers.size()).first->second;
    out[static_cast<std::size_t>(g.pane)].all.push_back({g.offset_em, double{g.sigma_em} * g.sigma_em,
                                                         mark::stack_factor(g.window[2]),
                                                         static_cast<double>(g.column), number});
  }
  contexts = numbers.size();
  for (Sites& sites : out) {
    std::stable_sort(sites.all.begin(), sites.all.end(),
                     [](const Site& a, const Site& b) { return a.context < b.context; });
    double sum = 0;
    for (const Site& s : sites.all) sum += s.column;
    if (!sites.all.empty()) sites.mean_column = sum / static_cast<double>(sites.all.size());
    for (Site& s : sites.all) s.column -= sites.mean_column;
    for_each_context(sites.all, [&](auto, auto) { ++sites.contexts; });
  }
  return out;
}

void apply(Measurement& m, std::size_t pane, const Place& place, double mean_column) {
  for (MeasuredGlyph& g : m.glyphs) {
    if (static_cast<std::size_t>(g.pane) != pane) continue;
    const double column = g.column - mean_column;
    const double extra = kFloorVariance + place.shift_variance + column * column * place.slope_variance;
    g.offset_em -= static_cast<float>(place.shift_em + place.slope_em * column);
    g.sigma_em = static_cast<float>(std::sqrt(double{g.sigma_em} * g.sigma_em + extra));
  }
}

}  // namespace

void centre_offsets(Measurement& m) {
  std::size_t contexts = 0;
  const std::vector<Sites> panes = sites_of(m, contexts);
  std::vector<std::size_t> order(panes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return panes[a].contexts > panes[b].contexts; });
  if (order.empty() || panes[order.front()].contexts == 0) return;
  Centring centring(contexts);
  Place main;
  for (const std::size_t pane : order) {
    const bool first = pane == order.front();
    // Panes of one size share their advance, so that the first one's slope is everyone's.
    const bool shared = !first && m.panes[pane].advance_px == m.panes[order.front()].advance_px;
    const Place place =
        first ? centring.place_first(panes[pane]) : centring.place(panes[pane], shared ? &main : nullptr);
    if (first) main = place;
    centring.learn(panes[pane], place);
    apply(m, pane, place, panes[pane].mean_column);
  }
}

}  // namespace spoor::trace
