#include "viewer/gpu/scene_renderer.hpp"

#include <utility>

#include "shaders.hpp"

namespace spoor::gpu {
namespace {

constexpr GLsizei kCorners = 4;  // of a triangle strip

const void* at(std::size_t offset_bytes) {
  return reinterpret_cast<const void*>(offset_bytes);
}

void bind_glyph_format() {
  constexpr auto kStride = static_cast<GLsizei>(sizeof(GlyphInstance));
  glVertexAttribIPointer(0, 2, GL_SHORT, kStride, at(offsetof(GlyphInstance, x_px)));
  glVertexAttribIPointer(1, 4, GL_UNSIGNED_SHORT, kStride, at(offsetof(GlyphInstance, u_px)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, at(offsetof(GlyphInstance, color)));
  for (GLuint i = 0; i < 3; ++i) {
    glEnableVertexAttribArray(i);
    glVertexAttribDivisor(i, 1);
  }
}

void bind_rect_format() {
  constexpr auto kStride = static_cast<GLsizei>(sizeof(RectInstance));
  glVertexAttribIPointer(0, 4, GL_SHORT, kStride, at(offsetof(RectInstance, x_px)));
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, at(offsetof(RectInstance, color)));
  for (GLuint i = 0; i < 2; ++i) {
    glEnableVertexAttribArray(i);
    glVertexAttribDivisor(i, 1);
  }
}

template <typename Instance>
void draw_instances(const Program& program, const VertexArray& array, const Buffer& buffer,
                    const Scene& scene, const std::vector<Instance>& instances) {
  if (instances.empty()) return;
  program.use();
  glUniform2i(program.uniform("viewport_px"), scene.width_px, scene.height_px);
  glBindVertexArray(array.name());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(instances.size() * sizeof(Instance)),
               instances.data(), GL_STREAM_DRAW);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kCorners, static_cast<GLsizei>(instances.size()));
}

}  // namespace

SceneRenderer::SceneRenderer(Program glyphs, Program rects)
    : glyph_program_(std::move(glyphs)), rect_program_(std::move(rects)) {
  glBindVertexArray(glyph_array_.name());
  glBindBuffer(GL_ARRAY_BUFFER, glyph_buffer_.name());
  bind_glyph_format();
  glBindVertexArray(rect_array_.name());
  glBindBuffer(GL_ARRAY_BUFFER, rect_buffer_.name());
  bind_rect_format();
  glBindVertexArray(0);
}

Result<SceneRenderer> SceneRenderer::create() {
  auto glyphs = Program::link(shaders::kGlyphVertex, shaders::kGlyphFragment);
  if (!glyphs) return tl::unexpected(glyphs.error());
  auto rects = Program::link(shaders::kRectVertex, shaders::kRectFragment);
  if (!rects) return tl::unexpected(rects.error());
  return SceneRenderer(std::move(*glyphs), std::move(*rects));
}

void SceneRenderer::upload(text::GlyphAtlas& atlas) {
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, atlas_.name());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  constexpr GLsizei kWidth = text::GlyphAtlas::kWidthPx;
  const text::DirtyRows dirty = atlas.take_dirty();
  if (atlas_resized_ != atlas.resized()) {
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kWidth, atlas.height_px(), 0, GL_RED, GL_UNSIGNED_BYTE,
                 atlas.pixels().data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  } else if (atlas_modified_ != atlas.modified() && dirty.end > dirty.first) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, dirty.first, kWidth, dirty.end - dirty.first, GL_RED,
                    GL_UNSIGNED_BYTE, &atlas.pixels()[static_cast<std::size_t>(dirty.first) * kWidth]);
  }
  atlas_resized_ = atlas.resized();
  atlas_modified_ = atlas.modified();
}

void SceneRenderer::draw(const Scene& scene, text::GlyphAtlas& atlas) {
  upload(atlas);
  glViewport(0, 0, scene.width_px, scene.height_px);
  glDisable(GL_SCISSOR_TEST);
  constexpr float kFull = 255.0F;
  glClearColor(static_cast<float>(scene.background.r) / kFull, static_cast<float>(scene.background.g) / kFull,
               static_cast<float>(scene.background.b) / kFull, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  draw_scene(scene);
}

void SceneRenderer::draw_over(const Scene& scene, text::GlyphAtlas& atlas) {
  upload(atlas);
  glViewport(0, 0, scene.width_px, scene.height_px);
  glDisable(GL_SCISSOR_TEST);
  draw_scene(scene);
}

void SceneRenderer::draw_scene(const Scene& scene) {
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  draw_instances(rect_program_, rect_array_, rect_buffer_, scene, scene.rects);
  draw_instances(glyph_program_, glyph_array_, glyph_buffer_, scene, scene.glyphs);
  glBindVertexArray(0);
}

}  // namespace spoor::gpu
