#include "watermark/trace/parts.hpp"

#include <algorithm>
#include <iterator>

namespace spoor::trace {
namespace {

struct PanePart {
  std::size_t capture = 0;
  Measurement measurement;
};

struct SessionPanes {
  std::size_t session = 0;
  std::vector<const PanePart*> panes;
};

std::vector<PanePart> panes_of(std::span<const Measurement> measurements) {
  std::vector<PanePart> out;
  for (std::size_t i = 0; i < measurements.size(); ++i)
    for (std::size_t pane = 0; pane < measurements[i].panes.size(); ++pane) {
      PanePart part{i, only_pane(measurements[i], static_cast<int>(pane))};
      if (!part.measurement.glyphs.empty()) out.push_back(std::move(part));
    }
  return out;
}

}  // namespace

Measurement only_pane(const Measurement& measurement, int pane) {
  Measurement out = measurement;
  std::erase_if(out.glyphs, [&](const MeasuredGlyph& glyph) { return glyph.pane != pane; });
  return out;
}

tl::expected<std::vector<Part>, TraceError> tell_apart(const Judge& judge,
                                                       std::span<const Measurement> measurements,
                                                       const JudgeOptions& options) {
  const std::vector<PanePart> panes = panes_of(measurements);
  JudgeOptions counted = options;
  // Each pane, all together, and each session's panes together: at most as many as there are panes.
  counted.captures *= 2 * static_cast<double>(panes.size()) + 1;
  counted.missing = false;
  std::vector<SessionPanes> sessions;
  for (const PanePart& pane : panes) {
    const auto verdict = judge.judge(std::span(&pane.measurement, 1), counted);
    if (!verdict) return tl::unexpected(verdict.error());
    if (verdict->kind != VerdictKind::match) continue;
    const std::size_t session = verdict->best->index;
    auto found =
        std::find_if(sessions.begin(), sessions.end(), [&](const auto& s) { return s.session == session; });
    if (found == sessions.end()) found = sessions.insert(found, SessionPanes{session, {}});
    found->panes.push_back(&pane);
  }
  std::vector<Part> out;
  for (const SessionPanes& session : sessions) {
    Part part;
    std::vector<Measurement> together;
    for (const PanePart* pane : session.panes) {
      together.push_back(pane->measurement);
      if (part.captures.empty() || part.captures.back() != pane->capture)
        part.captures.push_back(pane->capture);
    }
    part.panes = together.size();
    auto verdict = judge.judge(together, counted);
    if (!verdict) return tl::unexpected(verdict.error());
    if (verdict->kind != VerdictKind::match) continue;
    part.verdict = std::move(*verdict);
    out.push_back(std::move(part));
  }
  return out;
}

}  // namespace spoor::trace
