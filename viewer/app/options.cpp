#include "viewer/app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::app {
namespace {

constexpr int kLargestSizePx = 16384;

/// Options as text, before they are checked.
struct Raw {
  std::string size = "1920x1080";
  std::string font = "JetBrains Mono";
  std::string theme = "dark";
  std::string open;
  std::string shot;
  std::string measure;
  std::string print;
  std::string paper = "a4";
  double scale = 0;
};

/// Of what is the reviewer's own.
void declare_notes(CLI::App& cli, Options& options) {
  cli.add_option(
         "--reviewer-key", options.reviewer_key,
         "Your own key file (.sprk, by spoor log key): what you search for and your notes are sealed to it; "
         "without one the log says that you searched, nobody reads what for, and there are no notes")
      ->type_name("FILE");
  cli.add_option(
         "--reviewer-passphrase-file", options.reviewer_passphrase_file,
         "File that holds your key's passphrase, for your notes (else SPOOR_REVIEWER_PASSPHRASE, else "
         "a prompt)")
      ->type_name("FILE");
  cli.add_flag("--export-notes", options.export_notes,
               "Export your notes, with the code that they are about as far as the allowance goes, and end; "
               "needs no display");
  cli.add_flag("--without-code", options.without_code, "Export notes without any code");
}

void declare(CLI::App& cli, Options& options, Raw& raw) {
  cli.add_option("SESSION", options.session, "Session file (.spsn)")->required();
  cli.add_option("--archive", options.archive,
                 "Archive that the session is for (else the only one beside it)")
      ->type_name("A.spar");
  cli.add_option("--release", options.release,
                 "Release to read, where the archive holds several (else the newest)")
      ->type_name("NAME");
  cli.add_option("--open", raw.open, "File to open, as PATH or PATH:LINE")->type_name("PATH");
  cli.add_option("--size", raw.size, "Size of the window or picture in pixels")
      ->type_name("WxH")
      ->capture_default_str();
  cli.add_option("--scale", raw.scale, "Display scale factor, .5 to 4 (default: the display's, or 1)")
      ->check(CLI::Range(0.5, 4.0));
  cli.add_option("--font", raw.font, "JetBrains Mono, DejaVu Sans Mono or Fira Code")->capture_default_str();
  cli.add_option("--font-px", options.font_px, "Font size in pixels, 6 to 96")
      ->capture_default_str()
      ->check(CLI::Range(6.0, 96.0));
  cli.add_option("--theme", raw.theme, "Colours of the window")
      ->capture_default_str()
      ->check(CLI::IsMember(std::vector<std::string>(kThemeNames.begin(), kThemeNames.end())));
  cli.add_option("--shot", raw.shot, "Write a marked picture (PNG) of the window and end; needs no display")
      ->type_name("OUT.png");
  cli.add_option(
         "--print", raw.print,
         "Print lines of a file, as PATH:120-180, and end; needs no display. Counts against the quota")
      ->type_name("PATH:FIRST-LAST");
  cli.add_option("-o,--output", options.output,
                 "Where --print writes its PDF, and --export-notes its Markdown (without it, and always in a "
                 "room: in the room, sealed)")
      ->type_name("OUT");
  cli.add_option("--paper", raw.paper, "What is printed on: a4 or letter")
      ->type_name("a4|letter")
      ->capture_default_str();
  cli.add_option("--measure", raw.measure,
                 "Print figures only: open, scroll, search=REGEX, literal=TEXT, fuzzy=TEXT or symbol=NAME");
  cli.add_flag("--json", options.json, "Figures as JSON");
  cli.add_option("--room", options.room, "This machine's room: its directory, made by spoor room init")
      ->type_name("ROOM_DIR");
  cli.add_option("--passphrase-file", options.passphrase_files,
                 "File that holds the session's passphrase; one for each person where it takes several")
      ->type_name("FILE")
      ->allow_extra_args(false);
  cli.add_option("--room-passphrase-file", options.room_passphrase_file,
                 "File that holds the room's passphrase (else SPOOR_ROOM_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  declare_notes(cli, options);
  cli.set_version_flag("--version", "spoor-view " SPOOR_VERSION);
  cli.footer(
      "Exit codes: 0 done, 1 failed, 2 usage, 5 passphrase wrong, 6 refused by policy, 7 damaged input.");
}

bool parse_size(const std::string& text, Options& options) {
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, options.width_px);
  if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return false;
  const auto height = std::from_chars(width.ptr + 1, end, options.height_px);
  const auto fits = [](int px) { return px >= 64 && px <= kLargestSizePx; };
  return height.ec == std::errc() && height.ptr == end && fits(options.width_px) && fits(options.height_px);
}

bool parse_measure(const std::string& text, Options& options) {
  constexpr std::array<std::pair<std::string_view, MeasureKind>, 4> kAsking = {
      {{"search", MeasureKind::search},
       {"literal", MeasureKind::literal},
       {"fuzzy", MeasureKind::fuzzy},
       {"symbol", MeasureKind::symbol}}};
  if (text == "open") options.measure = MeasureKind::open;
  if (text == "scroll") options.measure = MeasureKind::scroll;
  const std::size_t equals = std::min(text.find('='), text.size());
  for (const auto& [name, kind] : kAsking) {
    if (text.substr(0, equals) != name || equals + 1 >= text.size()) continue;
    options.measure = kind;
    options.measure_text = text.substr(equals + 1);
  }
  return options.measure.has_value();
}

/// "PATH:120-180"
bool parse_print(const std::string& text, Options& options) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  const auto lines = parse_lines(std::string_view(text).substr(colon + 1));
  if (!lines) return false;
  options.print_path = text.substr(0, colon);
  options.print_first = lines->first;
  options.print_last = lines->last;
  return true;
}

std::optional<Answer> finish(const Raw& raw, Options& options) {
  const auto usage = [](std::string text) { return Answer{std::move(text), ExitCode::usage}; };
  if (!parse_size(raw.size, options))
    return usage(
        fmt::format("--size wants WIDTHxHEIGHT of 64 to {} pixels each, like 1920x1080.", kLargestSizePx));
  const auto font = text::font_by_name(raw.font);
  if (!font) return usage("--font knows JetBrains Mono, DejaVu Sans Mono and Fira Code.");
  options.font = *font;
  options.theme = theme_by_name(raw.theme).value_or(ThemeId::dark);
  if (raw.scale > 0) options.scale = raw.scale;
  if (!raw.shot.empty()) options.shot = raw.shot;
  if (!raw.measure.empty() && !parse_measure(raw.measure, options))
    return usage("--measure knows open, scroll, search=REGEX, literal=TEXT, fuzzy=TEXT and symbol=NAME.");
  if (options.shot && options.measure) return usage("Give either --shot or --measure.");
  if (!raw.print.empty() && !parse_print(raw.print, options))
    return usage("--print wants PATH:FIRST-LAST, lines counted from 1, like src/main.c:120-180.");
  if (!raw.print.empty() && (options.shot || options.measure))
    return usage("Give either --print or --shot or --measure.");
  if (options.export_notes && (options.shot || options.measure || !raw.print.empty()))
    return usage("Give either --export-notes or --print or --shot or --measure.");
  if (options.without_code && !options.export_notes) return usage("--without-code is for --export-notes.");
  if (!options.output.empty() && raw.print.empty() && !options.export_notes)
    return usage("-o is for --print and --export-notes.");
  const auto paper = printing::paper_by_name(raw.paper);
  if (!paper) return usage("--paper knows a4 and letter.");
  options.paper = *paper;
  const Place place = parse_place(raw.open);
  options.open_path = place.path;
  options.open_line = place.line;
  if (!options.print_path.empty()) options.open_path = options.print_path;
  return std::nullopt;
}

/// Who opens a session from a file manager names no archive: the room's folder holds one.
std::optional<Answer> find_archive(Options& options) {
  const auto usage = [](std::string text) {
    return Answer{std::move(text) + " See spoor-view --help.", ExitCode::usage};
  };
  const std::filesystem::path folder =
      options.session.has_parent_path() ? options.session.parent_path() : std::filesystem::path(".");
  std::size_t found = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() != ".spar") continue;
    options.archive = entry->path();
    ++found;
  }
  if (found == 1) return std::nullopt;
  if (found == 0) return usage("There is no archive (.spar) beside the session: name it with --archive.");
  return usage(fmt::format("There are {} archives beside the session: name one with --archive.", found));
}

}  // namespace

Place parse_place(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size()) return {text, 0};
  std::uint64_t line = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, line);
  if (parsed.ec != std::errc() || parsed.ptr != end || line == 0) return {text, 0};
  return {text.substr(0, colon), line - 1};
}

std::optional<LineSpan> parse_lines(std::string_view text) {
  const char* end = text.data() + text.size();
  LineSpan out;
  const auto first = std::from_chars(text.data(), end, out.first);
  if (first.ec != std::errc() || out.first == 0) return std::nullopt;
  out.last = out.first;
  if (first.ptr == end) return out;
  if (*first.ptr != '-') return std::nullopt;
  const auto last = std::from_chars(first.ptr + 1, end, out.last);
  if (last.ec != std::errc() || last.ptr != end || out.last < out.first) return std::nullopt;
  return out;
}

std::variant<Options, Answer> parse_options(int argc, const char* const* argv) {
  Options options;
  Raw raw;
  CLI::App cli("Reads a sealed source archive; everything that it shows carries the session's mark.",
               "spoor-view");
  declare(cli, options, raw);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0)
      return Answer{fmt::format("{}. See spoor-view --help.", error.what()), ExitCode::usage};
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr;
    return Answer{version ? error.what() : cli.help()};
  }
  if (auto wrong = finish(raw, options)) return *wrong;
  if (options.archive.empty())
    if (auto wrong = find_archive(options)) return *wrong;
  return options;
}

}  // namespace spoor::app
