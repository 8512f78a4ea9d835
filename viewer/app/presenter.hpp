// Draws the whole window into the bound framebuffer: the scene, then the frame around it.
#pragma once

#include <memory>

#include "viewer/app/chrome.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/gpu/scene_renderer.hpp"

namespace spoor::app {

class Presenter {
 public:
  /// A GL context must be current, here and in every later call. Errors: failed.
  static Result<std::unique_ptr<Presenter>> create(text::FontId font, double scale);

  /// Errors: failed.
  Result<Action> draw(Workspace& workspace, const Grant& grant, const FrameSize& size,
                      std::int64_t now_unix_s);

  FrameMaker& frame() { return *frame_; }
  Chrome& chrome() { return *chrome_; }
  gpu::SceneRenderer& renderer() { return renderer_; }

 private:
  Presenter(std::unique_ptr<FrameMaker> frame, gpu::SceneRenderer renderer, std::unique_ptr<Chrome> chrome);

  std::unique_ptr<FrameMaker> frame_;
  gpu::SceneRenderer renderer_;
  std::unique_ptr<Chrome> chrome_;
  std::uint64_t atlas_generation_ = 0;
};

}  // namespace spoor::app
