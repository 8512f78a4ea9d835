// --measure: figures of opening, scrolling and searching, never vendor text.
#pragma once

#include <string>

#include "viewer/app/opening.hpp"

namespace spoor::app {

/// A block of lines, or one JSON object with sorted keys. Errors: those of open_grant and open_release,
/// failed;
/// those of measure_find.
[[nodiscard]] Result<std::string> measure(const Options& options, std::int64_t now_unix_s);

}  // namespace spoor::app
