// Which files a command line means: folders stand for the pictures in them.
#pragma once

#include <filesystem>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/trace/error.hpp"

namespace spoor::trace {

struct CaptureList {
  std::vector<std::filesystem::path>
      files;               ///< files as given; a folder's in the order of their names' bytes
  std::size_t others = 0;  ///< files in folders whose names are no picture's
};

/// Folders are searched to any depth; links to folders are not followed. In folders, names decide what is a
/// picture; a file that is given by itself is taken whatever its name. Errors: io (a folder that cannot be
/// read).
[[nodiscard]] tl::expected<CaptureList, TraceError> list_captures(
    const std::vector<std::filesystem::path>& given);

}  // namespace spoor::trace
