// Errors of the camera model: values, never exceptions.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace spoor::camera {

enum class CameraErrorCode {
  io,             ///< a file could not be read or written
  not_an_image,   ///< the screen is in no format that can be read, or is torn
  too_large,      ///< more pixels than the model accepts
  bad_parameter,  ///< an unknown name, a value that is none or is out of its limits
  bad_geometry,   ///< a pose or lens that gives no picture
  no_encoder,     ///< this machine's library cannot write the format
  internal,       ///< a library failed
};

struct CameraError {
  CameraErrorCode code = CameraErrorCode::internal;
  std::string message;  ///< one sentence: what is wrong, what to do
};

template <typename T>
using Result = tl::expected<T, CameraError>;

inline tl::unexpected<CameraError> failure(CameraErrorCode code, std::string message) {
  return tl::unexpected(CameraError{code, std::move(message)});
}

}  // namespace spoor::camera
