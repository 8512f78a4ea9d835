// A model of an office scanner that reads a printed page, and of the toner before it.
//
//   raster of the printer -> toner (spreads a little) -> paper and toner reflect -> optics -> carriage
//   (rotation, scale, shear, jitter) -> sensor noise -> tone curve -> grey JPEG
//
// Light is linear until the tone curve. What it does not model: colour, halftones and toner specks, paper
// that is creased, folded or shows through, a page that does not lie flat, dust and streaks, a feeder that
// slips by whole rows, and what scanning software does to "clean" pages.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace spoor::camera {

struct ScanParameters {
  double rotation_deg = 0;
  double scale_x = 1;             ///< of the scan over what the resolutions say
  double scale_y = 1;             ///< the carriage's way
  double shear = 0;               ///< carriage not square to the sensor: x per y
  double shift_x_px = 0;          ///< of the scan
  double shift_y_px = 0;          ///< of the scan
  double jitter_px = 0;           ///< amplitude: the carriage runs unevenly
  double jitter_period_px = 300;  ///< of the scan
  double toner_px = 0.4;          ///< spread of the toner, of the printer's pixels (sigma)
  double optics_px = 0.6;         ///< of the scan's pixels (sigma)
  double paper = 0.88;            ///< reflects
  double toner = 0.04;            ///< reflects
  double noise = 0.01;            ///< of full scale, linear
  int jpeg_quality = 85;
};

/// The parameters of a seed: what an office machine does to a page that somebody laid on its glass.
[[nodiscard]] ScanParameters draw_scan(std::uint64_t seed);

/// raster: 8-bit grey, 255 paper, as the printer was sent it at print_dpi. The scan as a grey JPEG. Empty
/// where the picture library fails.
[[nodiscard]] std::vector<std::uint8_t> scan(const cv::Mat& raster, double print_dpi, double scan_dpi,
                                             const ScanParameters& parameters, std::uint64_t seed);

}  // namespace spoor::camera
