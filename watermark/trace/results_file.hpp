// Results that outlive a run: one JSON line a capture in a file, so that a run over thousands can go on where
// it was stopped.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "watermark/seal/exit_code.hpp"
#include "watermark/trace/error.hpp"

namespace spoor::trace {

/// A result as an earlier run wrote it.
struct EarlierResult {
  std::string line;     ///< the JSON object
  std::string verdict;  ///< "match", ...
  ExitCode code = ExitCode::done;
};

class ResultsFile {
 public:
  /// Reads what is there; a last line that was torn is cut off. Errors: io, damaged (a file of something
  /// else).
  [[nodiscard]] static tl::expected<ResultsFile, TraceError> open(const std::filesystem::path& path);

  /// What an earlier run said of the same bytes under the same name with the same kit and version, when it
  /// counted as many captures; nothing where it failed or something differs.
  [[nodiscard]] std::optional<EarlierResult> earlier(const std::string& capture,
                                                     const std::string& sha256_hex,
                                                     const std::string& kit_sha256_hex,
                                                     std::size_t captures) const;

  /// Adds a line, on disk when this returns. Errors: io.
  [[nodiscard]] tl::expected<void, TraceError> append(const std::string& line);

 private:
  ResultsFile(std::map<std::string, std::string> lines, std::ofstream out)
      : lines_(std::move(lines)), out_(std::move(out)) {}

  std::map<std::string, std::string> lines_;  ///< the last of each capture
  std::ofstream out_;
};

}  // namespace spoor::trace
