// A report as a value: what it says and draws, without how it is written down. The HTML and the PDF writer
// take the same document, so that they cannot say different things.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace spoor::trace::report {

/// What a colour is for; each writer and colour scheme has its own colour for it.
enum class Tone : std::uint8_t {
  ink,       ///< text
  faint,     ///< secondary text, axes
  rule,      ///< hairlines
  panel,     ///< a tinted ground
  accent,    ///< what the eye is led to
  agree,     ///< on the expected side
  disagree,  ///< on the other side
  neutral,   ///< measured, with nothing to compare it with
};

enum class Anchor : std::uint8_t { start, middle, end };

// All in the figure's own units, y down. Shapes are drawn in order.

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};
/// Many boxes of one tone: bars.
struct Boxes {
  Tone tone = Tone::ink;
  std::vector<Box> boxes;
};
struct Point {
  double x = 0, y = 0;
};
/// Lines of one tone and width; each is open.
struct Lines {
  Tone tone = Tone::rule;
  double width = 1;
  std::vector<std::vector<Point>> lines;
};
struct Label {
  Tone tone = Tone::ink;
  double x = 0, y = 0, size = 10;  ///< y: the baseline
  Anchor anchor = Anchor::start;
  bool bold = false;
  std::string text;
};
/// A row of code: one character a cell, each at its own x.
struct CodeRow {
  Tone tone = Tone::ink;
  double y = 0, size = 10;  ///< y: the baseline
  std::vector<double> x;
  std::vector<std::string> cells;  ///< UTF-8, as many as x
};
/// A JPEG, in place of the box.
struct Picture {
  Box at;
  std::vector<std::uint8_t> jpeg;
};
using Shape = std::variant<Boxes, Lines, Label, CodeRow, Picture>;

struct Figure {
  double width = 100, height = 100;
  std::vector<Shape> shapes;
  std::string caption;
  std::string alternative;  ///< for those who cannot see it
};

struct Paragraph {
  std::string text;
  bool small = false;
};
struct Bullets {
  std::vector<std::string> items;
};
/// Name and value, line by line. Values may be long: they wrap anywhere where `literal`.
struct Facts {
  struct Fact {
    std::string name, value;
    bool literal = false;  ///< a hash, a path, a command: set in the monospaced face
  };
  std::vector<Fact> facts;
};
struct Table {
  std::vector<std::string> head;
  std::vector<double> shares;  ///< of the width, one a column; they sum to 1
  std::vector<std::vector<std::string>> rows;
  bool form = false;  ///< rows are there to be filled in by hand
};
struct Conclusion {
  Tone tone = Tone::accent;
  std::string verdict, sentence;
  std::vector<std::string> lines;
};
using Block = std::variant<Paragraph, Bullets, Facts, Table, Figure, Conclusion>;

struct Section {
  std::string heading;
  std::vector<Block> blocks;
  bool own_page = false;  ///< begins on a new page of paper
};

struct Document {
  std::string title, subtitle, footer;
  std::vector<Section> sections;
};

/// The whole document as one HTML file without any outside resource: light and dark, and to be printed.
[[nodiscard]] std::string to_html(const Document& document);

/// The same as a PDF of A4 pages; empty where the library or a font fails.
[[nodiscard]] std::vector<std::uint8_t> to_pdf(const Document& document);

}  // namespace spoor::trace::report
