// An off-screen picture to draw into, and its pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "viewer/gpu/error.hpp"
#include "viewer/gpu/gl_object.hpp"

namespace spoor::gpu {

struct Picture {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> rgb;  ///< 3 bytes a pixel, top row first, no padding
};

class FrameTarget {
 public:
  /// Errors: out_of_resources.
  static Result<FrameTarget> create(int width_px, int height_px);

  void bind() const;
  [[nodiscard]] Picture read() const;
  [[nodiscard]] int width_px() const noexcept { return width_px_; }
  [[nodiscard]] int height_px() const noexcept { return height_px_; }

 private:
  Renderbuffer color_;
  Framebuffer framebuffer_;
  int width_px_ = 0;
  int height_px_ = 0;
};

}  // namespace spoor::gpu
