// Writing a picture as PNG.
#pragma once

#include <filesystem>

#include "viewer/app/error.hpp"
#include "viewer/gpu/frame_target.hpp"

namespace spoor::app {

/// The name holds the whole picture or what it held before. The same picture gives the same bytes. Errors:
/// failed (says what the system refused).
[[nodiscard]] Result<void> write_png(const std::filesystem::path& path, const gpu::Picture& picture);

}  // namespace spoor::app
