// Draws the whole window into the bound framebuffer: the scene, then the frame around it.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "viewer/app/chrome.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/gpu/scene_renderer.hpp"

namespace spoor::app {

class Presenter {
 public:
  /// A GL context must be current, here and in every later call. Errors: failed.
  static Result<std::unique_ptr<Presenter>> create(text::FontId font, double scale);

  /// Asked of the lines that a frame is about to show. Where it says no, it has ended the grant, and the
  /// locked view is shown in their place; or whoever draws throws the frame away.
  using Gate = std::function<bool(const DrawnLines&)>;
  void set_gate(Gate gate) { gate_ = std::move(gate); }

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
  Gate gate_;
};

}  // namespace spoor::app
