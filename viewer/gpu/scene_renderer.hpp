// Draws a scene into the bound framebuffer: one instanced draw call for all rectangles, one for all glyphs.
// The same for a window and for a picture without a display.
#pragma once

#include <cstddef>

#include "viewer/gpu/error.hpp"
#include "viewer/gpu/gl_object.hpp"
#include "viewer/gpu/program.hpp"
#include "viewer/gpu/scene.hpp"

namespace spoor::gpu {

class SceneRenderer {
 public:
  /// A context must be current, here and in every later call. Errors: shader_failed.
  static Result<SceneRenderer> create();

  /// Draws the whole frame. Takes the atlas's changes (GlyphAtlas::take_dirty) to the GPU first.
  void draw(const Scene& scene, text::GlyphAtlas& atlas);
  /// The same on top of what is drawn already.
  void draw_over(const Scene& scene, text::GlyphAtlas& atlas);

  /// The next draw takes a whole atlas, as after switching to another one.
  void forget_atlas() { atlas_resized_ = 0; }

 private:
  SceneRenderer(Program glyphs, Program rects);
  void upload(text::GlyphAtlas& atlas);
  void draw_scene(const Scene& scene);

  Program glyph_program_;
  Program rect_program_;
  VertexArray glyph_array_;
  VertexArray rect_array_;
  Buffer glyph_buffer_;
  Buffer rect_buffer_;
  Texture atlas_;
  std::uint64_t atlas_resized_ = 0;
  std::uint64_t atlas_modified_ = 0;
};

}  // namespace spoor::gpu
