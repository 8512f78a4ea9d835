// Errors of the trace module: values, never exceptions.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace spoor::trace {

enum class TraceErrorCode {
  io,            ///< the capture could not be read from disk
  not_an_image,  ///< no format that the tracer knows, or a torn one
  too_large,     ///< more pixels than the tracer accepts
  unsupported,   ///< a known format in an unknown variant
  damaged,       ///< the archive is torn or altered
  internal,      ///< fonts missing, out of memory
};

struct TraceError {
  TraceErrorCode code = TraceErrorCode::internal;
  std::string message;  ///< one sentence: what is wrong, what to do
};

}  // namespace spoor::trace
