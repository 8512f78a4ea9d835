// All files of a release with what tells them apart without reading them.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/find/files.hpp"

namespace spoor::compare {

struct TreeFile {
  std::string path;
  std::uint64_t size_bytes = 0;
  bool binary = false;
  std::optional<seal::FilePlace> place;  ///< of its bytes in the archive
};

struct TreeFiles {
  std::vector<TreeFile> files;          ///< in the order of the tree; links are none of them
  std::vector<std::string> unreadable;  ///< folders that could not be listed
};
/// Stops early, with what there is, once it is stopped.
[[nodiscard]] TreeFiles list_files(const find::Files& files, const std::stop_token& stop = {});

[[nodiscard]] std::string_view name_of(std::string_view path);

}  // namespace spoor::compare
