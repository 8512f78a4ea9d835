#version 330 core
// Coverage is the blending weight: pixel = background + coverage * (colour - background), on sRGB values.
flat in ivec2 to_texel;
flat in vec4 glyph_color;
uniform sampler2D atlas;
out vec4 fragment;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  float coverage = texelFetch(atlas, ivec2(at.x + to_texel.x, to_texel.y - at.y), 0).r;
  fragment = vec4(glyph_color.rgb, glyph_color.a * coverage);
}
