// Which characters does a blurred picture confuse? Renders every printable ASCII character in every font at a
// few pixels an advance, blurs, and prints the pairs that noise mistakes for each other: the basis of fold().
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "viewer/text/face.hpp"

namespace {

using spoor::text::Face;
constexpr int kCanvasPx = 24;
constexpr double kBlurPx = 0.6;
using Picture = std::vector<double>;

Picture blurred(const Picture& in) {
  constexpr int kReach = 3;
  Picture out = in;
  for (int pass = 0; pass < 2; ++pass) {
    const Picture from = out;
    const int step = pass == 0 ? 1 : kCanvasPx;
    for (int i = 0; i < kCanvasPx * kCanvasPx; ++i) {
      double sum = 0;
      double norm = 0;
      for (int k = -kReach; k <= kReach; ++k) {
        const int j = i + k * step;
        if (j < 0 || j >= kCanvasPx * kCanvasPx) continue;
        const double weight = std::exp(-k * k / (2 * kBlurPx * kBlurPx));
        sum += weight * from[static_cast<std::size_t>(j)];
        norm += weight;
      }
      out[static_cast<std::size_t>(i)] = sum / norm;
    }
  }
  return out;
}

Picture render(const Face& face, char32_t c, double em_px, double phase_x_px, double phase_y_px) {
  Picture picture(kCanvasPx * kCanvasPx, 0.0);
  const auto strip = face.rasterise(c, em_px, 1, phase_x_px, phase_y_px);
  if (!strip) std::exit(1);
  for (int r = 0; r < strip->height_px; ++r)
    for (int s = 0; s < strip->width_px; ++s) {
      const int y = 14 - strip->top_px + r;
      const int x = 6 + strip->left_px + s;
      if (x < 0 || y < 0 || x >= kCanvasPx || y >= kCanvasPx) continue;
      picture[static_cast<std::size_t>(y * kCanvasPx + x)] =
          strip->coverage[static_cast<std::size_t>(r * strip->width_px + s)] / 255.0;
    }
  return blurred(picture);
}

double dot(const Picture& a, const Picture& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Distance to the other picture at its best gain: a reader does not know how bright a word is drawn.
double distance(const Picture& a, const Picture& b) {
  const double gain = std::clamp(dot(a, b) / dot(b, b), 0.7, 1.4);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - gain * b[i]) * (a[i] - gain * b[i]);
  return std::sqrt(sum);
}

}  // namespace

int main(int argc, char** argv) {
  const double advance_px = argc > 1 ? std::atof(argv[1]) : 4.0;
  constexpr double kLeast = 0.0005;
  const double sigma = argc > 2 ? std::atof(argv[2]) : 0.12;  // of full contrast
  std::map<std::string, double> error;
  for (const auto id : spoor::text::kAllFonts) {
    const auto face = Face::open(id);
    if (!face) return 1;
    const double em_px = advance_px / face->advance_em();
    constexpr int kPhases = 3;
    for (int phase = 0; phase < kPhases * kPhases; ++phase) {
      std::vector<Picture> pictures;
      for (char32_t c = 0x21; c < 0x7F; ++c)
        pictures.push_back(render(*face, c, em_px, (phase % kPhases) / 3.0, (phase / kPhases) / 3.0));
      for (std::size_t i = 0; i < pictures.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
          const double d = std::min(distance(pictures[i], pictures[j]), distance(pictures[j], pictures[i]));
          const std::string pair{static_cast<char>(0x21 + j), static_cast<char>(0x21 + i)};
          error[pair] += 0.5 * std::erfc(d / (2 * sigma) / std::sqrt(2.0)) / (kPhases * kPhases * 3);
        }
    }
  }
  std::vector<std::pair<double, std::string>> sorted;
  for (const auto& [pair, p] : error) sorted.emplace_back(p, pair);
  std::sort(sorted.rbegin(), sorted.rend());
  for (const auto& [p, pair] : sorted)
    if (p > kLeast) std::printf("%.3f  %s\n", p, pair.c_str());
  return 0;
}
