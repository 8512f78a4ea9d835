// Owners of OpenGL objects: made in the current context, freed when they go out of scope (in that context).
#pragma once

#include <epoxy/gl.h>

#include <utility>

namespace spoor::gpu {

/// Traits: static GLuint make(); static void free(GLuint).
template <typename Traits>
class GlObject {
 public:
  GlObject() : name_(Traits::make()) {}
  GlObject(GlObject&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
  GlObject& operator=(GlObject&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
  }
  ~GlObject() {
    if (name_ != 0) Traits::free(name_);
  }
  [[nodiscard]] GLuint name() const noexcept { return name_; }

 private:
  GLuint name_ = 0;
};

struct BufferTraits {
  static GLuint make() {
    GLuint name = 0;
    glGenBuffers(1, &name);
    return name;
  }
  static void free(GLuint name) { glDeleteBuffers(1, &name); }
};
struct VertexArrayTraits {
  static GLuint make() {
    GLuint name = 0;
    glGenVertexArrays(1, &name);
    return name;
  }
  static void free(GLuint name) { glDeleteVertexArrays(1, &name); }
};
struct TextureTraits {
  static GLuint make() {
    GLuint name = 0;
    glGenTextures(1, &name);
    return name;
  }
  static void free(GLuint name) { glDeleteTextures(1, &name); }
};
struct FramebufferTraits {
  static GLuint make() {
    GLuint name = 0;
    glGenFramebuffers(1, &name);
    return name;
  }
  static void free(GLuint name) { glDeleteFramebuffers(1, &name); }
};
struct RenderbufferTraits {
  static GLuint make() {
    GLuint name = 0;
    glGenRenderbuffers(1, &name);
    return name;
  }
  static void free(GLuint name) { glDeleteRenderbuffers(1, &name); }
};
struct ProgramTraits {
  static GLuint make() { return glCreateProgram(); }
  static void free(GLuint name) { glDeleteProgram(name); }
};
struct VertexShaderTraits {
  static GLuint make() { return glCreateShader(GL_VERTEX_SHADER); }
  static void free(GLuint name) { glDeleteShader(name); }
};
struct FragmentShaderTraits {
  static GLuint make() { return glCreateShader(GL_FRAGMENT_SHADER); }
  static void free(GLuint name) { glDeleteShader(name); }
};

using Buffer = GlObject<BufferTraits>;
using VertexArray = GlObject<VertexArrayTraits>;
using Texture = GlObject<TextureTraits>;
using Framebuffer = GlObject<FramebufferTraits>;
using Renderbuffer = GlObject<RenderbufferTraits>;
using ProgramObject = GlObject<ProgramTraits>;
using VertexShader = GlObject<VertexShaderTraits>;
using FragmentShader = GlObject<FragmentShaderTraits>;

}  // namespace spoor::gpu
