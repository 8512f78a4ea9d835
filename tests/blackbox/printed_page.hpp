// Pages that `spoor-view --print` made, as the raster that a printer is sent.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>

#include "viewer_screens.hpp"

namespace spoor::blackbox {

inline constexpr double kPrintDotsPerInch = 300;
inline constexpr double kScanDotsPerInch = 200;

/// The first page of a PDF, 8-bit BGR, 255 paper. `grey`: anti-aliased, each glyph on a quarter of a dot;
/// else black and white with each glyph on whole dots, as a laser printer sets them. Empty where the file
/// cannot be read.
[[nodiscard]] cv::Mat rasterised_page(const std::filesystem::path& pdf, bool grey);

/// 50 lines of various files from a random line on, in the three fonts, on A4 and Letter, sent grey and in
/// black and white; prints are kept by seed.
[[nodiscard]] ScreenSource printed_pages(const ViewerWorld& world);

}  // namespace spoor::blackbox
