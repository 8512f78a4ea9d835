#include "viewer/gpu/frame_target.hpp"

#include <algorithm>
#include <cstddef>

namespace spoor::gpu {

Result<FrameTarget> FrameTarget::create(int width_px, int height_px) {
  const GpuError too_large{GpuErrorCode::out_of_resources,
                           "The picture is larger than the graphics driver allows: choose a smaller --size."};
  GLint limit_px = 0;
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &limit_px);
  if (width_px < 1 || height_px < 1 || width_px > limit_px || height_px > limit_px)
    return tl::unexpected(too_large);
  FrameTarget target;
  target.width_px_ = width_px;
  target.height_px_ = height_px;
  glBindRenderbuffer(GL_RENDERBUFFER, target.color_.name());
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width_px, height_px);
  target.bind();
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target.color_.name());
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) return tl::unexpected(too_large);
  return target;
}

void FrameTarget::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.name());
}

Picture FrameTarget::read() const {
  Picture picture{width_px_, height_px_, {}};
  const std::size_t row_bytes = static_cast<std::size_t>(width_px_) * 3;
  const auto rows = static_cast<std::size_t>(height_px_);
  picture.rgb.resize(row_bytes * rows);
  bind();
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_px_, height_px_, GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
  for (std::size_t r = 0; r < rows / 2; ++r) {  // GL's first row is the lowest
    const auto top = picture.rgb.begin() + static_cast<std::ptrdiff_t>(r * row_bytes);
    const auto low = picture.rgb.begin() + static_cast<std::ptrdiff_t>((rows - 1 - r) * row_bytes);
    std::swap_ranges(top, top + static_cast<std::ptrdiff_t>(row_bytes), low);
  }
  return picture;
}

}  // namespace spoor::gpu
