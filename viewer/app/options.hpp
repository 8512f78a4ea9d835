// The command line of spoor-view.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "viewer/app/error.hpp"
#include "viewer/app/theme.hpp"
#include "viewer/print/sheet.hpp"
#include "viewer/text/face.hpp"

namespace spoor::app {

enum class MeasureKind : std::uint8_t { open, scroll, search, literal, fuzzy, symbol };

struct Options {
  std::filesystem::path session;
  std::filesystem::path archive;
  std::filesystem::path room;                           ///< empty: none was named
  std::vector<std::filesystem::path> passphrase_files;  ///< one a person; empty: not given
  std::filesystem::path room_passphrase_file;           ///< empty: not given
  std::filesystem::path reviewer_key;                   ///< empty: not given
  std::filesystem::path reviewer_passphrase_file;       ///< empty: not given
  std::string release;                                  ///< of the archive; empty: the newest
  std::string open_path;                                ///< in the release; empty: none
  std::uint64_t open_line = 0;                          ///< 0-based
  int width_px = 1920;
  int height_px = 1080;
  std::optional<double> scale;  ///< of the display; unset: what the display says, or 1
  text::FontId font = text::FontId::jetbrains_mono;
  double font_px = 14;
  ThemeId theme = ThemeId::dark;
  std::optional<std::filesystem::path> shot;
  std::string print_path;  ///< --print: a file of the release; empty: nothing is printed
  std::uint64_t print_first = 1;
  std::uint64_t print_last = 1;
  bool export_notes = false;     ///< and end
  bool without_code = false;     ///< that the notes are about
  std::filesystem::path output;  ///< of what is printed or exported; empty: the room keeps it
  printing::Paper paper = printing::Paper::a4;
  std::optional<MeasureKind> measure;
  std::string measure_text;  ///< of search, literal, fuzzy and symbol: what is looked for
  bool json = false;
};

/// Else it makes a picture, a print, figures or an export of notes, and ends.
[[nodiscard]] inline bool opens_window(const Options& options) {
  return !options.shot && !options.measure && options.print_path.empty() && !options.export_notes;
}

/// What a command line asks for: a run, or words to print and an exit code.
struct Answer {
  std::string text;
  ExitCode code = ExitCode::done;
};

[[nodiscard]] std::variant<Options, Answer> parse_options(int argc, const char* const* argv);

/// "PATH" or "PATH:LINE" (1-based) -> path and 0-based line. A colon that no number follows is part of the
/// path.
struct Place {
  std::string path;
  std::uint64_t line = 0;
};
[[nodiscard]] Place parse_place(const std::string& text);

/// Lines counted from 1; the last one is included.
struct LineSpan {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  friend bool operator==(const LineSpan&, const LineSpan&) = default;
};
/// "120-180" or "120"; nothing where it is neither.
[[nodiscard]] std::optional<LineSpan> parse_lines(std::string_view text);

}  // namespace spoor::app
