// What the tracer says about one capture, ready to be written down.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/parts.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

/// Lines of a file of a sealed archive.
struct SourceLines {
  std::string path;
  std::uint64_t first_line = 0;  ///< 1 is the file's first
  std::uint64_t last_line = 0;
  std::string release{};
};

/// Where in a sealed archive the rows of a capture come from. The lines' text always speaks for it; what
/// else does is said.
struct SourcePlace : SourceLines {
  bool line_numbers = false;  ///< the gutter names these lines, in two rows at least
  bool path_read = false;     ///< the whole path stands in the picture
  bool name_read = false;     ///< the file's name stands in the picture (its neighbours' may, too)
  /// Places that all this speaks for as much: which of them was on screen is not known. Every file with the
  /// same text is among them unless a great many are (LocateOptions::candidates).
  std::vector<SourceLines> ties{};
};

/// A capture that was joined with others to one verdict.
struct JoinedCapture {
  std::string capture, sha256_hex;
  std::string error;  ///< why it has no part in the verdict; empty: it has
};

struct TraceResult {
  std::string capture;                ///< the path as it was given; of several, the first
  std::string sha256_hex;             ///< empty if the file could not be read
  std::vector<JoinedCapture> joined;  ///< all captures of the verdict, where there are several
  std::size_t captures = 1;           ///< that the run counted
  std::vector<Part> parts;            ///< where more than one session drew it
  std::optional<TraceError> error;    ///< why there is no verdict
  Verdict verdict;                    ///< meaningful without an error only
  bool mirrored = false;              ///< the capture shows the page in a mirror
  double pixels_per_advance = 0;      ///< of the largest pane; 0: none was found
  std::optional<SourcePlace> source;
};

/// UTC, to the second: 2027-01-31T18:00:00Z.
[[nodiscard]] std::string iso_time(std::int64_t unix_s);

/// One JSON object in one line, without its newline: always the same keys, sorted; null where nothing is
/// known. A session is named for a match only. `verdict` is null and `reason` the error's sentence where
/// there is an error. Bytes of the path that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_json_line(const TraceResult& result, const seal::Kit& kit);

/// A few lines for an examiner, of a result without an error: who, when, where, how sure, what is missing.
[[nodiscard]] std::string to_text(const TraceResult& result, const seal::Kit& kit);

}  // namespace spoor::trace
