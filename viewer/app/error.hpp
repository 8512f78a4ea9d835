// Errors of the viewer: values, never exceptions. Each says which exit code the program ends with.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "watermark/seal/error.hpp"

namespace spoor::app {

/// One clear sentence that says what is wrong and what to do; never a secret.
struct AppError {
  ExitCode code = ExitCode::failed;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, AppError>;

}  // namespace spoor::app
