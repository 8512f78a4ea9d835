#version 330 core
// One instance a filled rectangle, whole pixels with y downward.
layout(location = 0) in ivec4 box_px;  // x, y, width, height
layout(location = 1) in vec4 color;
uniform ivec2 viewport_px;
flat out vec4 rect_color;

void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 at_px = vec2(box_px.xy) + corner * vec2(box_px.zw);
  rect_color = color;
  gl_Position = vec4(at_px / vec2(viewport_px) * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
