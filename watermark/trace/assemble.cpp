#include "watermark/trace/assemble.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "watermark/trace/advance.hpp"
#include "watermark/trace/blur.hpp"
#include "watermark/trace/calibrate.hpp"
#include "watermark/trace/centre.hpp"
#include "watermark/trace/local_mean.hpp"
#include "watermark/trace/offsets.hpp"
#include "watermark/trace/panes.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/registration.hpp"
#include "watermark/trace/row_drift.hpp"

namespace spoor::trace {
namespace {

constexpr double kPaneExplained = 0.45;  // a pane that explains less is no text of this font
constexpr std::size_t kSampleCells = 60;
constexpr double kJoinedPart = 0.95;  // of the ink that each part explains alone
constexpr std::size_t kMaxPanes = 12;
constexpr std::size_t kManyStrange = 8;  // cells
constexpr int kBlurHalfPx = 3;
constexpr int kReach = 3;         // of the coarse search, in tenths of an advance
constexpr double kSmallEmPx = 9;  // below, neighbours overlap so much that they are read twice over

struct PaneContext {
  const FontShape& font;
  int factor = 1;  // pixels of the capture a pixel of the plane
  int threads = 1;
  std::optional<ReadLevels> known{};  // levels of an earlier reading
};

using BankResult = tl::expected<TemplateBank, TraceError>;

BankResult bank_for(const PaneContext& context, const Lattice& lattice, const Blur& blur) {
  return TemplateBank::create(context.font.face, lattice.advance_px / context.font.shape.advance_em,
                              reading_charset(), blur, context.threads);
}

void read_pane(ReadPane& pane, const TemplateBank& bank, const CellReader& reader, const cv::Mat1f& plane,
               int threads) {
  pane.grid = read_cells(reader, bank, plane, pane.lattice, nullptr, pane.levels, threads);
  pane.levels = levels_of(pane.grid, bank);
}

// Once more with the neighbours' ink taken out.
void reread_pane(ReadPane& pane, const TemplateBank& bank, const CellReader& reader, const cv::Mat1f& plane,
                 int threads) {
  const cv::Mat1f residual = residual_plane(plane, bank, pane.lattice, pane.grid, {}, threads);
  pane.grid = read_cells(reader, bank, residual, pane.lattice, &pane.grid, pane.levels, threads);
  pane.levels = levels_of(pane.grid, bank);
}

// Finds a pane's exact place and reads it; nothing where there is no text of this font.
std::optional<ReadPane> read_at(const Lattice& coarse, bool registered, const cv::Mat1f& plane,
                                const TemplateBank& bank, const CellReader& reader, int threads,
                                const std::optional<ReadLevels>& known) {
  ReadPane pane;
  pane.lattice =
      registered ? coarse : search_lattice(reader, bank, plane, coarse, kSampleCells, kReach, threads);
  const LatticeScore score = score_lattice(reader, bank, plane, pane.lattice, kSampleCells);
  if (score.explained < (registered ? 0.0 : kPaneExplained)) return std::nullopt;
  if (known)
    pane.levels = *known;
  else
    pane.levels.min_gain = kWeakestGainPart * static_cast<float>(score.median_gain);
  for (int round = 0; round < (registered ? 1 : 2); ++round) {
    read_pane(pane, bank, reader, plane, threads);
    pane.lattice = refine_lattice(bank, plane, pane.lattice, pane.grid, threads);
  }
  return pane;
}

// Reads two panes on one lattice if that explains as much of their ink as they do apart.
bool join(ReadPane& main, const ReadPane& other, const cv::Mat1f& plane, const TemplateBank& bank,
          const CellReader& reader, int threads) {
  ReadPane both{joined(main.lattice, other.lattice), {}, main.levels};
  read_pane(both, bank, reader, plane, threads);
  for (const ReadPane* part : {static_cast<const ReadPane*>(&main), &other}) {
    const double from = part->lattice.origin_x_px, to = part->lattice.pen_x_px(part->lattice.columns);
    if (explained_ink(both, from, to) < kJoinedPart * explained_ink(*part, from, to)) return false;
  }
  both.lattice = refine_lattice(bank, plane, both.lattice, both.grid, threads);
  read_pane(both, bank, reader, plane, threads);
  main = std::move(both);
  return true;
}

std::vector<ReadPane> first_reading(const cv::Mat1f& plane, const Geometry& geometry,
                                    const TemplateBank& bank, const PaneContext& context) {
  const CellReader reader(bank);
  const std::size_t count = std::min(kMaxPanes, geometry.lattices.size());
  std::vector<std::optional<ReadPane>> found(count);
  found[0] = read_at(geometry.lattices[0], true, plane, bank, reader, context.threads, context.known);
  if (!found[0]) return {};
  // The others start from the advance of the first, which has the most text.
  parallel_for(count - 1, context.threads, [&](std::size_t i) {
    const Lattice coarse = with_advance_of(found[0]->lattice, geometry.lattices[i + 1]);
    found[i + 1] = read_at(coarse, false, plane, bank, reader, 1, context.known);
  });
  std::vector<ReadPane> panes;
  for (std::optional<ReadPane>& pane : found) {
    if (!pane) continue;
    const auto twin = std::find_if(panes.begin(), panes.end(), [&](const ReadPane& p) {
      return same_columns(p.lattice, pane->lattice) && share_rows(p.lattice, pane->lattice, bank.em_px());
    });
    if (twin == panes.end() || !join(*twin, *pane, plane, bank, reader, context.threads))
      panes.push_back(std::move(*pane));
  }
  drop_strange_cells(panes);
  share_advance(bank, plane, panes, context.threads);
  return panes;
}

void second_reading(const cv::Mat1f& plane, std::vector<ReadPane>& panes, const TemplateBank& bank,
                    const PaneContext& context) {
  const CellReader reader(bank);
  for (ReadPane& pane : panes) {
    read_pane(pane, bank, reader, plane, context.threads);
    pane.lattice = refine_lattice(bank, plane, pane.lattice, pane.grid, context.threads);
  }
  drop_strange_cells(panes);
  share_advance(bank, plane, panes, context.threads);
  for (ReadPane& pane : panes) {
    reread_pane(pane, bank, reader, plane, context.threads);
    if (bank.em_px() < kSmallEmPx) reread_pane(pane, bank, reader, plane, context.threads);
  }
  const std::size_t strange = drop_strange_cells(panes);
  settle_overlaps(panes, bank.em_px());
  if (strange < kManyStrange) return;
  // What was taken for text bent the lattices.
  for (ReadPane& pane : panes)
    pane.lattice = refine_lattice(bank, plane, pane.lattice, pane.grid, context.threads);
  share_advance(bank, plane, panes, context.threads);
}

char32_t cell_character(const TemplateBank& bank, const CellGrid& grid, int row, int column) {
  if (column < 0 || column >= grid.columns) return 0xFFFD;
  const int glyph = grid.at(row, column).glyph;
  if (glyph == kBlankCell) return U' ';
  return glyph == kOutsideCell ? char32_t{0xFFFD} : bank.character(static_cast<std::size_t>(glyph));
}

float cell_probability(const CellGrid& grid, int row, int column) {
  if (column < 0 || column >= grid.columns) return 0;
  const CellFit& fit = grid.at(row, column);
  return fit.glyph == kOutsideCell ? 0.0F : fit.probability;
}

Pane described(const ReadPane& pane, const TemplateBank& bank, const PaneContext& context) {
  const double f = context.factor;
  const Lattice& l = pane.lattice;
  Pane out{std::string(text::font_name(context.font.face.id())),
           l.advance_px / context.font.shape.advance_em * f,
           l.advance_px * f,
           l.line_height_px * f,
           l.origin_x_px * f,
           {}};
  for (int r = 0; r < pane.grid.rows; ++r) {
    ReadRow row;
    row.baseline_px = static_cast<float>(l.baseline_px(r) * f);
    for (int c = 0; c < pane.grid.columns; ++c) {
      row.cells += cell_character(bank, pane.grid, r, c);
      row.probabilities.push_back(cell_probability(pane.grid, r, c));
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

void add_glyphs(Measurement& m, const ReadPane& pane, const std::vector<Offset>& offsets,
                const TemplateBank& bank, const PaneContext& context) {
  const auto em_px = static_cast<float>(bank.em_px());
  for (int r = 0; r < pane.grid.rows; ++r)
    for (int c = 0; c < pane.grid.columns; ++c) {
      const Offset& offset = offsets[static_cast<std::size_t>(r * pane.grid.columns + c)];
      if (offset.sigma_px <= 0 || pane.grid.at(r, c).glyph < 0) continue;
      MeasuredGlyph g;
      float p3 = 1, p5 = 1;
      for (int k = -2; k <= 2; ++k) {
        g.window[static_cast<std::size_t>(k + 2)] = cell_character(bank, pane.grid, r, c + k);
        const float p = cell_probability(pane.grid, r, c + k);
        p5 *= p;
        if (std::abs(k) <= 1) p3 *= p;
      }
      g.offset_em = offset.x_px / em_px, g.sigma_em = offset.sigma_px / em_px;
      g.read_probability = p3, g.read_probability5 = p5;
      g.pane = static_cast<int>(m.panes.size()), g.row = r, g.column = c;
      g.x_px =
          static_cast<float>((pane.lattice.pen_x_px(c) + 0.5 * pane.lattice.advance_px) * context.factor);
      g.y_px = static_cast<float>(pane.lattice.baseline_px(r) * context.factor);
      m.glyphs.push_back(g);
    }
  m.panes.push_back(described(pane, bank, context));
}

void show_stages(const cv::Mat1f& plane, const TemplateBank& bank, const std::vector<ReadPane>& panes,
                 const std::vector<std::vector<Offset>>& offsets, const StageSink& show) {
  show("2-lattice", lattice_picture(plane, panes));
  const Resynthesis pictures = resynthesis_pictures(plane, bank, panes, offsets);
  show("3-synthesis", pictures.synthesis);
  show("4-residual", pictures.residual);
}

}  // namespace

const ReadPane& main_pane(const std::vector<ReadPane>& panes) {
  return *std::max_element(panes.begin(), panes.end(), [](const ReadPane& a, const ReadPane& b) {
    return a.grid.inked() < b.grid.inked();
  });
}

tl::expected<PageReading, TraceError> read_panes(const cv::Mat1f& plane, const Geometry& geometry,
                                                 const FontShape& font, int threads,
                                                 const std::optional<ReadLevels>& known) {
  const PaneContext context{font, geometry.factor, threads, known};
  auto bank = bank_for(context, geometry.lattices.front(), geometry.blur);
  if (!bank) return tl::unexpected(bank.error());
  std::vector<ReadPane> panes = first_reading(plane, geometry, *bank, context);
  return PageReading{std::move(*bank), std::move(panes), false};
}

tl::expected<void, TraceError> read_again(PageReading& reading, const cv::Mat1f& plane, const FontShape& font,
                                          bool estimate_blur_anew, int threads) {
  const PaneContext context{font, 1, threads};
  if (estimate_blur_anew) {
    const ReadPane& main = main_pane(reading.panes);
    const auto sharp = bank_for(context, main.lattice, unblurred(reading.bank.aperture()));
    if (!sharp) return tl::unexpected(sharp.error());
    const Blur blur = estimate_blur(*sharp, plane, main.lattice, main.grid, kBlurHalfPx, threads);
    reading.bank = sharp->blurred(blur, threads);
  }
  const CellReader reader(reading.bank);
  for (ReadPane& pane : reading.panes) read_pane(pane, reading.bank, reader, plane, threads);
  drop_strange_cells(reading.panes);
  return {};
}

tl::expected<MeasuredReading, TraceError> measure_panes(const cv::Mat1f& plane, const Geometry& geometry,
                                                        const FontShape& font,
                                                        const MeasureOptions& options) {
  auto reading = read_panes(plane, geometry, font, options.threads);
  if (!reading) return tl::unexpected(reading.error());
  return measure_reading(plane, std::move(*reading), geometry, font, options);
}

tl::expected<MeasuredReading, TraceError> measure_reading(const cv::Mat1f& plane, PageReading reading,
                                                          const Geometry& geometry, const FontShape& font,
                                                          const MeasureOptions& options) {
  const PaneContext context{font, geometry.factor, options.threads};
  std::vector<ReadPane>& panes = reading.panes;
  const Lattice main = main_pane(panes).lattice;
  const auto sharp = bank_for(context, main, unblurred(reading.bank.aperture()));
  if (!sharp) return tl::unexpected(sharp.error());
  const Blur blur = estimate_blur(*sharp, plane, main, main_pane(panes).grid, kBlurHalfPx, options.threads);
  const TemplateBank bank = sharp->blurred(blur, options.threads);
  second_reading(plane, panes, bank, context);
  ReadPage read{plane, std::move(panes), blur, font.face.id(), geometry.factor, reading.warped};
  MeasuredReading out;
  if (options.keep_reading) out.read = std::make_shared<const ReadPage>(read);
  out.measurement = measure_as_read(read, bank, font, options);
  return out;
}

Measurement measure_as_read(ReadPage& read, const TemplateBank& bank, const FontShape& font,
                            const MeasureOptions& options) {
  const PaneContext context{font, read.factor, options.threads};
  Measurement m;
  std::vector<std::vector<Offset>> offsets;
  for (ReadPane& pane : read.panes) {
    offsets.push_back(measure_offsets(bank, read.plane, pane.lattice, pane.grid, context.threads));
    add_glyphs(m, pane, offsets.back(), bank, context);
  }
  if (options.on_stage) show_stages(read.plane, bank, read.panes, offsets, options.on_stage);
  if (!read.warped)
    m.row_drift_px = row_drift_px(bank, read.plane, read.panes, context.threads) * context.factor;
  // Before centring, differences along a row hold the lattice's error, too.
  calibrate_sigmas(m);
  if (read.warped) {
    remove_local_mean(m);
    calibrate_sigmas(m);
  }
  centre_offsets(m);
  calibrate_sigmas(m);
  if (read.warped) fit_sigmas(m);
  return m;
}

}  // namespace spoor::trace
