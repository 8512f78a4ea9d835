#include "watermark/trace/templates.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace spoor;

namespace {

// The pixel that the viewer draws: the mean of its oversampled coverage, 0 outside the strip. (Not
// oversampled, FreeType flattens small curves so coarsely that a pixel may be 6 % off.)
constexpr int kViewerOversample = 16;
float drawn(const text::GlyphStrip& strip, int x, int y) {
  const int c = x - strip.left_px, r = y + strip.top_px;
  if (c < 0 || r < 0 || c >= strip.width_px || r >= strip.height_px) return 0;
  int sum = 0;
  for (int s = 0; s < kViewerOversample; ++s)
    sum += strip.coverage[static_cast<std::size_t>((r * strip.width_px + c) * kViewerOversample + s)];
  return static_cast<float>(sum) / (255.0F * kViewerOversample);
}

}  // namespace

TEST_CASE("a template is what the rasteriser draws at the same pen", "[templates]") {
  const auto face = text::Face::open(text::FontId::jetbrains_mono).value();
  for (const double em_px : {9.8, 14.0, 22.5}) {
    const auto bank = trace::TemplateBank::create(face, em_px, trace::reading_charset(), {}, 2);
    REQUIRE(bank.has_value());
    const trace::PixelWindow window{-4, -24, 36, 34};
    std::vector<float> sampled(static_cast<std::size_t>(window.area()));
    for (const double pen : {0.0, 0.13, 0.25, 0.5, 0.81}) {
      double worst = 0;
      for (const char32_t c : {U'a', U'W', U'|', U'@', U'.'}) {
        bank->sample(bank->index_of(c), pen, 0.0, window, sampled.data());
        const auto strip = face.rasterise(c, em_px, kViewerOversample, pen).value();
        for (int i = 0; i < window.area(); ++i)
          worst = std::max(worst,
                           std::abs(double{sampled[static_cast<std::size_t>(i)]} -
                                    drawn(strip, window.x + i % window.width, window.y + i / window.width)));
      }
      // Between oversampled phases an edge's kink is interpolated straight: at most a quarter step off,
      // twice.
      const bool on_grid = std::abs(pen * bank->oversample() - std::round(pen * bank->oversample())) < 1e-9;
      CAPTURE(em_px, pen, worst);
      CHECK(worst < (on_grid ? 0.02 : 0.5 / bank->oversample()));
    }
  }
}

TEST_CASE("a blur kernel that sums to one keeps a glyph's ink", "[templates]") {
  const auto face = text::Face::open(text::FontId::dejavu_sans_mono).value();
  const trace::Blur blur{{0.25F, 0.5F, 0.25F}, {0.1F, 0.8F, 0.1F}};
  const auto sharp = trace::TemplateBank::create(face, 12, trace::reading_charset(), {}, 1).value();
  const auto soft = trace::TemplateBank::create(face, 12, trace::reading_charset(), blur, 1).value();
  const trace::PixelWindow window{-5, -20, 30, 30};
  std::vector<float> a(static_cast<std::size_t>(window.area())), b = a;
  sharp.sample(sharp.index_of(U'g'), 0.3, 0.0, window, a.data());
  soft.sample(soft.index_of(U'g'), 0.3, 0.0, window, b.data());
  double ink_a = 0, ink_b = 0, peak_a = 0, peak_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    ink_a += a[i], ink_b += b[i], peak_a = std::max<double>(peak_a, a[i]),
                                  peak_b = std::max<double>(peak_b, b[i]);
  CHECK(ink_b == Approx(ink_a).epsilon(1e-3));
  CHECK(peak_b < peak_a);
}
