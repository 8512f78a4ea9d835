#include "watermark/trace/report/pdf_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "watermark/trace/report/style.hpp"

namespace spoor::trace::report {
namespace {

constexpr std::array kFontFiles = {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                   "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
                                   "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"};

// libharu counts y from the lower edge.
HPDF_REAL up(double y) {
  return static_cast<HPDF_REAL>(kPageHeight - y);
}
HPDF_REAL real(double value) {
  return static_cast<HPDF_REAL>(value);
}

std::size_t character_bytes(std::string_view utf8, std::size_t at) {
  std::size_t end = at + 1;
  while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

}  // namespace

PdfPages::PdfPages() : document_(HPDF_New(nullptr, nullptr)) {
  if (!document_) return;
  HPDF_SetCompressionMode(document_.get(), HPDF_COMP_TEXT);
  HPDF_UseUTFEncodings(document_.get());
  HPDF_SetCurrentEncoder(document_.get(), "UTF-8");
  for (std::size_t i = 0; i < kFontFiles.size(); ++i) {
    const char* name = HPDF_LoadTTFontFromFile(document_.get(), kFontFiles[i], HPDF_TRUE);
    if (name != nullptr) fonts_[i] = HPDF_GetFont(document_.get(), name, "UTF-8");
  }
  new_page();
}

bool PdfPages::good() const {
  return document_ && HPDF_GetError(document_.get()) == HPDF_OK &&
         std::all_of(fonts_.begin(), fonts_.end(), [](HPDF_Font f) { return f != nullptr; });
}

void PdfPages::new_page() {
  if (!good()) return;
  HPDF_Page page = HPDF_AddPage(document_.get());
  HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
  pages_.push_back(page);
  y_ = kMargin;
}

void PdfPages::make_room(double height) {
  if (y_ + height > kBottom && y_ > kMargin) new_page();
}

double PdfPages::width_of(std::string_view utf8, Type type, double size) const {
  if (!good() || utf8.empty()) return 0;
  const HPDF_TextWidth width = HPDF_Font_TextWidth(
      font(type), reinterpret_cast<const HPDF_BYTE*>(utf8.data()), static_cast<HPDF_UINT>(utf8.size()));
  return width.width * size / 1000;
}

std::vector<std::string> PdfPages::wrapped(std::string_view utf8, Type type, double size,
                                           double width) const {
  std::vector<std::string> lines(1);
  const auto fits = [&](const std::string& text) { return width_of(text, type, size) <= width; };
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t end = std::min(utf8.find(' ', at), utf8.size());
    const std::string word(utf8.substr(at, end - at));
    at = end + 1;
    const std::string joined = lines.back().empty() ? word : lines.back() + " " + word;
    if (fits(joined)) {
      lines.back() = joined;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    for (std::size_t i = 0; i < word.size();) {
      const std::size_t bytes = character_bytes(word, i);
      if (!lines.back().empty() && !fits(lines.back() + word.substr(i, bytes))) lines.emplace_back();
      lines.back() += word.substr(i, bytes);
      i += bytes;
    }
  }
  return lines;
}

void PdfPages::set_tone(Tone tone, bool stroke) {
  const auto [r, g, b] = paper_colour(tone);
  stroke ? HPDF_Page_SetRGBStroke(pages_.back(), r, g, b) : HPDF_Page_SetRGBFill(pages_.back(), r, g, b);
}

void PdfPages::text(std::string_view utf8, double x, double baseline, Type type, double size, Tone tone) {
  if (!good() || utf8.empty()) return;
  HPDF_Page page = pages_.back();
  set_tone(tone, false);
  HPDF_Page_BeginText(page);
  HPDF_Page_SetFontAndSize(page, font(type), real(size));
  HPDF_Page_TextOut(page, real(x), up(baseline), std::string(utf8).c_str());
  HPDF_Page_EndText(page);
}

void PdfPages::box(const Box& box, Tone tone) {
  if (!good() || box.width <= 0 || box.height <= 0) return;
  set_tone(tone, false);
  HPDF_Page_Rectangle(pages_.back(), real(box.x), up(box.y + box.height), real(box.width), real(box.height));
  HPDF_Page_Fill(pages_.back());
}

void PdfPages::line(const std::vector<Point>& points, double width, Tone tone) {
  if (!good() || points.size() < 2) return;
  HPDF_Page page = pages_.back();
  set_tone(tone, true);
  HPDF_Page_SetLineWidth(page, real(width));
  HPDF_Page_MoveTo(page, real(points[0].x), up(points[0].y));
  for (std::size_t i = 1; i < points.size(); ++i) HPDF_Page_LineTo(page, real(points[i].x), up(points[i].y));
  HPDF_Page_Stroke(page);
}

void PdfPages::figure(const Figure& figure, double x, double y, double scale) {
  box({x, y, figure.width * scale, figure.height * scale}, Tone::panel);
  for (const Shape& shape : figure.shapes) std::visit([&](const auto& s) { draw(s, x, y, scale); }, shape);
}

void PdfPages::draw(const Boxes& shape, double x, double y, double scale) {
  for (const Box& b : shape.boxes)
    box({x + b.x * scale, y + b.y * scale, b.width * scale, b.height * scale}, shape.tone);
}

void PdfPages::draw(const Lines& shape, double x, double y, double scale) {
  for (const auto& one : shape.lines) {
    std::vector<Point> points;
    for (const Point& p : one) points.push_back({x + p.x * scale, y + p.y * scale});
    line(points, shape.width * scale, shape.tone);
  }
}

void PdfPages::draw(const Label& shape, double x, double y, double scale) {
  const double size = shape.size * scale;
  const Type type = shape.bold ? Type::bold : Type::body;
  const double width = shape.anchor == Anchor::start ? 0 : width_of(shape.text, type, size);
  const double left = shape.anchor == Anchor::middle ? width / 2 : width;
  text(shape.text, x + shape.x * scale - left, y + shape.y * scale, type, size, shape.tone);
}

void PdfPages::draw(const CodeRow& shape, double x, double y, double scale) {
  for (std::size_t i = 0; i < shape.cells.size(); ++i)
    if (shape.cells[i] != " ")
      text(shape.cells[i], x + shape.x[i] * scale, y + shape.y * scale, Type::mono, shape.size * scale,
           shape.tone);
}

void PdfPages::draw(const Picture& shape, double x, double y, double scale) {
  if (!good()) return;
  HPDF_Image image = HPDF_LoadJpegImageFromMem(document_.get(), shape.jpeg.data(),
                                               static_cast<HPDF_UINT>(shape.jpeg.size()));
  if (image == nullptr) return;
  HPDF_Page_DrawImage(pages_.back(), image, real(x + shape.at.x * scale),
                      up(y + (shape.at.y + shape.at.height) * scale), real(shape.at.width * scale),
                      real(shape.at.height * scale));
}

std::vector<std::uint8_t> PdfPages::finish(const std::string& title, const std::string& foot) {
  constexpr double kSize = 7.5;
  const std::vector<HPDF_Page> pages = pages_;
  for (std::size_t i = 0; i < pages.size() && good(); ++i) {
    pages_ = {pages[i]};
    const double y = kPageHeight - 34;
    line({{kMargin, y - 12}, {kMargin + kTextWidth, y - 12}}, 0.5, Tone::rule);
    const std::string number = fmt::format("Page {} of {}", i + 1, pages.size());
    text(foot, kMargin, y, Type::body, kSize, Tone::faint);
    text(number, kMargin + kTextWidth - width_of(number, Type::body, kSize), y, Type::body, kSize,
         Tone::faint);
  }
  if (!good()) return {};
  // No date is set: the same trace gives the same bytes.
  HPDF_SetInfoAttr(document_.get(), HPDF_INFO_TITLE, title.c_str());
  HPDF_SetInfoAttr(document_.get(), HPDF_INFO_CREATOR, "spoor-trace " SPOOR_VERSION);
  if (HPDF_SaveToStream(document_.get()) != HPDF_OK) return {};
  std::vector<std::uint8_t> out(HPDF_GetStreamSize(document_.get()));
  auto size = static_cast<HPDF_UINT32>(out.size());
  if (HPDF_ReadFromStream(document_.get(), out.data(), &size) != HPDF_OK || size != out.size()) return {};
  return out;
}

}  // namespace spoor::trace::report
