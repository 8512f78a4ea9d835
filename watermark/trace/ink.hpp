// Stage 1: from a picture to ink: how far each pixel's luma stands from its local background.
#pragma once

#include <opencv2/core.hpp>

namespace spoor::trace {

/// Signed ink: luma minus the background's, in grey levels (CV_32F, the picture's size). Text on a dark theme
/// is positive, on a light theme negative. Luma, because JPEG keeps it at full resolution and halves the
/// chroma. bgr: 8-bit, three channels, not empty.
[[nodiscard]] cv::Mat1f make_ink(const cv::Mat& bgr);

/// The same of a photograph's luma, whose background has no steps but changes smoothly: glare, vignetting.
[[nodiscard]] cv::Mat1f make_smooth_ink(const cv::Mat1f& luma);

/// Takes out what is far longer or taller than any glyph: the edges of a screen, of its bezel, of a desk.
void blank_frames(cv::Mat1f& ink);

/// Takes out what nothing stands out of: moire on a light screen, noise that was amplified, what a bright
/// glare left. Text of three lines of 16 px a block stays however faint it is.
void blank_noise(cv::Mat1f& ink);

/// Turns the ink's sign where text is darker than its background: text is what leaves the background in one
/// direction. Returns 1, or -1 where it did.
int make_text_positive(cv::Mat1f& ink);

/// What of an ink plane is likely text: its magnitude less a quarter of strong text's, at least 0, so that
/// the steps between backgrounds, scroll bars and compression noise count for nothing. Clipped at strong
/// text's.
[[nodiscard]] cv::Mat1f text_magnitude(const cv::Mat1f& ink);

/// The picture shrunk by a whole factor (>= 1) by averaging factor x factor pixels; a remainder at the right
/// and lower edge is dropped.
[[nodiscard]] cv::Mat1f shrink(const cv::Mat1f& ink, int factor);

}  // namespace spoor::trace
