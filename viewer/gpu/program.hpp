// A linked pair of shaders.
#pragma once

#include "viewer/gpu/error.hpp"
#include "viewer/gpu/gl_object.hpp"

namespace spoor::gpu {

class Program {
 public:
  /// Errors: shader_failed.
  static Result<Program> link(const char* vertex_source, const char* fragment_source);

  void use() const { glUseProgram(object_.name()); }
  [[nodiscard]] GLint uniform(const char* name) const { return glGetUniformLocation(object_.name(), name); }

 private:
  ProgramObject object_;
};

}  // namespace spoor::gpu
