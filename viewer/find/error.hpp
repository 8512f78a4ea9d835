// Errors of the find module: values, never exceptions.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace spoor::find {

enum class FindErrorCode {
  bad_pattern,  ///< the regular expression does not parse, or is too large
  bad_glob,     ///< a path glob does not parse
  empty         ///< there is nothing to look for
};

/// One clear sentence that says what is wrong and what to do.
struct FindError {
  FindErrorCode code = FindErrorCode::bad_pattern;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, FindError>;

}  // namespace spoor::find
