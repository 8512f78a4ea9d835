// Stage 2: the advance of the text, from the spectral line that a fixed pitch leaves in horizontal ink
// profiles.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

struct PitchCandidate {
  double advance_px = 0;
  double strength = 0;  ///< height of the line over its neighbourhood; 1 is no line
};

/// Possible advances between 2.5 and 90 px, strongest first, at most `limit`; octaves of strong lines are
/// included because glyphs with two stems put power at half the pitch. Empty where nothing is periodic.
/// magnitude: as of text_magnitude().
[[nodiscard]] std::vector<PitchCandidate> find_pitches(const cv::Mat1f& magnitude, std::size_t limit,
                                                       int threads);

}  // namespace spoor::trace
