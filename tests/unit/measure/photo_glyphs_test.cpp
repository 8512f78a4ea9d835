// What photographs add to reading and measuring: whether text is upside down, panes under glare, and what a
// warp leaves over.
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/trace/calibrate.hpp"
#include "watermark/trace/legibility.hpp"
#include "watermark/trace/local_mean.hpp"
#include "watermark/trace/strips.hpp"

using namespace spoor;
using namespace spoor::trace;

namespace {

std::vector<ReadPane> pane_of(const std::vector<std::string>& rows, const TemplateBank& bank) {
  ReadPane pane;
  pane.grid = {static_cast<int>(rows.size()), 44, {}};
  for (const std::string& row : rows)
    for (int c = 0; c < pane.grid.columns; ++c) {
      const bool blank = c >= std::ssize(row) || row[static_cast<std::size_t>(c)] == ' ';
      CellFit fit{kBlankCell, 0, 0, 0, 1};
      if (!blank)
        fit = {static_cast<int>(bank.index_of(static_cast<char32_t>(row[static_cast<std::size_t>(c)]))),
               0.95F, 100, 1e4F, 0.99F};
      pane.grid.cells.push_back(fit);
    }
  return {pane};
}

struct Field {
  double warp_em = 0;
  double noise_em = 0.002;
};

// Glyphs of a full page in random contexts, displaced by the mark, a smooth field and noise.
struct Synthetic {
  Measurement measurement;
  std::vector<double> marks_em;

  explicit Synthetic(const Field& field) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, field.noise_em);
    Pane pane;
    pane.advance_px = 8.4, pane.em_px = 14, pane.line_height_px = 19;
    for (int r = 0; r < 40; ++r) {
      pane.rows.push_back({});
      pane.rows.back().baseline_px = static_cast<float>(19 * r);
      for (int c = 0; c < 60; ++c) {
        if (random() % 10 < 4) continue;
        MeasuredGlyph g;
        for (char32_t& cell : g.window) cell = static_cast<char32_t>(U'a' + random() % 26);
        // Equal contexts have equal signs.
        const mark::Position position = mark::position_of(g.window);
        std::mt19937 sign(position.index + (position.code == mark::Code::b ? 100'000U : 0U));
        const double side = sign() % 2 == 0 ? 1 : -1;
        marks_em.push_back(side * mark::kDefaultStrengthEm * mark::stack_factor(g.window[2]));
        const double warp = field.warp_em * std::sin(c / 9.0 + r / 6.0);
        g.offset_em = static_cast<float>(marks_em.back() + warp + noise(random));
        g.sigma_em = static_cast<float>(field.noise_em);
        g.read_probability = g.read_probability5 = 1;
        g.row = r, g.column = c;
        g.x_px = static_cast<float>(8.4 * c), g.y_px = static_cast<float>(19 * r);
        measurement.glyphs.push_back(g);
      }
    }
    measurement.panes.push_back(pane);
  }

  // Variance of the errors over what is claimed of them.
  [[nodiscard]] double normalised() const {
    double sum = 0;
    for (std::size_t i = 0; i < marks_em.size(); ++i)
      sum += std::pow(
          (double{measurement.glyphs[i].offset_em} - marks_em[i]) / double{measurement.glyphs[i].sigma_em},
          2);
    return sum / static_cast<double>(marks_em.size());
  }
  [[nodiscard]] double rms_em() const {
    double sum = 0;
    for (std::size_t i = 0; i < marks_em.size(); ++i)
      sum += std::pow(double{measurement.glyphs[i].offset_em} - marks_em[i], 2);
    return std::sqrt(sum / static_cast<double>(marks_em.size()));
  }
};

}  // namespace

TEST_CASE("code is legible, upside down it is not", "[photo]") {
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  REQUIRE(face.has_value());
  const auto bank = TemplateBank::create(*face, 14, reading_charset(), {}, 1);
  REQUIRE(bank.has_value());
  const double upright = legibility(
      pane_of({"static int next_token(struct parser *p)", "{", "  if (p->pos >= p->length) return -1;",
               "  return TOKEN_CLASS(p->text[p->pos++]);", "}"},
              *bank),
      *bank);
  const double turned = legibility(
      pane_of({"(d* jasjed zcnjzs)uayoz zxau zu! c!zezs", "{", "  :Z- unnzaj (yzbuaI<-d =< sod<-d) j!",
               "  :(I++sod<-dIzxaz<-d)SSVTC NEYOZ unnzaj", "}"},
              *bank),
      *bank);
  CAPTURE(upright, turned);
  CHECK(upright > -3.2);
  CHECK(turned < -3.4);
  CHECK(legibility({}, *bank) < -1e9);
}

TEST_CASE("a smooth background is one strip, a step between panes makes two", "[photo]") {
  cv::Mat1f luma(600, 900);
  cv::RNG noise(3);
  for (int y = 0; y < luma.rows; ++y)
    for (int x = 0; x < luma.cols; ++x)
      luma(y, x) = static_cast<float>(30 + 0.06 * x + 0.02 * y + noise.gaussian(2.0));
  // A mirrored window, not half as tall as the page.
  luma(cv::Rect(500, 100, 120, 220)) += 20;
  // Text everywhere to the right of 300.
  for (int y = 10; y < 590; y += 22) luma(cv::Rect(300, y, 590, 9)) += 100;
  CHECK(find_strips_between_steps(luma, true).size() == 1);
  luma.colRange(0, 250) -= 4;
  const auto strips = find_strips_between_steps(luma, true);
  REQUIRE(strips.size() == 2);
  CHECK(std::abs(strips[0].end - 250) < 8);
  CHECK(strips[0].end == strips[1].start);
  CHECK(strips[1].end == luma.cols);
  CHECK(find_strips_between_steps(cv::Mat1f(4, 9, 0.0F), true).size() == 1);
}

TEST_CASE("the local mean takes out what is smooth and leaves the mark", "[photo]") {
  // A field of an eighth of a pixel at 14 px, as large as the mark.
  Synthetic bent({0.009, 0.002});
  const double before = bent.rms_em();
  remove_local_mean(bent.measurement);
  CHECK(before > 0.006);
  CHECK(bent.rms_em() < 0.0032);
  Synthetic straight({0, 0.002});
  remove_local_mean(straight.measurement);
  CHECK(straight.rms_em() < 0.0023);
  Measurement nothing;
  remove_local_mean(nothing);
  CHECK(nothing.glyphs.empty());
}

TEST_CASE("sigmas become honest on marked pages, sharp and blurred, and on pages without a mark", "[photo]") {
  for (const double noise_em : {0.002, 0.004, 0.008}) {
    for (const double claimed : {0.4, 1.0, 1.6}) {
      Synthetic page({0, noise_em});
      for (MeasuredGlyph& g : page.measurement.glyphs) g.sigma_em = static_cast<float>(claimed * noise_em);
      fit_sigmas(page.measurement);
      CAPTURE(noise_em, claimed);
      CHECK(page.normalised() == Approx(1).margin(0.1));
    }
  }
  // The far side of a tilted screen is measured worse, though nothing tells but the offsets themselves.
  Synthetic tilted({0, 0.002});
  std::normal_distribution<double> more(0, std::sqrt(0.006 * 0.006 - 0.002 * 0.002));
  std::mt19937 random(11);
  const auto far = [](const MeasuredGlyph& g) { return g.column >= 30; };
  for (MeasuredGlyph& g : tilted.measurement.glyphs)
    if (far(g)) g.offset_em += static_cast<float>(more(random));
  fit_sigmas(tilted.measurement);
  for (const bool side : {false, true}) {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < tilted.marks_em.size(); ++i) {
      const MeasuredGlyph& g = tilted.measurement.glyphs[i];
      if (far(g) != side) continue;
      sum += std::pow((double{g.offset_em} - tilted.marks_em[i]) / double{g.sigma_em}, 2), ++count;
    }
    CAPTURE(side);
    CHECK(sum / count == Approx(1).margin(0.2));
  }
  Synthetic plain({0, 0.003});
  for (std::size_t i = 0; i < plain.marks_em.size(); ++i) {
    plain.measurement.glyphs[i].offset_em -= static_cast<float>(plain.marks_em[i]);
    plain.measurement.glyphs[i].sigma_em *= 0.5F;
    plain.marks_em[i] = 0;
  }
  fit_sigmas(plain.measurement);
  CHECK(plain.normalised() == Approx(1).margin(0.1));
  Measurement nothing;
  fit_sigmas(nothing);
  CHECK(nothing.glyphs.empty());
}
