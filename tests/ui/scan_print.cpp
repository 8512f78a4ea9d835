// scan_print PDF OUT.jpg SEED [raster]: the first page of a PDF printed at 300 dots an inch and scanned at
// 200 by the scanner model; an odd seed prints in black and white. With "raster" OUT is the printer's own
// picture.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "tests/blackbox/printed_page.hpp"
#include "tests/camera/scanner.hpp"

int main(int argc, char** argv) {
  using namespace spoor;
  if (argc < 4) {
    std::cerr << "usage: scan_print PDF OUT SEED [raster]\n";
    return 2;
  }
  const std::uint64_t seed = std::stoull(argv[3]);
  const cv::Mat page = blackbox::rasterised_page(argv[1], seed % 2 == 0);
  if (page.empty()) {
    std::cerr << "scan_print: the page cannot be read\n";
    return 1;
  }
  cv::Mat grey;
  cv::extractChannel(page, grey, 0);
  if (argc > 4) return cv::imwrite(argv[2], grey) ? 0 : 1;
  const auto file = camera::scan(grey, blackbox::kPrintDotsPerInch, blackbox::kScanDotsPerInch,
                                 camera::draw_scan(seed), seed);
  std::ofstream out(argv[2], std::ios::binary);
  out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  out.close();
  return file.empty() || !out ? 1 : 0;
}
