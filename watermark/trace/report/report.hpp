// The report on one question: what was found in the captures of a leak, apart from what it means, with all
// that another examiner needs to do it again. Where nobody is named, nothing in it points at anybody: neither
// scores of sessions nor expected sides.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/rectify.hpp"
#include "watermark/trace/report/document.hpp"
#include "watermark/trace/result.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace::report {

/// A capture as it was examined.
struct Exhibit {
  std::string name;  ///< the path as it was given
  std::string sha256_hex;
  std::uint64_t file_bytes = 0;
  int width_px = 0, height_px = 0;  ///< of the picture in the file
  std::string format;               ///< "JPEG"
  bool mirrored = false;            ///< the file shows it mirrored
  cv::Mat picture;                  ///< 8-bit BGR, as it was measured
  cv::Mat page;                     ///< what the measurement's coordinates are of
  std::optional<PageView> view;     ///< of a photograph: how the page lies in the picture
  Measurement measurement;
};

struct Input {
  const TraceResult& result;  ///< without an error
  std::span<const Exhibit> exhibits;
  const seal::Kit& kit;
  const Judge& judge;
  std::string command_line;  ///< without secrets
  std::string archive;       ///< path of the archive that was searched; empty: none
};

[[nodiscard]] Document compose(const Input& input);

/// Writes PATH as HTML and beside it the same with the ending ".pdf". Errors: io, internal.
[[nodiscard]] tl::expected<void, TraceError> write_report(const Document& document,
                                                          const std::filesystem::path& html_path);

}  // namespace spoor::trace::report
