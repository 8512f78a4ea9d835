#version 330 core
// One instance a glyph. Boxes are whole pixels with y downward: the glyph's sub-pixel phase is in the atlas.
layout(location = 0) in ivec2 position_px;
layout(location = 1) in uvec4 atlas_box;  // u, v, width, height
layout(location = 2) in vec4 color;
uniform ivec2 viewport_px;
flat out ivec2 to_texel;
flat out vec4 glyph_color;

void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 at_px = vec2(position_px) + corner * vec2(atlas_box.zw);
  // gl_FragCoord counts rows upward from the bottom; the atlas counts them downward.
  to_texel = ivec2(int(atlas_box.x) - position_px.x, int(atlas_box.y) + viewport_px.y - 1 - position_px.y);
  glyph_color = color;
  gl_Position = vec4(at_px / vec2(viewport_px) * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
