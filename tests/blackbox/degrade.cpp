#include "degrade.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace spoor::blackbox {
namespace {

using Random = std::mt19937_64;

Damaged png(const cv::Mat& image) {
  Damaged out{{}, ".png"};
  cv::imencode(".png", image, out.file, {cv::IMWRITE_PNG_COMPRESSION, 1});
  return out;
}
Damaged jpeg(const cv::Mat& image, int quality) {
  Damaged out{{}, ".jpg"};
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

// Height of the code's rows: the strongest period of the row profile among those that a font size allows.
// The right part of the screen is looked at, where no file tree of another row height is.
int row_height_px(const Screen& screen) {
  constexpr double kLeast = 1.1, kMost = 1.8, kDefaultEmPx = 14;
  const double em_px = screen.em_px > 0 ? screen.em_px : kDefaultEmPx;
  const cv::Mat image = screen.bgr.colRange(screen.bgr.cols / 3, screen.bgr.cols);
  cv::Mat grey, profile, step, smooth;
  cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
  cv::absdiff(grey.colRange(1, grey.cols), grey.colRange(0, grey.cols - 1), step);
  cv::reduce(step, profile, 1, cv::REDUCE_AVG, CV_64F);
  cv::blur(profile, smooth, {1, 2 * static_cast<int>(em_px) + 1});
  profile -= smooth;
  int best = static_cast<int>(1.4 * em_px);
  double best_value = -1;
  for (int lag = static_cast<int>(kLeast * em_px); lag <= kMost * em_px && lag < profile.rows / 2; ++lag) {
    const double value = profile.rowRange(0, profile.rows - lag).dot(profile.rowRange(lag, profile.rows)) /
                         (profile.rows - lag);
    if (value > best_value) best_value = value, best = lag;
  }
  return best;
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

// A full-width strip of so many rows of text, at a random height and phase.
cv::Mat crop_rows(const Screen& screen, int rows, Random& random) {
  const cv::Mat& image = screen.bgr;
  const int height =
      std::min(image.rows, static_cast<int>(std::lround((rows + 0.3) * row_height_px(screen))));
  const int margin = std::min(image.rows - height, image.rows / 12) / 2;  // a viewer's own bars
  return crop_with_text(image, random, [&](Random& r) {
    const int y = static_cast<int>(uniform(r, margin, image.rows - height - margin + 0.999));
    return cv::Rect(0, std::clamp(y, 0, image.rows - height), image.cols, height);
  });
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

const std::vector<Condition>& conditions() {
  static const std::vector<Condition> kConditions = {
      {"PNG", 0.995, true, [](const Screen& s, Random&) { return png(s.bgr); }},
      {"JPEG 75", 0.995, true, [](const Screen& s, Random&) { return jpeg(s.bgr, 75); }},
      {"JPEG 50", 0.995, true, [](const Screen& s, Random&) { return jpeg(s.bgr, 50); }},
      {"x 0.7, JPEG 75", 0.995, true,
       [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 0.7, r), 75); }},
      {"12 lines, PNG", 0.995, false, [](const Screen& s, Random& r) { return png(crop_rows(s, 12, r)); }},
      {"5 lines, PNG", 0.97, false, [](const Screen& s, Random& r) { return png(crop_rows(s, 5, r)); }},
      {"x 0.5, JPEG 75", 0.95, true,
       [](const Screen& s, Random& r) { return jpeg(rescale(s.bgr, 0.5, r), 75); }},
      {"12 lines, x 0.7, JPEG 50", 0, false,
       [](const Screen& s, Random& r) { return jpeg(rescale(crop_rows(s, 12, r), 0.7, r), 50); }},
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
