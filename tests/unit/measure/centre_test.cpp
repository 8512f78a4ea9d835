#include "watermark/trace/centre.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace spoor;

namespace {

struct Drawn {
  trace::Measurement measurement;
  std::vector<double> truth_em;  // of each glyph
};

struct Pane {
  int glyphs = 0;
  double shift_em = 0, slope_em = 0;  // that registration left in the offsets
};

// Glyphs of random contexts on panes whose lattices are a little off.
Drawn drawn(const std::vector<Pane>& panes, double strength_em, double noise_em, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(0, noise_em);
  mark::KerningTable table;
  for (auto& word : table.a) word = random();
  for (auto& word : table.b) word = random();
  Drawn out;
  for (std::size_t pane = 0; pane < panes.size(); ++pane) {
    out.measurement.panes.emplace_back();
    out.measurement.panes.back().advance_px = 8;
    for (int i = 0; i < panes[pane].glyphs; ++i) {
      trace::MeasuredGlyph g;
      for (char32_t& c : g.window) c = U'a' + static_cast<char32_t>(random() % 26);
      g.pane = static_cast<int>(pane), g.column = i % 40;
      const double truth = mark::offset_em(g.window, table, strength_em);
      g.offset_em =
          static_cast<float>(truth + panes[pane].shift_em + panes[pane].slope_em * g.column + noise(random));
      g.sigma_em = static_cast<float>(noise_em), g.read_probability = g.read_probability5 = 1;
      g.x_px = static_cast<float>(8.3 * g.column);
      out.measurement.glyphs.push_back(g);
      out.truth_em.push_back(truth);
    }
  }
  return out;
}

double rms_error_em(const Drawn& d) {
  double sum = 0;
  for (std::size_t i = 0; i < d.truth_em.size(); ++i)
    sum += std::pow(double{d.measurement.glyphs[i].offset_em} - d.truth_em[i], 2);
  return std::sqrt(sum / static_cast<double>(d.truth_em.size()));
}

double normalised_error(const Drawn& d) {
  double sum = 0;
  for (std::size_t i = 0; i < d.truth_em.size(); ++i)
    sum +=
        std::pow((d.measurement.glyphs[i].offset_em - d.truth_em[i]) / d.measurement.glyphs[i].sigma_em, 2);
  return sum / static_cast<double>(d.truth_em.size());
}

}  // namespace

TEST_CASE("a lattice is put where its two sides of glyphs say", "[centre]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Drawn d = drawn({{120, 0.004, 1e-4}, {30, -0.006, 1e-4}, {12, 0.008, 1e-4}}, 0.009, 0.0008, seed);
    trace::centre_offsets(d.measurement);
    CHECK(rms_error_em(d) < 0.0012);
    CHECK(normalised_error(d) < 2);
  }
}

TEST_CASE("glyphs too faint to show two sides keep honest deviations", "[centre]") {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Drawn d = drawn({{400, 0.0005, 0}, {40, 0.001, 0}}, 0.009, 0.02, seed);
    trace::centre_offsets(d.measurement);
    sum += normalised_error(d) / 20;
  }
  CHECK(sum > 0.8);
  CHECK(sum < 1.25);
}

TEST_CASE("an unmarked page is not given sides", "[centre]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    Drawn d = drawn({{300, 0.001, 0}, {30, -0.001, 0}}, 0, 0.001, seed);
    trace::centre_offsets(d.measurement);
    CHECK(rms_error_em(d) < 0.0013);
  }
}

TEST_CASE("a pane whose few glyphs all stand to one side says that it knows little", "[centre]") {
  Drawn d = drawn({{1, 0, 0}}, 0.009, 0.0005, 1);
  d.measurement.glyphs[0].offset_em = 0;  // registration takes the only glyph for undisplaced
  trace::centre_offsets(d.measurement);
  CHECK(d.measurement.glyphs[0].sigma_em > 0.005F);
}
