// What is the same in every report: the method in plain words, and the helpers that numbers are written with.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "watermark/trace/report/sections.hpp"

namespace spoor::trace::report {

std::string power_of_ten(double exponent) {
  constexpr std::array kDigits = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out = "10";
  for (const char c : fmt::format("{:.0f}", exponent))
    out += c == '-' ? "⁻" : kDigits[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", value), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string readable_time(std::int64_t unix_s) {
  std::string text = iso_time(unix_s);
  text[10] = ' ';
  return text.substr(0, 16) + " UTC";
}

bool is_match(const Input& input) {
  return input.result.verdict.kind == VerdictKind::match && input.result.verdict.best.has_value();
}

Section method_section() {
  Section out{"Method", {}, false};
  out.blocks.emplace_back(Paragraph{
      "The reader that shows a vendor's source code draws every character with a small displacement to the "
      "left "
      "or to the right, at most 0.009 of the font's size (an eighth of a pixel at 14 pixels). Which way each "
      "goes depends on the characters beside it and on a table of signs that belongs to one reviewer's "
      "session "
      "alone. The table is derived from a secret key of the vendor; nobody who looks at a screen can see it.",
      false});
  out.blocks.emplace_back(Bullets{{
      "Without any key, the program finds lines of fixed-pitch text in the picture, straightens a "
      "photographed "
      "page, reads each character by comparing it with the reader's own fonts, and measures how far each "
      "stands "
      "from the middle of its cell, with an uncertainty. This half is the same whoever is suspected: another "
      "laboratory can repeat it without the kit.",
      "With the kit, the measured displacements are compared with the tables of all registered sessions and "
      "all "
      "quarters of an hour in them. Equal character sequences share one sign and are pooled first.",
      "A session is named only if the bound on the probability that chance alone would have named anybody, "
      "with "
      "everything counted that was tried, is at most 10⁻⁹ or what stricter policy asks for, if no other "
      "session "
      "comes near, and if decoding the name without the registry, where that succeeds, says the same.",
      "The bound does not assume how the errors of measurement are distributed. It rests on the tables being "
      "secret and independent of each other (an e-value along the decoder's path; Vovk and Wang, Annals of "
      "Statistics 49, 2021).",
      "Likelihood ratios are taken from the same pooled displacements and never stated higher than that "
      "bound "
      "allows. The verbal equivalents are those of the ENFSI Guideline for Evaluative Reporting in Forensic "
      "Science (2015).",
  }});
  return out;
}

}  // namespace spoor::trace::report
