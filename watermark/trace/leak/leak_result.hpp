// What the tracer says about one leaked text, ready to be written down. None of its words is "match": text
// carries no mark, and having had lines on screen is no proof of having copied them.
#pragma once

#include <optional>
#include <string>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/leak/witnesses.hpp"

namespace spoor::leak {

struct LeakResult {
  std::string file;                      ///< the path as it was given
  std::string sha256_hex;                ///< empty if the file could not be read
  std::optional<seal::SealError> error;  ///< why there is no verdict
  std::string release;                   ///< of the archive
  FoundLeak found;
  Testimony testimony;
};

/// "one session", "several sessions", ...
[[nodiscard]] std::string_view words_of(LeakVerdict verdict) noexcept;

/// One JSON object in one line, without its newline: always the same keys, sorted.
[[nodiscard]] std::string to_json_line(const LeakResult& result, const seal::Kit& kit);

/// A few lines for an examiner, of a result without an error.
[[nodiscard]] std::string to_text(const LeakResult& result, const seal::Kit& kit);

}  // namespace spoor::leak
