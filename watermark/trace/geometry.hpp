// Stage 3c: font, size and place of the main text: hypotheses scored against the picture.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/lattice.hpp"
#include "watermark/trace/registration.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

struct FontShape {
  text::Face face;
  TextShape shape;
};

/// The fonts opened. Errors: internal (a font is missing).
[[nodiscard]] tl::expected<std::vector<FontShape>, TraceError> open_fonts(
    const std::vector<text::FontId>& ids);

/// A guess at font, size and place that has been scored against the picture.
struct Geometry {
  std::size_t font = 0;           ///< index into the fonts given
  int factor = 1;                 ///< pixels of the picture a pixel of the plane that the lattices live in
  std::vector<Lattice> lattices;  ///< all panes found at this pitch; the main one first and registered
  Blur blur;                      ///< first estimate
  double explained = 0;           ///< part of a sample's ink that its glyphs as read account for, 0..1
  double coverage = 0;            ///< part of the picture's ink that stands on its lattices, 0..1
  double cells_per_px2 = 0;       ///< inked cells of the sample a pixel of the picture
  double line_strength = 1;       ///< of the pitch's spectral line over its neighbourhood
  double median_gain = 0;         ///< grey levels of typical ink
};

struct GeometryOptions {
  int threads = 1;
  double least_advance_px = 0, most_advance_px = 1e9;  ///< other pitches are not tried
};

/// The geometry that explains the most ink, or nothing where no text lattice is found. ink: text positive, at
/// the picture's size. Errors: internal (font).
[[nodiscard]] tl::expected<std::optional<Geometry>, TraceError> find_geometry(
    const cv::Mat1f& ink, const std::vector<cv::Range>& strips, const std::vector<FontShape>& fonts,
    const GeometryOptions& options);

/// The geometry of a page that is nearly the one in which `known` was found, at about the same scale: panes
/// are found anew, font, blur and pitch are taken over. Errors: internal (font).
[[nodiscard]] tl::expected<std::optional<Geometry>, TraceError> find_geometry_again(
    const cv::Mat1f& ink, const std::vector<cv::Range>& strips, const std::vector<FontShape>& fonts,
    const Geometry& known, int threads);

}  // namespace spoor::trace
