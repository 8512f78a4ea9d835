// What differs between two texts, line by line and within lines. Holds numbers alone, none of the text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "viewer/compare/edit_script.hpp"
#include "viewer/compare/word_diff.hpp"

namespace spoor::compare {

struct FileDiff {
  std::vector<Change> changes;  ///< of lines, in order
  std::vector<WordRange> old_words;
  std::vector<WordRange> new_words;
  std::uint64_t old_lines = 0;
  std::uint64_t new_lines = 0;
  std::uint64_t removed = 0;  ///< lines
  std::uint64_t added = 0;
  std::uint64_t ends_differ =
      0;                 ///< lines that are alike but for CR LF in place of LF, or for a last one without
  bool shortest = true;  ///< else the texts differ too much for the shortest way to be looked for

  /// The ranges of one line.
  [[nodiscard]] static std::span<const WordRange> on_line(const std::vector<WordRange>& words,
                                                          std::uint64_t line);
};

struct DiffOptions {
  EditLimits limits{};
  bool words = true;
};

/// Nothing: it was stopped.
[[nodiscard]] std::optional<FileDiff> diff_texts(std::string_view old_text, std::string_view new_text,
                                                 const DiffOptions& options = {},
                                                 const std::stop_token& stop = {});

/// The change that a line of the new text stands in, or that stands right above it where lines were only
/// removed; nullptr: none.
[[nodiscard]] const Change* change_at(const FileDiff& diff, std::uint64_t new_line);

}  // namespace spoor::compare
