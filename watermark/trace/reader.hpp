// Stage 4: reading the cells of a lattice by least squares against the glyphs of a template bank.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "watermark/trace/lattice.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

inline constexpr int kBlankCell = -1;    ///< nothing drawn
inline constexpr int kOutsideCell = -2;  ///< not wholly in the picture

/// What one cell holds.
struct CellFit {
  int glyph = kOutsideCell;  ///< index into the bank, or kBlankCell, kOutsideCell
  float correlation = 0;     ///< of the patch with the best glyph, 0..1
  float gain = 0;            ///< grey levels of ink at full coverage
  float energy = 0;          ///< of the patch about its mean, grey levels squared, summed
  float probability = 0;     ///< that the glyph's fold class is right
};

/// Cells of one lattice, row by row.
struct CellGrid {
  int rows = 0, columns = 0;
  std::vector<CellFit> cells;
  [[nodiscard]] std::size_t inked() const {
    return static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [](const CellFit& f) { return f.glyph >= 0; }));
  }
  [[nodiscard]] const CellFit& at(int row, int column) const {
    return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                 static_cast<std::size_t>(column)];
  }
  [[nodiscard]] CellFit& at(int row, int column) {
    return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                 static_cast<std::size_t>(column)];
  }
};

/// The faintest syntax colour's contrast against the typical one's.
inline constexpr float kWeakestGainPart = 0.16F;

/// What reading needs to know of a plane.
struct ReadLevels {
  float noise = 4;     ///< variance of a pixel about its model, grey levels squared
  float min_gain = 0;  ///< weaker ink is no glyph, grey levels at full coverage
};

/// The pixel window that a cell is read in; poses are taken to the next 1/8 px, as the reader's matrices are.
[[nodiscard]] PixelWindow cell_window(const TemplateBank& bank, double pen_x_px, double baseline_px);

/// True where a window lies in the plane but for a pixel's margin.
[[nodiscard]] bool inside(const PixelWindow& window, cv::Size plane);

class CellReader {
 public:
  explicit CellReader(const TemplateBank& bank);

  /// Reads one cell of a plane in which text is positive. `own`, if not null, is added to the patch: the
  /// cell's own part of a plane from which all synthesised glyphs were subtracted. `noise` is the variance of
  /// a pixel.
  [[nodiscard]] CellFit read(const cv::Mat1f& plane, double pen_x_px, double baseline_px, const float* own,
                             const ReadLevels& levels) const;

  /// Reads a cell that somebody says holds a glyph, or kBlankCell: as read(), but the cell is taken for that,
  /// and the probability is that its class is right where `prior` was before the picture was looked at.
  [[nodiscard]] CellFit read_as(const cv::Mat1f& plane, double pen_x_px, double baseline_px, const float* own,
                                const ReadLevels& levels, int glyph, double prior) const;

  /// The glyph that explains a cell best, with no look at how sure that is: for judging where cells are.
  [[nodiscard]] CellFit glance(const cv::Mat1f& plane, double pen_x_px, double baseline_px) const;

 private:
  struct Match {
    bool inside = false;
    std::ptrdiff_t best = -1;  // glyph, or -1 where the patch is too faint
    float score = 0, gain = 0, energy = 0;
    const std::vector<float>* norms = nullptr;  // of the glyphs' templates; null where nothing was matched
  };
  Match match(const cv::Mat1f& plane, double pen_x_px, double baseline_px, const float* own, float least_peak,
              std::vector<float>& scores) const;

  struct Matrix {
    std::vector<float> unit;   // pixel by pixel: kLanes glyphs, zero mean over pixels, unit length
    std::vector<float> norms;  // length of each glyph's zero-mean template
    int pixels = 0;
  };
  // Pixel rows of a cell's window that the picture's edges cut off.
  struct RowCut {
    int above = 0, below = 0;
  };
  const Matrix& matrix(double pen_fraction, double baseline_fraction, RowCut cut) const;
  [[nodiscard]] Matrix make_matrix(const std::array<int, 4>& key) const;
  struct Slot {
    std::once_flag made;
    Matrix matrix;
  };

  const TemplateBank& bank_;
  std::size_t lanes_ = 0;
  std::vector<std::uint8_t> classes_;
  // Filled on demand, one a sub-pixel phase and cut; the map's nodes never move.
  mutable std::mutex mutex_;
  mutable std::map<std::array<int, 4>, std::unique_ptr<Slot>> matrices_;
};

/// Reads every cell of a lattice; rows in parallel. With an `earlier` reading, `plane` is its
/// residual_plane() and each cell's own ink is put back before it is read again; null for a first reading of
/// the plane itself.
[[nodiscard]] CellGrid read_cells(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                                  const Lattice& lattice, const CellGrid* earlier, const ReadLevels& levels,
                                  int threads);

/// The plane minus every glyph that was read: what neighbours see of a cell once their own ink is gone.
[[nodiscard]] cv::Mat1f residual_plane(const cv::Mat1f& plane, const TemplateBank& bank,
                                       const Lattice& lattice, const CellGrid& grid,
                                       const std::vector<float>& offsets_px, int threads);

}  // namespace spoor::trace
