// Pages of a PDF: fonts, colours, wrapped text and figures on A4. Internal to the PDF writer; lengths are
// points (1/72 inch), y down from the page's upper edge.
#pragma once

#include <hpdf.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/trace/report/document.hpp"

namespace spoor::trace::report {

enum class Type : std::uint8_t { body, bold, mono };

inline constexpr double kPageWidth = 595.28, kPageHeight = 841.89;  // A4
inline constexpr double kMargin = 50, kBottom = kPageHeight - 56;
inline constexpr double kTextWidth = kPageWidth - 2 * kMargin;

class PdfPages {
 public:
  PdfPages();
  /// False once the library or a font has failed: then nothing is drawn any more.
  [[nodiscard]] bool good() const;

  void new_page();
  /// A new page where less than this is left of the present one.
  void make_room(double height);
  [[nodiscard]] double y() const { return y_; }
  void advance(double height) { y_ += height; }

  [[nodiscard]] double width_of(std::string_view utf8, Type type, double size) const;
  /// Broken at blanks, and inside words that are wider than the line.
  [[nodiscard]] std::vector<std::string> wrapped(std::string_view utf8, Type type, double size,
                                                 double width) const;

  void text(std::string_view utf8, double x, double baseline, Type type, double size, Tone tone);
  void box(const Box& box, Tone tone);
  void line(const std::vector<Point>& points, double width, Tone tone);
  /// The figure with its upper left corner at (x, y), `scale` points a unit.
  void figure(const Figure& figure, double x, double y, double scale);

  /// Writes the foot of every page and gives the file; empty where anything failed.
  [[nodiscard]] std::vector<std::uint8_t> finish(const std::string& title, const std::string& foot);

 private:
  void set_tone(Tone tone, bool stroke);
  void draw(const Boxes& shape, double x, double y, double scale);
  void draw(const Lines& shape, double x, double y, double scale);
  void draw(const Label& shape, double x, double y, double scale);
  void draw(const CodeRow& shape, double x, double y, double scale);
  void draw(const Picture& shape, double x, double y, double scale);
  [[nodiscard]] HPDF_Font font(Type type) const { return fonts_[static_cast<std::size_t>(type)]; }

  struct Free {
    void operator()(HPDF_Doc document) const { HPDF_Free(document); }
  };
  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Free> document_;
  std::array<HPDF_Font, 3> fonts_{};
  std::vector<HPDF_Page> pages_;
  double y_ = kMargin;
};

}  // namespace spoor::trace::report
