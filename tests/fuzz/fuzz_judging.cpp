// Everything after measurement: any glyphs, however absurd, judged, told apart and reported.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/trace/judge_synthetic.hpp"
#include "watermark/trace/parts.hpp"
#include "watermark/trace/report/report.hpp"
#include "watermark/trace/result.hpp"

using namespace spoor;

namespace {

class Reader {
 public:
  Reader(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] bool done() const { return at_ >= size_; }
  std::uint32_t number(unsigned bytes) {
    std::uint32_t out = 0;
    for (unsigned i = 0; i < bytes; ++i) out = (out << 8) | (at_ < size_ ? data_[at_] : 0U), ++at_;
    return out;
  }
  float real() { return std::bit_cast<float>(number(4)); }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

// Indices are the measuring half's own and stay in range; what it measured may be anything.
trace::Measurement measurement_of(Reader& in) {
  constexpr int kPanes = 2, kRows = 3, kColumns = 40;
  trace::Measurement out;
  for (int p = 0; p < kPanes; ++p) {
    trace::Pane& pane = out.panes.emplace_back();
    pane.em_px = in.real(), pane.advance_px = in.real(), pane.origin_x_px = in.real();
    for (int r = 0; r < kRows; ++r)
      pane.rows.push_back({std::u32string(kColumns, static_cast<char32_t>(in.number(3))),
                           std::vector<float>(kColumns, in.real()), in.real()});
  }
  while (!in.done() && out.glyphs.size() < 400) {
    trace::MeasuredGlyph glyph;
    for (char32_t& c : glyph.window) c = static_cast<char32_t>(in.number(2));
    glyph.offset_em = in.real(), glyph.sigma_em = in.real();
    glyph.read_probability = in.real(), glyph.read_probability5 = in.real();
    const std::uint32_t place = in.number(2);
    glyph.pane = static_cast<int>(place % kPanes), glyph.row = static_cast<int>(place / 2 % kRows);
    glyph.column = static_cast<int>(place / 6 % kColumns);
    out.glyphs.push_back(glyph);
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const seal::Kit kit = trace::synthetic::make_kit(1, 4, 4);
  static const trace::Judge judge = trace::synthetic::make_judge(kit);
  Reader in(data, size);
  trace::JudgeOptions options;
  options.missing = in.number(1) == 7;  // both take long: rarely
  options.blind = in.number(1) == 7;
  const trace::Measurement measurement = measurement_of(in);
  trace::TraceResult result;
  const auto verdict = trace::synthetic::judge_one(judge, measurement, options);
  result.verdict = verdict;
  if (verdict.kind == trace::VerdictKind::match)
    fuzz::insist(verdict.best && verdict.best->log10_p_corrected <= -9);
  if (verdict.several || in.number(1) == 7)
    fuzz::insist(trace::tell_apart(judge, std::span(&measurement, 1), options).has_value());
  fuzz::insist(trace::to_json_line(result, kit).find('\n') == std::string::npos);
  fuzz::insist(!trace::to_text(result, kit).empty());
  trace::report::Exhibit exhibit;
  exhibit.picture = exhibit.page = cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(9));
  exhibit.measurement = measurement;
  exhibit.sha256_hex = std::string(64, '0');
  fuzz::insist(!trace::report::to_html(
                    trace::report::compose({result, std::span(&exhibit, 1), kit, judge, "spoor-trace", ""}))
                    .empty());
  return 0;
}
