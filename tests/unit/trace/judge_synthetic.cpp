#include "judge_synthetic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "tests/support/page_render.hpp"

namespace spoor::trace::synthetic {
namespace {

constexpr const char* kCode = "/usr/include/c++/12/bits/stl_algo.h";

char32_t cell(const std::u32string& row, std::ptrdiff_t i) {
  return i < 0 || i >= std::ssize(row) ? U' ' : row[static_cast<std::size_t>(i)];
}
mark::Window window_at(const std::u32string& row, std::ptrdiff_t i) {
  return {cell(row, i - 2), cell(row, i - 1), cell(row, i), cell(row, i + 1), cell(row, i + 2)};
}

std::u32string misread(std::u32string row, double share, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform;
  std::uniform_int_distribution<std::uint32_t> ink(0x21, 0x7E);
  for (char32_t& c : row)
    if (c != U' ' && uniform(random) < share) c = ink(random);
  return row;
}

}  // namespace

seal::Kit make_kit(std::uint64_t seed, std::size_t sessions, std::uint32_t slots) {
  std::mt19937_64 random(seed);
  seal::Kit kit;
  kit.vendor = "Vendor of a test";
  for (auto& byte : kit.mark_key) byte = static_cast<std::uint8_t>(random());
  kit.strength_em = mark::kDefaultStrengthEm;
  kit.sha256_hex = std::string(64, 'a');
  for (std::size_t i = 0; i < sessions; ++i) {
    seal::KitSession session;
    session.id = fmt::format("s-{:012x}", i);
    session.reviewer = fmt::format("Reviewer {}", i);
    session.organisation = i % 2 == 0 ? "Example Ltd" : "";
    session.token = random() & mark_code::kTokenMax;
    session.start_unix_s = 1'800'000'000;
    session.slots = slots;
    kit.sessions.push_back(session);
  }
  return kit;
}

Measurement measure_page(const mark::KerningTable& table, const PageOptions& options, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  const double unit_em = options.strength_em > 0 ? options.strength_em : mark::kDefaultStrengthEm;
  const double sigma_em = options.sigma_strengths * unit_em;
  Measurement out;
  Pane pane;
  pane.em_px = 14, pane.advance_px = 8.4, pane.line_height_px = 19;
  const auto rows = support::rows_of_file(kCode, options.first_line, options.rows, true);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::u32string read = misread(rows[r], options.misread, random);
    for (std::ptrdiff_t c = 0; c < std::ssize(read); ++c) {
      if (cell(read, c) == U' ') continue;
      MeasuredGlyph glyph;
      glyph.window = window_at(read, c);
      glyph.offset_em = static_cast<float>(
          mark::offset_em(window_at(rows[r], c), table, options.strength_em) + sigma_em * normal(random));
      glyph.sigma_em = static_cast<float>(sigma_em);
      glyph.read_probability = static_cast<float>(std::pow(1 - options.misread, 3));
      glyph.read_probability5 = static_cast<float>(std::pow(1 - options.misread, 5));
      glyph.row = static_cast<int>(r), glyph.column = static_cast<int>(c);
      glyph.x_px = static_cast<float>((static_cast<double>(c) + 0.5) * pane.advance_px);
      glyph.y_px = static_cast<float>(20 + 19 * r);
      out.glyphs.push_back(glyph);
    }
    pane.rows.push_back({read, std::vector<float>(read.size(), static_cast<float>(1 - options.misread)),
                         static_cast<float>(20 + 19 * r)});
  }
  out.panes.push_back(pane);
  out.width_px = 1920, out.height_px = 1080;
  return out;
}

Judge make_judge(const seal::Kit& kit) {
  auto judge = Judge::create(kit);
  if (!judge) throw std::runtime_error(judge.error().message);
  return std::move(*judge);
}

Verdict judge_one(const Judge& judge, const Measurement& measurement, const JudgeOptions& options) {
  auto verdict = judge.judge(std::span(&measurement, 1), options);
  if (!verdict) throw std::runtime_error(verdict.error().message);
  return *verdict;
}

}  // namespace spoor::trace::synthetic
