#version 330 core
flat in vec4 rect_color;
out vec4 fragment;

void main() { fragment = rect_color; }
