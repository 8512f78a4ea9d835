#include "watermark/trace/known_text.hpp"

#include <algorithm>
#include <optional>

#include "watermark/trace/advance.hpp"
#include "watermark/trace/assemble.hpp"
#include "watermark/trace/blur.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/registration.hpp"

namespace spoor::trace {
namespace {

// That a cell of a line that was found in the archive shows what the archive says.
constexpr double kTrust = 0.99;
constexpr int kBlurHalfPx = 3;

// The glyph that is known to stand in a cell; nothing where none is, or the bank cannot draw it.
std::optional<int> known_glyph(const std::u32string& row, int column, const TemplateBank& bank) {
  if (column >= static_cast<int>(row.size())) return std::nullopt;
  const char32_t character = row[static_cast<std::size_t>(column)];
  if (character == U' ') return kBlankCell;
  const std::size_t glyph = bank.index_of(character);
  if (character == U'\uFFFD' || glyph >= bank.size()) return std::nullopt;
  return static_cast<int>(glyph);
}

// One row read as what it is known to hold, its neighbours' ink taken out.
void read_row(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& residual, int row,
              const std::u32string& known, ReadPane& pane) {
  std::vector<float> own;
  const double baseline = pane.lattice.baseline_px(row);
  for (int c = 0; c < pane.grid.columns; ++c) {
    CellFit& cell = pane.grid.at(row, c);
    const auto glyph = known_glyph(known, c, bank);
    if (!glyph || cell.glyph == kOutsideCell) continue;
    const double pen = pane.lattice.pen_x_px(c);
    if (cell.glyph >= 0) {
      const PixelWindow w = cell_window(bank, pen, baseline);
      own.resize(static_cast<std::size_t>(w.area()));
      bank.sample(static_cast<std::size_t>(cell.glyph), pen, baseline, w, own.data());
      for (float& v : own) v *= cell.gain;
    }
    cell = reader.read_as(residual, pen, baseline, cell.glyph >= 0 ? own.data() : nullptr, pane.levels,
                          *glyph, kTrust);
  }
}

// Puts known text in place of what was read. What was read as something else keeps its ink's strength.
void impose(ReadPane& pane, const std::vector<std::u32string>& known, const cv::Mat1f& plane,
            const TemplateBank& bank, int threads) {
  const CellReader reader(bank);
  const float usual_gain = pane.levels.min_gain / kWeakestGainPart;
  const int rows = std::min(pane.grid.rows, static_cast<int>(known.size()));
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < pane.grid.columns; ++c) {
      CellFit& cell = pane.grid.at(r, c);
      const auto glyph = known_glyph(known[static_cast<std::size_t>(r)], c, bank);
      if (!glyph || cell.glyph == kOutsideCell) continue;
      if (cell.glyph < 0 || !(cell.gain > 0)) cell.gain = usual_gain;
      cell.glyph = *glyph;
    }
  const cv::Mat1f residual = residual_plane(plane, bank, pane.lattice, pane.grid, {}, threads);
  parallel_for(static_cast<std::size_t>(rows), threads,
               [&](std::size_t r) { read_row(reader, bank, residual, static_cast<int>(r), known[r], pane); });
}

}  // namespace

tl::expected<Measurement, TraceError> measure_known(const ReadPage& first, const KnownRows& known,
                                                    const MeasureOptions& options) {
  const auto fonts = open_fonts({first.font});
  if (!fonts) return tl::unexpected(fonts.error());
  const FontShape& font = fonts->front();
  ReadPage read = first;
  const std::size_t panes = std::min(read.panes.size(), known.size());
  const auto impose_all = [&](const TemplateBank& bank) {
    for (std::size_t p = 0; p < panes; ++p)
      impose(read.panes[p], known[p], read.plane, bank, options.threads);
  };
  const double em_px = main_pane(read.panes).lattice.advance_px / font.shape.advance_em;
  const auto sharp = TemplateBank::create(font.face, em_px, reading_charset(), unblurred(read.blur.aperture),
                                          options.threads);
  if (!sharp) return tl::unexpected(sharp.error());
  impose_all(sharp->blurred(read.blur, options.threads));
  const ReadPane& main = main_pane(read.panes);
  read.blur = estimate_blur(*sharp, read.plane, main.lattice, main.grid, kBlurHalfPx, options.threads);
  const TemplateBank bank = sharp->blurred(read.blur, options.threads);
  for (ReadPane& pane : read.panes)
    pane.lattice = refine_lattice(bank, read.plane, pane.lattice, pane.grid, options.threads);
  share_advance(bank, read.plane, read.panes, options.threads);
  impose_all(bank);
  drop_strange_cells(read.panes);
  Measurement out = measure_as_read(read, bank, font, options);
  out.photograph = read.warped;
  return out;
}

}  // namespace spoor::trace
