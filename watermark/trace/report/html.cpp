#include <fmt/format.h>

#include <array>
#include <string_view>

#include "watermark/trace/report/base64.hpp"
#include "watermark/trace/report/document.hpp"
#include "watermark/trace/report/style.hpp"

namespace spoor::trace::report {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string_view name_of(Tone tone) {
  constexpr std::array<std::string_view, 8> kNames = {"ink",    "faint", "rule",     "panel",
                                                      "accent", "agree", "disagree", "neutral"};
  return kNames[static_cast<std::size_t>(tone)];
}

// Coordinates to a hundredth: what is drawn is the same on every machine.
std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

class Svg {
 public:
  explicit Svg(const Figure& figure) {
    out_ = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">", number(figure.width),
                       number(figure.height), escaped(figure.alternative));
    for (const Shape& shape : figure.shapes) std::visit([&](const auto& s) { draw(s); }, shape);
    out_ += "</svg>";
  }
  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  void draw(const Boxes& boxes) {
    if (boxes.boxes.empty()) return;
    out_ += fmt::format("<path class=\"f-{}\" d=\"", name_of(boxes.tone));
    for (const Box& b : boxes.boxes)
      out_ += fmt::format("M{} {}h{}v{}h{}z", number(b.x), number(b.y), number(b.width), number(b.height),
                          number(-b.width));
    out_ += "\"/>";
  }
  void draw(const Lines& lines) {
    if (lines.lines.empty()) return;
    out_ += fmt::format("<path class=\"s-{}\" stroke-width=\"{}\" d=\"", name_of(lines.tone),
                        number(lines.width));
    for (const auto& line : lines.lines)
      for (std::size_t i = 0; i < line.size(); ++i)
        out_ += fmt::format("{}{} {}", i == 0 ? 'M' : 'L', number(line[i].x), number(line[i].y));
    out_ += "\"/>";
  }
  void draw(const Label& label) {
    constexpr std::array<std::string_view, 3> kAnchors = {"start", "middle", "end"};
    out_ +=
        fmt::format("<text class=\"f-{}\" x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\"{}>{}</text>",
                    name_of(label.tone), number(label.x), number(label.y), number(label.size),
                    kAnchors[static_cast<std::size_t>(label.anchor)],
                    label.bold ? " font-weight=\"600\"" : "", escaped(label.text));
  }
  void draw(const CodeRow& row) {
    std::string xs, text;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) xs += ' ';
      xs += number(row.x[i]);
      text += escaped(row.cells[i]);
    }
    if (text.empty()) return;
    out_ += fmt::format("<text class=\"code f-{}\" y=\"{}\" font-size=\"{}\" x=\"{}\">{}</text>",
                        name_of(row.tone), number(row.y), number(row.size), xs, text);
  }
  void draw(const Picture& picture) {
    out_ += fmt::format(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" "
        "href=\"data:image/jpeg;base64,{}\"/>",
        number(picture.at.x), number(picture.at.y), number(picture.at.width), number(picture.at.height),
        base64(picture.jpeg));
  }

  std::string out_;
};

class Writer {
 public:
  void write(const Paragraph& p) {
    out_ += fmt::format("<p{}>{}</p>\n", p.small ? " class=\"small\"" : "", escaped(p.text));
  }
  void write(const Bullets& bullets) {
    out_ += "<ul>\n";
    for (const std::string& item : bullets.items) out_ += fmt::format("<li>{}</li>\n", escaped(item));
    out_ += "</ul>\n";
  }
  void write(const Facts& facts) {
    out_ += "<dl>\n";
    for (const auto& fact : facts.facts)
      out_ += fmt::format("<div><dt>{}</dt><dd{}>{}</dd></div>\n", escaped(fact.name),
                          fact.literal ? " class=\"literal\"" : "", escaped(fact.value));
    out_ += "</dl>\n";
  }
  void write(const Table& table) {
    out_ += fmt::format("<table{}>\n<colgroup>", table.form ? " class=\"form\"" : "");
    for (const double share : table.shares)
      out_ += fmt::format("<col style=\"width:{}%\">", number(100 * share));
    out_ += "</colgroup>\n<thead><tr>";
    for (const std::string& cell : table.head)
      out_ += fmt::format("<th scope=\"col\">{}</th>", escaped(cell));
    out_ += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
      out_ += "<tr>";
      for (const std::string& cell : row) out_ += fmt::format("<td>{}</td>", escaped(cell));
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n";
  }
  void write(const Figure& figure) {
    ++figures_;
    out_ += fmt::format("<figure>\n{}\n<figcaption><b>Figure {}.</b> {}</figcaption>\n</figure>\n",
                        Svg(figure).text(), figures_, escaped(figure.caption));
  }
  void write(const Conclusion& c) {
    out_ += fmt::format(
        "<div class=\"conclusion c-{}\">\n<p class=\"verdict\">{}</p>\n<p class=\"lead\">{}</p>\n",
        name_of(c.tone), escaped(c.verdict), escaped(c.sentence));
    for (const std::string& line : c.lines) out_ += fmt::format("<p>{}</p>\n", escaped(line));
    out_ += "</div>\n";
  }
  void write(const Section& section, std::size_t index) {
    out_ += fmt::format("<section id=\"s{}\"{}>\n<h2><span>{}</span> {}</h2>\n", index,
                        section.own_page ? " class=\"page\"" : "", index, escaped(section.heading));
    for (const Block& block : section.blocks) std::visit([&](const auto& b) { write(b); }, block);
    out_ += "</section>\n";
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
  int figures_ = 0;
};

}  // namespace

std::string to_html(const Document& document) {
  Writer writer;
  for (std::size_t i = 0; i < document.sections.size(); ++i) writer.write(document.sections[i], i + 1);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "img-src data:\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{}</h1>\n"
      "<p class=\"subtitle\">{}</p>\n</header>\n{}<footer>{}</footer>\n</main>\n</body>\n</html>\n",
      escaped(document.title), style_sheet(), escaped(document.title), escaped(document.subtitle),
      writer.take(), escaped(document.footer));
}

}  // namespace spoor::trace::report
