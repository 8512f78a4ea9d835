// An OpenGL 3.3 core context without a display (EGL, surfaceless).
#pragma once

#include <memory>

#include "viewer/gpu/error.hpp"

namespace spoor::gpu {

/// Current in the thread that made it, until it goes out of scope.
class HeadlessContext {
 public:
  /// Errors: no_context.
  static Result<HeadlessContext> create();
  HeadlessContext(HeadlessContext&&) noexcept;
  HeadlessContext& operator=(HeadlessContext&&) noexcept;
  ~HeadlessContext();

 private:
  struct Impl;
  explicit HeadlessContext(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace spoor::gpu
