#include "viewer/gpu/program.hpp"

namespace spoor::gpu {
namespace {

bool compile(GLuint shader, const char* source) {
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint compiled = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
  return compiled == GL_TRUE;
}

}  // namespace

Result<Program> Program::link(const char* vertex_source, const char* fragment_source) {
  const GpuError refused{GpuErrorCode::shader_failed,
                         "The graphics driver refused a shader: it must offer OpenGL 3.3 core."};
  const VertexShader vertex;
  const FragmentShader fragment;
  if (!compile(vertex.name(), vertex_source) || !compile(fragment.name(), fragment_source))
    return tl::unexpected(refused);
  Program program;
  glAttachShader(program.object_.name(), vertex.name());
  glAttachShader(program.object_.name(), fragment.name());
  glLinkProgram(program.object_.name());
  GLint linked = GL_FALSE;
  glGetProgramiv(program.object_.name(), GL_LINK_STATUS, &linked);
  if (linked != GL_TRUE) return tl::unexpected(refused);
  return program;
}

}  // namespace spoor::gpu
