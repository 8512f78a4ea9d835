// Real code for the mark's benchmarks: files below given folders, as rows of cells.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "watermark/mark/context.hpp"

namespace spoor::bench {

using Rng = std::mt19937_64;

/// The drawn rows of one file: tabs expanded to 8 cells, cut at 120 cells.
struct SourceFile {
  std::vector<std::u32string> rows;
};

/// Files of one tree (one kind of code), sampled evenly.
struct Corpus {
  std::string name;
  std::vector<SourceFile> files;
};

/// Whether rows without a glyph count: a line of code has one.
enum class BlankRows { keep, drop };

/// At most `count` text files of 40 rows or more below `folder` whose name ends in one of `endings` (empty:
/// any), evenly spread over the sorted list, beginning at `offset` of the stride (two offsets: two disjoint
/// samples).
[[nodiscard]] Corpus load_corpus(const std::string& name, const std::string& folder,
                                 std::span<const std::string_view> endings, std::size_t count, double offset,
                                 BlankRows blank);

/// The trees that a Debian machine has: `kernel` is the root of a Linux source tree (left out if it is
/// empty).
[[nodiscard]] std::vector<Corpus> load_all(const std::string& kernel, std::size_t count, double offset,
                                           BlankRows blank);

/// `rows` consecutive rows of a random file at a random place; fewer where the file ends.
[[nodiscard]] std::span<const std::u32string> random_window(const std::vector<Corpus>& corpora,
                                                            std::size_t rows, Rng& rng);

/// The positions of every drawn glyph of some rows, row by row.
[[nodiscard]] std::vector<mark::Position> positions_of(std::span<const std::u32string> rows);

/// The window of a cell.
[[nodiscard]] mark::Window window_at(const std::u32string& row, std::size_t column) noexcept;

}  // namespace spoor::bench
