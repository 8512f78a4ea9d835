// Text that is known takes the place of what was read: it makes weak pictures speak, and text that does not
// stand in a picture proves nothing of anybody.
#include "watermark/trace/known_text.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "judge_synthetic.hpp"
#include "tests/unit/measure/truth.hpp"

namespace spoor::trace {
namespace {

// A page of small text whose pixels were averaged away.
measure_test::Page weak_page() {
  measure_test::Scene scene;
  scene.rescale = 0.36;
  scene.jpeg_quality = 60;
  return measure_test::make_page(scene);
}

// What stands on the lattices of a measurement if the page's rows are `rows`.
KnownRows rows_on_lattice(const measure_test::Page& page, const std::vector<std::u32string>& rows,
                          const Measurement& m) {
  KnownRows out;
  for (const Pane& pane : m.panes) {
    auto& known = out.emplace_back();
    const long shift = std::lround((page.origin_x_px - pane.origin_x_px) / page.advance_px);
    for (const ReadRow& read : pane.rows) {
      std::u32string& cells = known.emplace_back(read.cells.size(), U' ');
      const long row = std::lround((double{read.baseline_px} - page.first_baseline_px) / page.line_height_px);
      if (row < 0 || row >= std::ssize(rows)) continue;
      const std::u32string& text = rows[static_cast<std::size_t>(row)];
      for (std::size_t c = 0; c < text.size(); ++c) {
        const long column = static_cast<long>(c) + shift;
        if (column >= 0 && column < std::ssize(cells)) cells[static_cast<std::size_t>(column)] = text[c];
      }
    }
  }
  return out;
}

MeasuredReading read_of(const measure_test::Page& page) {
  MeasureOptions options;
  options.keep_reading = true;
  auto done = measure_reading_of(page.picture, options);
  REQUIRE(done.has_value());
  REQUIRE(done->read != nullptr);
  return std::move(*done);
}

// Glyphs, each by the chance that its trigram is what the window says.
double sure_glyphs(const Measurement& m) {
  double sum = 0;
  for (const MeasuredGlyph& g : m.glyphs) sum += double{g.read_probability};
  return sum;
}

TEST_CASE("known text is measured where it could not be read", "[known]") {
  const auto page = weak_page();
  const MeasuredReading first = read_of(page);
  const auto known = measure_known(*first.read, rows_on_lattice(page, page.rows, first.measurement), {});
  REQUIRE(known.has_value());
  const auto before = measure_test::compare(page, first.measurement),
             after = measure_test::compare(page, *known);
  CAPTURE(before.measured, before.read_right, before.sign_right, after.measured, after.read_right,
          after.sign_right, before.rms_px, after.rms_px, sure_glyphs(first.measurement), sure_glyphs(*known));
  CHECK(before.read_right < 0.9);
  CHECK(after.read_right > 0.97);
  CHECK(after.measured * after.read_right > 1.1 * before.measured * before.read_right);
  CHECK(sure_glyphs(*known) > 1.2 * sure_glyphs(first.measurement));
  // Nothing known changes nothing of what was read.
  const auto same = measure_known(*first.read, {}, {});
  REQUIRE(same.has_value());
  CHECK(std::abs(sure_glyphs(*same) - sure_glyphs(first.measurement)) < 0.03 * sure_glyphs(*same));
}

TEST_CASE("a picture does not bear out text that is not in it", "[known]") {
  const auto page = measure_test::make_page({});
  const MeasuredReading first = read_of(page);
  std::vector<std::u32string> wrong = page.rows;
  std::rotate(wrong.begin(), wrong.begin() + 7, wrong.end());
  const auto known = measure_known(*first.read, rows_on_lattice(page, wrong, first.measurement), {});
  REQUIRE(known.has_value());
  CAPTURE(sure_glyphs(*known), sure_glyphs(first.measurement));
  CHECK(sure_glyphs(*known) < 0.1 * sure_glyphs(first.measurement));
}

TEST_CASE("p-values of innocents hold with known text, right or wrong", "[known]") {
  constexpr std::size_t kTexts = 24, kSessions = 50;
  const auto page = weak_page();
  const MeasuredReading first = read_of(page);
  JudgeOptions options;
  options.blind = options.missing = false;  // have no probability of their own, and take long
  double trials = 0;
  int below_2 = 0, below_3 = 0;
  for (std::size_t text = 0; text < kTexts; ++text) {
    std::vector<std::u32string> rows = page.rows;
    std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(text % rows.size()), rows.end());
    const auto known = measure_known(*first.read, rows_on_lattice(page, rows, first.measurement), {});
    REQUIRE(known.has_value());
    for (std::size_t s = 0; s < kSessions; ++s) {
      const auto judge = synthetic::make_judge(synthetic::make_kit(text * kSessions + s + 1, 1, 1));
      const Verdict verdict = synthetic::judge_one(judge, *known, options);
      CHECK(verdict.kind != VerdictKind::match);
      if (!verdict.best) continue;
      ++trials;
      below_2 += verdict.best->log10_p_corrected <= -2, below_3 += verdict.best->log10_p_corrected <= -3;
    }
  }
  CAPTURE(trials, below_2, below_3);
  REQUIRE(trials >= 0.98 * kTexts * kSessions);
  // As many as the rate says with probability .999.
  CHECK(below_2 <= 0.01 * trials + 3.09 * std::sqrt(0.01 * trials) + 1);
  CHECK(below_3 <= 0.001 * trials + 3.09 * std::sqrt(0.001 * trials) + 1);
}

}  // namespace
}  // namespace spoor::trace
