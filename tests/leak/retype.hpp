// Somebody who copies code by hand or by OCR: renames, mistypes, leaves out, reflows.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace spoor::leak_test {

struct RetypeOptions {
  double changed = 0.2;       ///< share of the tokens that are changed
  double rename_share = 0.5;  ///< of the changes that are a name's new spelling, the same all over the text
  bool reflow = true;         ///< line breaks and indentation anew
};

struct Retyped {
  std::string text;
  double changed = 0;  ///< share of the tokens that differ
};

/// Deterministic in the engine.
[[nodiscard]] Retyped retype(const std::vector<std::string>& lines, const RetypeOptions& options,
                             std::mt19937_64& random);

}  // namespace spoor::leak_test
