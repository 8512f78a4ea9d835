#include "watermark/trace/report/style.hpp"

#include <cstdint>

namespace spoor::trace::report {
namespace {

// Text on its ground has a contrast of 7 : 1 or more (WCAG 2.1, AAA), faint text of 4.5 : 1; sides are told
// apart by lightness as well as by hue. The light half is repeated for paper.
constexpr std::string_view kStyleSheet = R"(:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #16202b; --faint: #55616e; --rule: #cfd6dd; --panel: #f3f5f7;
  --accent: #1f4e8c; --agree: #1c7c54; --disagree: #c2571a; --neutral: #5b7fa6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --ink: #e8ebee; --faint: #a3adb8; --rule: #3a434d; --panel: #1e242b;
    --accent: #8ab8f2; --agree: #6fd0a0; --disagree: #f0995c; --neutral: #8fb2d9;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 "Inter", "Source Sans 3", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
h2 span { color: var(--faint); font-weight: 400; margin-right: .35rem; }
p { margin: 0 0 .75rem; max-width: 44rem; }
ul { margin: 0 0 .75rem; padding-left: 1.2rem; max-width: 44rem; }
li { margin-bottom: .35rem; }
.subtitle, .small, figcaption, footer { color: var(--faint); }
.small, figcaption, footer { font-size: .875rem; }
.subtitle { overflow-wrap: anywhere; }
.conclusion { background: var(--panel); border-left: 5px solid var(--accent); padding: 1rem 1.25rem;
  margin: 0 0 1rem; }
.conclusion p { margin: 0 0 .35rem; }
.c-faint { border-left-color: var(--faint); }
.verdict { font-size: 1.35rem; font-weight: 650; }
.lead { font-size: 1.05rem; }
dl { margin: 0 0 1rem; }
dl div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; padding: .3rem 0;
  border-bottom: 1px solid var(--rule); }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.literal, .code { font-family: "JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace; }
dd.literal { font-size: .82rem; line-height: 1.6; }
table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem; border-bottom: 1px solid var(--rule);
  overflow-wrap: anywhere; }
th { color: var(--faint); font-weight: 600; font-size: .875rem; border-bottom-width: 2px; }
.form td { height: 2.6rem; border: 1px solid var(--rule); }
.form th { border: 1px solid var(--rule); }
figure { margin: 1rem 0 1.5rem; }
svg { display: block; width: 100%; height: auto; background: var(--panel); border: 1px solid var(--rule); }
svg text { font-family: "Inter", "Source Sans 3", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
svg .code { font-family: "JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace; white-space: pre; }
figcaption { margin-top: .5rem; max-width: 44rem; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--rule); overflow-wrap: anywhere; }
.f-ink { fill: var(--ink); } .f-faint { fill: var(--faint); } .f-rule { fill: var(--rule); }
.f-panel { fill: var(--panel); } .f-accent { fill: var(--accent); } .f-agree { fill: var(--agree); }
.f-disagree { fill: var(--disagree); } .f-neutral { fill: var(--neutral); }
.s-ink, .s-faint, .s-rule, .s-panel, .s-accent, .s-agree, .s-disagree, .s-neutral { fill: none; }
.s-ink { stroke: var(--ink); } .s-faint { stroke: var(--faint); } .s-rule { stroke: var(--rule); }
.s-panel { stroke: var(--panel); } .s-accent { stroke: var(--accent); } .s-agree { stroke: var(--agree); }
.s-disagree { stroke: var(--disagree); } .s-neutral { stroke: var(--neutral); }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; gap: 0; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light;
    --ground: #ffffff; --ink: #16202b; --faint: #55616e; --rule: #cfd6dd; --panel: #f3f5f7;
    --accent: #1f4e8c; --agree: #1c7c54; --disagree: #c2571a; --neutral: #5b7fa6; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  .page { break-before: page; }
  figure, .conclusion, dl div, tr { break-inside: avoid; }
  svg, .conclusion { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

constexpr std::array<std::uint32_t, 8> kPaper = {0x16202b, 0x55616e, 0xcfd6dd, 0xf3f5f7,
                                                 0x1f4e8c, 0x1c7c54, 0xc2571a, 0x5b7fa6};

}  // namespace

std::string_view style_sheet() noexcept {
  return kStyleSheet;
}

std::array<float, 3> paper_colour(Tone tone) noexcept {
  const std::uint32_t rgb = kPaper[static_cast<std::size_t>(tone)];
  const auto channel = [&](unsigned shift) { return static_cast<float>((rgb >> shift) & 0xFF) / 255.0F; };
  return {channel(16), channel(8), channel(0)};
}

}  // namespace spoor::trace::report
