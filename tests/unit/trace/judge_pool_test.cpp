// Pooling: what one glyph says, what saturates, what is left out; and the keyless test for a mark.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/trace/kinship.hpp"
#include "watermark/trace/pool.hpp"

namespace spoor::trace {
namespace {

MeasuredGlyph glyph_of(char32_t c, double offset_strengths, double sigma_strengths, float read = 1) {
  MeasuredGlyph glyph;
  glyph.window = {U'a', U'b', c, U'd', U'e'};
  const double a = mark::kDefaultStrengthEm * mark::stack_factor(c);
  glyph.offset_em = static_cast<float>(offset_strengths * a);
  glyph.sigma_em = static_cast<float>(sigma_strengths * a);
  glyph.read_probability = glyph.read_probability5 = read;
  return glyph;
}

PoolOptions trusting() {
  PoolOptions options;
  options.surprise = 0;
  return options;
}

TEST_CASE("one glyph's ratio is the Gaussian one where its context is certain") {
  CHECK(glyph_llr(glyph_of(U'x', 1, 1), trusting()) == Approx(2.0));
  CHECK(glyph_llr(glyph_of(U'x', -0.5, 0.8), trusting()) == Approx(-2 * 0.5 / 0.64).epsilon(1e-5));
  CHECK(glyph_llr(glyph_of(U'|', 1, 1), trusting()) == Approx(2.0));  // half the strength, half the deviation
}

TEST_CASE("a glyph that may be misread is bounded by that") {
  const double bound = std::log((1 + 0.8) / (1 - 0.8));
  CHECK(glyph_llr(glyph_of(U'x', 1, 0.1F, 0.8F), trusting()) == Approx(bound).epsilon(1e-3));
  CHECK(glyph_llr(glyph_of(U'x', 1, 0.1, 0), trusting()) == 0);
}

TEST_CASE("offsets far outside are drawn in") {
  const double near = glyph_llr(glyph_of(U'x', 4, 1), trusting());
  CHECK(glyph_llr(glyph_of(U'x', 400, 1), trusting()) == Approx(near));
}

TEST_CASE("glyphs without a usable measurement say nothing") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<MeasuredGlyph> bad(6, glyph_of(U'x', 1, 1));
  bad[0].offset_em = nan;
  bad[1].sigma_em = nan;
  bad[2].sigma_em = 0;
  bad[3].sigma_em = -1;
  bad[4].window[2] = U'\uFFFD';
  bad[5].window[2] = U' ';
  Measurement measurement;
  measurement.glyphs = bad;
  const Pooled pooled = pool(std::span(&measurement, 1), {});
  CHECK(pooled.glyphs_a + pooled.glyphs_b == 0);
  for (const MeasuredGlyph& glyph : bad) CHECK(glyph_llr(glyph, {}) == 0);
}

TEST_CASE("a position saturates however many glyphs speak for it") {
  Measurement measurement;
  measurement.glyphs.assign(500, glyph_of(U'x', 1, 0.3));
  const PoolOptions options;
  const Pooled pooled = pool(std::span(&measurement, 1), options);
  const mark::Position position = mark::position_of(measurement.glyphs[0].window);
  const auto& positions = position.code == mark::Code::a ? pooled.a : pooled.b;
  CHECK(positions[position.index].glyphs == 500);
  CHECK(positions[position.index].llr <= options.position_cap);
  CHECK(positions[position.index].llr > 0.99 * options.position_cap);
}

TEST_CASE("several measurements of a leak pool as one") {
  Measurement both;
  both.glyphs = {glyph_of(U'x', 0.5, 1), glyph_of(U'x', 0.7, 1), glyph_of(U'y', -1, 1)};
  std::vector<Measurement> split(2);
  split[0].glyphs = {both.glyphs[0], both.glyphs[2]};
  split[1].glyphs = {both.glyphs[1]};
  CHECK(chips_of(pool(split, {})).a == chips_of(pool(std::span(&both, 1), {})).a);
}

TEST_CASE("kinship tells marked from unmarked pages without a key") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    synthetic::PageOptions page;
    page.sigma_strengths = 0.8;
    const Measurement marked = synthetic::measure_page(support::random_table(seed), page, seed);
    page.strength_em = 0;
    const Measurement unmarked = synthetic::measure_page(support::random_table(seed), page, seed);
    CHECK(kinship(std::span(&marked, 1), mark::kDefaultStrengthEm).z > 5);
    CHECK(std::abs(kinship(std::span(&unmarked, 1), mark::kDefaultStrengthEm).z) < 5);
  }
  CHECK(kinship({}, mark::kDefaultStrengthEm).pairs == 0);
}

TEST_CASE("a few sharp lines tell whether anything is displaced") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    synthetic::PageOptions page;
    page.rows = 5;
    page.sigma_strengths = 0.15;
    const Measurement marked = synthetic::measure_page(support::random_table(seed), page, seed);
    const Kinship with = kinship(std::span(&marked, 1), mark::kDefaultStrengthEm);
    CHECK(with.displaced > 0.9);
    CHECK(mark_presence(with) == MarkPresence::marked);
    page.strength_em = 0;
    const Measurement unmarked = synthetic::measure_page(support::random_table(seed), page, seed);
    const Kinship without = kinship(std::span(&unmarked, 1), mark::kDefaultStrengthEm);
    CHECK(without.displaced < 0.1);
    CHECK(mark_presence(without) == MarkPresence::unmarked);
    page.sigma_strengths = 0.8;
    const Measurement blurred = synthetic::measure_page(support::random_table(seed), page, seed);
    CHECK(mark_presence(kinship(std::span(&blurred, 1), mark::kDefaultStrengthEm)) == MarkPresence::unknown);
  }
}

TEST_CASE("a glyph that says next to nothing leaves no chip") {
  Measurement measurement;
  MeasuredGlyph glyph;
  glyph.window = {U'a', U'b', U'c', U'd', U'e'};
  glyph.offset_em = 1e-9F, glyph.sigma_em = 1e15F;
  glyph.read_probability = glyph.read_probability5 = 1;
  measurement.panes.emplace_back().rows.emplace_back();
  measurement.glyphs.push_back(glyph);
  const mark_code::SoftChips chips = chips_of(pool(std::span(&measurement, 1), {}));
  for (const std::int8_t q : chips.a) CHECK(q == 0);
  for (const std::int8_t q : chips.b) CHECK(q == 0);
}

}  // namespace
}  // namespace spoor::trace
