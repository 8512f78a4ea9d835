// Errors of the gpu module: values, never exceptions.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace spoor::gpu {

enum class GpuErrorCode {
  no_context,       ///< no OpenGL 3.3 core context can be had
  shader_failed,    ///< the driver refused a shader
  out_of_resources  ///< a picture larger than the driver allows, or no memory for it
};

/// One clear sentence that says what is wrong and what to do.
struct GpuError {
  GpuErrorCode code = GpuErrorCode::no_context;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, GpuError>;

}  // namespace spoor::gpu
