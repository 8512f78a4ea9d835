// What was examined and what was measured: findings, without what they mean.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "watermark/trace/report/sections.hpp"

namespace spoor::trace::report {
namespace {

std::string place_of(const SourcePlace& place) {
  std::string out = fmt::format("{}, lines {} to {}", place.path, place.first_line, place.last_line);
  if (!place.release.empty()) out += " of release " + place.release;
  std::string evidence = "the text";
  if (place.line_numbers) evidence += ", the line numbers";
  if (place.path_read) evidence += ", the path";
  if (place.name_read) evidence += ", the file's name";
  out += "; found by " + evidence;
  if (!place.ties.empty())
    out += fmt::format("; {} other places agree as well, so that which of them was on screen is not known",
                       place.ties.size());
  return out;
}

std::string text_of(const Measurement& measurement) {
  std::string out;
  for (const Pane& pane : measurement.panes) {
    if (!out.empty()) out += "; ";
    out += fmt::format("{} rows in {}, {:.1f} pixels high, {:.2f} pixels a character", pane.rows.size(),
                       pane.font, pane.em_px, pane.advance_px);
  }
  return out.empty() ? measurement.shortcoming : out;
}

void put_figures(Section& out, const Input& input, const Exhibit& exhibit,
                 const std::optional<Expectation>& expected) {
  if (exhibit.measurement.glyphs.empty()) return;
  out.blocks.emplace_back(lattice_figure({exhibit.picture, exhibit.measurement, exhibit.view}));
  out.blocks.emplace_back(detail_figure(exhibit.page, exhibit.measurement));
  const PoolOptions& pool = input.judge.pool_options();
  out.blocks.emplace_back(offsets_figure(exhibit.measurement, expected, pool));
  out.blocks.emplace_back(rows_figure(exhibit.measurement, expected, pool));
}

}  // namespace

Section examined_section(const Input& input) {
  Section out{"What was examined", {}, false};
  for (const Exhibit& exhibit : input.exhibits) {
    Facts facts;
    facts.facts.push_back({"File", exhibit.name, true});
    facts.facts.push_back({"SHA-256", exhibit.sha256_hex, true});
    facts.facts.push_back({"Format", fmt::format("{}, {} bytes, {} × {} pixels", exhibit.format,
                                                 grouped(static_cast<double>(exhibit.file_bytes)),
                                                 exhibit.width_px, exhibit.height_px)});
    facts.facts.push_back({"Kind", exhibit.view
                                       ? fmt::format("photograph of a page, tilted by {:.0f} degrees",
                                                     exhibit.view->plane.tilt_deg())
                                       : "picture of a screen as software takes it"});
    if (exhibit.mirrored)
      facts.facts.push_back({"Mirrored", "The file shows the page in a mirror; it was turned back."});
    out.blocks.emplace_back(std::move(facts));
  }
  Facts facts;
  facts.facts.push_back({"Compared with", fmt::format("the {} sessions of the kit of {}",
                                                      input.kit.sessions.size(), input.kit.vendor)});
  facts.facts.push_back({"SHA-256 of the kit", input.kit.sha256_hex, true});
  facts.facts.push_back(
      {"Source searched", input.archive.empty() ? "none was given" : input.archive, !input.archive.empty()});
  out.blocks.emplace_back(std::move(facts));
  return out;
}

Section findings_section(const Input& input) {
  const Verdict& verdict = input.result.verdict;
  Section out{"Findings", {}, false};
  Facts facts;
  for (const Exhibit& exhibit : input.exhibits)
    facts.facts.push_back({"Text found", text_of(exhibit.measurement)});
  facts.facts.push_back({"Characters measured", grouped(static_cast<double>(verdict.glyphs))});
  if (verdict.glyphs > 0) {
    facts.facts.push_back(
        {"Strength of one", fmt::format("{:.1f} dB: a displacement by a mark is {:.2f} times the median "
                                        "uncertainty of a character",
                                        verdict.snr_db, std::pow(10, verdict.snr_db / 20))});
    facts.facts.push_back(
        {"Certainty of reading", fmt::format("{:.1f} % on average", 100 * verdict.mean_read)});
  }
  if (is_match(input))
    facts.facts.push_back({"On the expected side", fmt::format("{:.1f} % of the characters (by chance: 50 %)",
                                                               100 * verdict.sign_agreement)});
  if (input.result.source) facts.facts.push_back({"Place in the source", place_of(*input.result.source)});
  out.blocks.emplace_back(std::move(facts));
  std::optional<Expectation> expected;
  if (is_match(input))
    expected = Expectation{input.judge.table_of(verdict.best->index, verdict.slot), verdict.slot.has_value()};
  for (const Exhibit& exhibit : input.exhibits) put_figures(out, input, exhibit, expected);
  if (is_match(input) && verdict.weight && verdict.weight->sessions.size() > 1)
    out.blocks.emplace_back(sessions_figure(verdict.weight->sessions, verdict.best->index));
  return out;
}

}  // namespace spoor::trace::report
