#include "scanner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "random.hpp"

namespace spoor::camera {
namespace {

cv::Mat blurred(const cv::Mat& light, double sigma_px) {
  cv::Mat out;
  cv::GaussianBlur(light, out, {}, std::max(sigma_px, 0.05), 0, cv::BORDER_REPLICATE);
  return out;
}

/// Where each pixel of the scan looks on the print, as the maps that cv::remap takes.
void look_up(const ScanParameters& p, cv::Size print, cv::Size scan, double ratio, cv::Mat& map_x,
             cv::Mat& map_y) {
  const double angle = p.rotation_deg * std::numbers::pi / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  map_x.create(scan, CV_32F);
  map_y.create(scan, CV_32F);
  for (int y = 0; y < scan.height; ++y) {
    const double wave = 2 * std::numbers::pi * y / p.jitter_period_px;
    const double down = y + p.jitter_px * std::sin(wave) - p.shift_y_px - scan.height / 2.0;
    for (int x = 0; x < scan.width; ++x) {
      const double across = x - p.shift_x_px - scan.width / 2.0 - p.shear * down;
      const double u = across * ratio / p.scale_x;
      const double v = down * ratio / p.scale_y;
      map_x.at<float>(y, x) = static_cast<float>(c * u + s * v + print.width / 2.0);
      map_y.at<float>(y, x) = static_cast<float>(-s * u + c * v + print.height / 2.0);
    }
  }
}

/// sRGB's curve (IEC 61966-2-1).
double encoded(double light) {
  const double l = std::clamp(light, 0.0, 1.0);
  return l <= 0.0031308 ? 12.92 * l : 1.055 * std::pow(l, 1 / 2.4) - 0.055;
}

cv::Mat developed(const cv::Mat& light, double noise, std::uint64_t key) {
  cv::Mat out(light.size(), CV_8U);
  for (int y = 0; y < light.rows; ++y)
    for (int x = 0; x < light.cols; ++x) {
      const auto at = static_cast<std::uint64_t>(y) * static_cast<std::uint64_t>(light.cols) +
                      static_cast<std::uint64_t>(x);
      const double with_noise = light.at<float>(y, x) + noise * static_cast<double>(normals(key, at)[0]);
      out.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::lround(255 * encoded(with_noise)));
    }
  return out;
}

}  // namespace

ScanParameters draw_scan(std::uint64_t seed) {
  const std::uint64_t key = stream_key(seed, "scan");
  std::uint64_t next = 0;
  const auto between = [&](double low, double high) { return low + (high - low) * uniform(key, next++); };
  ScanParameters p;
  p.rotation_deg = between(-1.5, 1.5);
  p.scale_x = between(0.995, 1.005);
  p.scale_y = between(0.995, 1.005);
  p.shear = between(-0.002, 0.002);
  p.shift_x_px = between(-15, 15);
  p.shift_y_px = between(-15, 15);
  p.jitter_px = between(0, 0.3);
  p.jitter_period_px = between(150, 900);
  p.toner_px = between(0.3, 0.6);
  p.optics_px = between(0.45, 0.8);
  p.paper = between(0.8, 0.92);
  p.toner = between(0.02, 0.06);
  p.noise = between(0.005, 0.02);
  p.jpeg_quality = static_cast<int>(between(65, 95));
  return p;
}

std::vector<std::uint8_t> scan(const cv::Mat& raster, double print_dpi, double scan_dpi,
                               const ScanParameters& p, std::uint64_t seed) try {
  const double ratio = print_dpi / scan_dpi;
  cv::Mat light;
  raster.convertTo(light, CV_32F, (p.paper - p.toner) / 255, p.toner);
  // Both spreads at once, before the print is looked at: the sensor's own pixel (a box) is in the optics.
  light = blurred(light, std::hypot(p.toner_px, p.optics_px * ratio));
  const cv::Size size(static_cast<int>(std::lround(raster.cols / ratio)),
                      static_cast<int>(std::lround(raster.rows / ratio)));
  cv::Mat map_x;
  cv::Mat map_y;
  look_up(p, raster.size(), size, ratio, map_x, map_y);
  cv::Mat seen;
  cv::remap(light, seen, map_x, map_y, cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(p.paper));
  std::vector<std::uint8_t> file;
  const cv::Mat grey = developed(seen, p.noise, stream_key(seed, "scanner's noise"));
  if (!cv::imencode(".jpg", grey, file, {cv::IMWRITE_JPEG_QUALITY, p.jpeg_quality})) file.clear();
  return file;
} catch (const cv::Exception&) {
  return {};
}

}  // namespace spoor::camera
