// What a search has looked at: exact, since a reviewer may testify that something is not there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/find/scan.hpp"

namespace spoor::find {

/// A file that was not searched to its end.
struct Skipped {
  std::string path;
  ScanEnd why = ScanEnd::binary;
};

struct Coverage {
  static constexpr std::size_t kKeptSkipped = 10'000;  ///< paths; the counts are of all

  std::uint64_t files = 0;     ///< of the release, by its signed manifest
  std::uint64_t searched = 0;  ///< to their end
  std::uint64_t left_out = 0;  ///< by the globs
  std::uint64_t binary = 0;
  std::uint64_t damaged = 0;
  std::uint64_t too_long = 0;
  std::uint64_t in_damaged_folders = 0;  ///< files of folders that could not be listed; known at the end
  std::vector<Skipped> skipped;          ///< in the order of the tree

  [[nodiscard]] std::uint64_t skipped_files() const {
    return binary + damaged + too_long + in_damaged_folders;
  }
  [[nodiscard]] std::uint64_t done() const { return searched + left_out + skipped_files(); }
  void count(ScanEnd end, std::string_view path);
  void add(Coverage&& other);
};

/// "54,912 of 54,912 files, 0 skipped"; with the reasons where files were skipped or left out.
[[nodiscard]] std::string describe(const Coverage& coverage);
/// "12,345"
[[nodiscard]] std::string with_commas(std::uint64_t number);

}  // namespace spoor::find
