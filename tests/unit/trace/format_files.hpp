// Files of every kind that the tracer opens, made for tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace::testing {

using Bytes = std::vector<std::uint8_t>;

/// HEVC in HEIC, or AV1 in AVIF; empty where the library has no encoder.
[[nodiscard]] Bytes heif_file(const cv::Mat& bgr, bool avif);

/// A PDF whose pages each show one picture at so many dots an inch.
[[nodiscard]] Bytes pdf_file(const std::vector<cv::Mat>& pages, double dots_per_inch);

/// An MP4 of MPEG-4 part 2, 10 frames a second.
void write_video(const std::filesystem::path& path, const std::vector<cv::Mat>& frames);

/// Removes itself.
class TempFile {
 public:
  explicit TempFile(const Bytes& bytes);
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace spoor::trace::testing
