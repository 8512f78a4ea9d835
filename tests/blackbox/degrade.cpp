#include "degrade.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace spoor::blackbox {
namespace {

using Random = std::mt19937_64;

Damaged png(const cv::Mat& image) {
  Damaged out;
  out.extension = ".png";
  cv::imencode(".png", image, out.file, {cv::IMWRITE_PNG_COMPRESSION, 1});
  return out;
}
Damaged jpeg(const cv::Mat& image, int quality) {
  Damaged out;
  out.extension = ".jpg";
  cv::imencode(".jpg", image, out.file, {cv::IMWRITE_JPEG_QUALITY, quality});
  return out;
}

double uniform(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

cv::Mat rescale(const cv::Mat& image, double factor, Random& random) {
  constexpr std::array kKernels = {cv::INTER_AREA, cv::INTER_LINEAR, cv::INTER_CUBIC, cv::INTER_LANCZOS4};
  const int kernel = kKernels[random() % kKernels.size()];
  cv::Mat out;
  cv::resize(image, out, {}, factor, factor, kernel);
  return out;
}

// Mean difference of neighbouring pixels: how much text there is.
double ink(const cv::Mat& image) {
  cv::Mat step;
  cv::absdiff(image.colRange(1, image.cols), image.colRange(0, image.cols - 1), step);
  const cv::Scalar mean = cv::mean(step);
  return mean[0] + mean[1] + mean[2];
}

// A place for a crop: five lines mean five lines of code, so blank and nearly blank places are drawn again.
template <typename Place>
cv::Mat crop_with_text(const cv::Mat& image, Random& random, const Place& place) {
  constexpr int kTries = 40;
  constexpr double kShareOfPage = 0.6;
  const double page = ink(image);
  cv::Rect best = place(random);
  for (int i = 0; i < kTries && ink(image(best)) < kShareOfPage * page; ++i) {
    const cv::Rect other = place(random);
    if (ink(image(other)) > ink(image(best))) best = other;
  }
  return image(best).clone();
}

// Ink of every row of code, its gutter left out.
std::vector<double> ink_of_rows(const Screen& screen) {
  std::vector<double> out;
  const CodeRows& code = screen.code;
  for (int row = 0; row < code.count; ++row)
    out.push_back(ink(screen.bgr({code.x_px, code.top_px + row * code.row_px, code.width_px, code.row_px})));
  return out;
}

struct Strip {
  cv::Mat image;
  int first_row = 0, rows = 0;

  [[nodiscard]] Damaged as(Damaged file) const {
    file.first_row = first_row, file.rows = rows;
    return file;
  }
};

// So many rows of code in the full width of the screen, with up to a third of a row more, as a hand leaves
// it.
Strip crop_rows(const Screen& screen, int rows, Random& random) {
  constexpr double kSlack = 0.3;
  const RowPlace place = rows_with_text(screen, rows, random);
  if (place.rows <= 0) return {screen.bgr, 0, 0};
  const int slack = static_cast<int>(kSlack * screen.code.row_px);
  const int above = static_cast<int>(uniform(random, 0, slack + 0.999));
  const int top = screen.code.top_px + place.first_row * screen.code.row_px - above;
  const cv::Rect strip(0, top, screen.bgr.cols, place.rows * screen.code.row_px + slack);
  return {screen.bgr(strip & cv::Rect({}, screen.bgr.size())).clone(), place.first_row, place.rows};
}

Damaged png_of_rows(const Screen& screen, int rows, Random& random) {
  const Strip strip = crop_rows(screen, rows, random);
  return strip.as(png(strip.image));
}

cv::Mat crop_rectangle(const cv::Mat& image, Random& random) {
  return crop_with_text(image, random, [&](Random& r) {
    const int width = static_cast<int>(uniform(r, 0.35, 0.8) * image.cols);
    const int height = static_cast<int>(uniform(r, 0.35, 0.8) * image.rows);
    const int x = static_cast<int>(uniform(r, 0, 0.35) * image.cols);
    const int y = static_cast<int>(uniform(r, 0, 1) * (image.rows - height));
    return cv::Rect(std::min(x, image.cols - width), y, width, height);
  });
}

}  // namespace

Damaged rescaled_jpeg(const Screen& screen, double factor, int quality, std::mt19937_64& random) {
  return jpeg(rescale(screen.bgr, factor, random), quality);
}

RowPlace rows_with_text(const Screen& screen, int rows, std::mt19937_64& random) {
  constexpr int kTries = 40;
  constexpr double kShareOfPage = 0.6;
  if (screen.code.count <= 0) return {};
  const std::vector<double> inked = ink_of_rows(screen);
  rows = std::min(rows, screen.code.count);
  const double all = std::accumulate(inked.begin(), inked.end(), 0.0);
  const auto not_blank = std::count_if(inked.begin(), inked.end(), [](double row) { return row > 0; });
  const double enough =
      kShareOfPage * rows * all / static_cast<double>(std::max<std::ptrdiff_t>(1, not_blank));
  int best = 0;
  double most = -1;
  for (int i = 0; i < kTries && most < enough; ++i) {
    const int first = static_cast<int>(random() % static_cast<std::uint64_t>(screen.code.count - rows + 1));
    const double held = std::accumulate(inked.begin() + first, inked.begin() + first + rows, 0.0);
    if (held > most) most = held, best = first;
  }
  return {best, rows};
}

const std::vector<Condition>& conditions() {
  static const std::vector<Condition> kConditions = {
      {"PNG", 0.995, true, [](const Screen& s, Random&) { return png(s.bgr); }},
      {"JPEG 75", 0.995, true, [](const Screen& s, Random&) { return jpeg(s.bgr, 75); }},
      {"JPEG 50", 0.995, true, [](const Screen& s, Random&) { return jpeg(s.bgr, 50); }},
      {"x 0.7, JPEG 75", 0.995, true,
       [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 0.7, r), 75); }},
      {"12 lines, PNG", 0.995, false, [](const Screen& s, Random& r) { return png_of_rows(s, 12, r); }},
      {"5 lines, PNG", 0.97, false, [](const Screen& s, Random& r) { return png_of_rows(s, 5, r); }},
      {"x 0.5, JPEG 75", 0.95, true,
       [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 0.5, r), 75); }},
      {"12 lines, x 0.7, JPEG 50", 0, false,
       [](const Screen& s, Random& r) {
         const Strip strip = crop_rows(s, 12, r);
         return strip.as(jpeg(rescale(strip.image, 0.7, r), 50));
       }},
      {"x 1.5, JPEG 75", 0, true,
       [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 1.5, r), 75); }},
      {"x 2, JPEG 75", 0, true, [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 2, r), 75); }},
      {"rectangle, PNG", 0, false, [](const Screen& s, Random& r) { return png(crop_rectangle(s.bgr, r)); }},
      {"rectangle, x 3, JPEG 75", 0, false,
       [](const Screen& s, Random& r) { return jpeg(rescale(crop_rectangle(s.bgr, r), 3, r), 75); }},
  };
  return kConditions;
}

}  // namespace spoor::blackbox
