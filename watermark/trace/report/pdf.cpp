#include <fmt/format.h>

#include <algorithm>

#include "watermark/trace/report/pdf_page.hpp"

namespace spoor::trace::report {
namespace {

constexpr double kBody = 9, kSmall = 7.5, kLeading = 1.42;
constexpr double kGap = 6;

class Writer {
 public:
  explicit Writer(PdfPages& pages) : pages_(pages) {}

  // Lines of text from the present place on; `indent` of the left edge.
  void flow(std::string_view text, Type type, double size, Tone tone, double indent = 0) {
    for (const std::string& line : pages_.wrapped(text, type, size, kTextWidth - indent)) {
      pages_.make_room(size * kLeading);
      pages_.advance(size * kLeading);
      pages_.text(line, kMargin + indent, pages_.y() - size * (kLeading - 1), type, size, tone);
    }
  }
  void write(const Paragraph& p) {
    flow(p.text, Type::body, p.small ? kSmall : kBody, p.small ? Tone::faint : Tone::ink);
    pages_.advance(kGap);
  }
  void write(const Bullets& bullets) {
    constexpr double kIndent = 12;
    for (const std::string& item : bullets.items) {
      pages_.make_room(2 * kBody * kLeading);
      pages_.text("\u2022", kMargin + 3, pages_.y() + kBody, Type::body, kBody, Tone::faint);
      flow(item, Type::body, kBody, Tone::ink, kIndent);
      pages_.advance(2.5);
    }
    pages_.advance(kGap - 2.5);
  }
  void write(const Facts& facts) {
    constexpr double kName = 125;
    for (const auto& fact : facts.facts) {
      const Type type = fact.literal ? Type::mono : Type::body;
      const double size = fact.literal ? kSmall : kBody;
      const auto lines = pages_.wrapped(fact.value, type, size, kTextWidth - kName);
      const double height = static_cast<double>(lines.size()) * size * kLeading;
      pages_.make_room(std::max(height, kBody * kLeading) + 5);
      const double top = pages_.y() + 1.5;
      pages_.text(fact.name, kMargin, top + kBody, Type::body, kBody, Tone::faint);
      for (std::size_t i = 0; i < lines.size(); ++i)
        pages_.text(lines[i], kMargin + kName, top + kBody + static_cast<double>(i) * size * kLeading, type,
                    size, Tone::ink);
      pages_.advance(std::max(height, kBody * kLeading) + 4);
      rule(pages_.y());
    }
    pages_.advance(kGap + 2);
  }
  void write(const Table& table) {
    row(table, table.head, Type::bold, Tone::faint, 0);
    rule(pages_.y(), 1);
    for (const auto& cells : table.rows) row(table, cells, Type::body, Tone::ink, table.form ? 26 : 0);
    pages_.advance(kGap + 2);
  }
  void write(const Figure& figure) {
    constexpr double kMostHeight = 560;
    const double scale = std::min(kTextWidth / figure.width, kMostHeight / figure.height);
    const auto caption = pages_.wrapped(caption_of(figure), Type::body, kSmall, kTextWidth);
    const double height = figure.height * scale;
    pages_.make_room(height + (static_cast<double>(caption.size()) + 1) * kSmall * kLeading + kGap);
    pages_.figure(figure, kMargin, pages_.y(), scale);
    pages_.advance(height + 3);
    flow(caption_of(figure), Type::body, kSmall, Tone::faint);
    ++figures_;
    pages_.advance(kGap + 4);
  }
  void write(const Conclusion& c) {
    constexpr double kInset = 12, kVerdict = 15;
    double height = 2 * kInset + kVerdict * kLeading;
    const auto lines_of = [&](const std::string& text) {
      return pages_.wrapped(text, Type::body, kBody + 0.5, kTextWidth - 2 * kInset);
    };
    std::vector<std::string> all = lines_of(c.sentence);
    for (const std::string& line : c.lines)
      for (const std::string& wrapped : lines_of(line)) all.push_back(wrapped);
    const double leading = (kBody + 0.5) * kLeading;
    height += static_cast<double>(all.size()) * leading;
    pages_.make_room(height);
    const double top = pages_.y();
    pages_.box({kMargin, top, kTextWidth, height}, Tone::panel);
    pages_.box({kMargin, top, 4, height}, c.tone);
    double y = top + kInset + kVerdict;
    pages_.text(c.verdict, kMargin + kInset, y, Type::bold, kVerdict, Tone::ink);
    y += 5;
    for (const std::string& line : all)
      pages_.text(line, kMargin + kInset, y += leading, Type::body, kBody + 0.5, Tone::ink);
    pages_.advance(height + kGap + 2);
  }
  void write(const Section& section, std::size_t index) {
    constexpr double kHeading = 12;
    if (section.own_page) pages_.new_page();
    pages_.advance(8);
    pages_.make_room(90);
    pages_.advance(kHeading * kLeading);
    const std::string number = fmt::format("{}", index);
    pages_.text(number, kMargin, pages_.y(), Type::body, kHeading, Tone::faint);
    pages_.text(section.heading, kMargin + pages_.width_of(number + "  ", Type::body, kHeading), pages_.y(),
                Type::bold, kHeading, Tone::ink);
    pages_.advance(8);
    for (const Block& block : section.blocks) std::visit([&](const auto& b) { write(b); }, block);
  }

 private:
  void rule(double y, double width = 0.5) {
    pages_.line({{kMargin, y}, {kMargin + kTextWidth, y}}, width, Tone::rule);
  }
  std::string caption_of(const Figure& figure) const {
    return fmt::format("Figure {}. {}", figures_ + 1, figure.caption);
  }
  void row(const Table& table, const std::vector<std::string>& cells, Type type, Tone tone,
           double least_height) {
    constexpr double kPad = 4;
    const double size = type == Type::bold ? kSmall : kBody;
    std::vector<std::vector<std::string>> wrapped;
    std::size_t most = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      wrapped.push_back(pages_.wrapped(cells[i], type, size, table.shares[i] * kTextWidth - 2 * kPad));
      most = std::max(most, wrapped.back().size());
    }
    const double height = std::max(least_height, static_cast<double>(most) * size * kLeading + 4);
    pages_.make_room(height + 1);
    double x = kMargin;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (std::size_t k = 0; k < wrapped[i].size(); ++k)
        pages_.text(wrapped[i][k], x + kPad,
                    pages_.y() + size * 1.2 + static_cast<double>(k) * size * kLeading, type, size, tone);
      if (table.form) pages_.line({{x, pages_.y()}, {x, pages_.y() + height}}, 0.5, Tone::rule);
      x += table.shares[i] * kTextWidth;
    }
    if (table.form) pages_.line({{x, pages_.y()}, {x, pages_.y() + height}}, 0.5, Tone::rule);
    pages_.advance(height);
    rule(pages_.y());
  }

  PdfPages& pages_;
  int figures_ = 0;
};

}  // namespace

std::vector<std::uint8_t> to_pdf(const Document& document) {
  constexpr double kTitle = 18;
  PdfPages pages;
  Writer writer(pages);
  writer.flow(document.title, Type::bold, kTitle, Tone::ink);
  writer.flow(document.subtitle, Type::body, kSmall + 0.5, Tone::faint);
  for (std::size_t i = 0; i < document.sections.size(); ++i) writer.write(document.sections[i], i + 1);
  return pages.finish(document.title, document.footer);
}

}  // namespace spoor::trace::report
