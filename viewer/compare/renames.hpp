// Which removed file an added one was before: first those that hold the same, then, as git does it, those
// that share at least half of their bytes, by their lines.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/compare/tree_files.hpp"

namespace spoor::compare {

struct Rename {
  std::size_t removed = 0;  ///< index of the file that it was
  std::size_t added = 0;
  int alike_percent = 100;
  friend bool operator==(const Rename&, const Rename&) = default;
};

struct RenameLimits {
  int least_percent = 50;
  /// Beyond so many pairs only files of the same name are compared.
  std::uint64_t most_pairs = 4'000'000;
  std::uint64_t most_bytes = std::uint64_t{4} << 20U;   ///< of a file that is read
  std::uint64_t most_read = std::uint64_t{512} << 20U;  ///< of all that are
};

struct Renames {
  std::vector<Rename> pairs;  ///< in the order of the added files; each file in one pair at most
  bool bounded = false;       ///< files that may be pairs were not looked at
};

/// Reads a whole file; nothing where it cannot be read.
using ReadFile = std::function<std::optional<std::string>(const TreeFile&)>;

[[nodiscard]] Renames find_renames(std::span<const TreeFile> removed, std::span<const TreeFile> added,
                                   const ReadFile& read_removed, const ReadFile& read_added,
                                   const RenameLimits& limits = {}, const std::stop_token& stop = {});

/// The share of the larger one's bytes that both have, by lines (pieces of longer lines), in whichever order.
[[nodiscard]] int alike_percent(std::string_view one, std::string_view other);

}  // namespace spoor::compare
