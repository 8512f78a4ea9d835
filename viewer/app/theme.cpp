#include "viewer/app/theme.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "themes.hpp"

namespace spoor::app {
namespace {

std::optional<gpu::Rgba> parse_color(std::string_view hex) {
  if (hex.size() != 7 || hex[0] != '#') return std::nullopt;
  std::array<std::uint8_t, 3> parts{};
  for (std::size_t i = 0; i < 6; ++i) {
    const char c = hex[i + 1];
    int digit = 0;
    if (c >= '0' && c <= '9')
      digit = c - '0';
    else if (c >= 'a' && c <= 'f')
      digit = c - 'a' + 10;
    else
      return std::nullopt;
    parts[i / 2] = static_cast<std::uint8_t>(parts[i / 2] * 16 + digit);
  }
  return gpu::Rgba{parts[0], parts[1], parts[2], 255};
}

/// Reads colours and remembers the first that is missing.
class Reader {
 public:
  explicit Reader(const toml::table& root) : root_(root) {}

  gpu::Rgba color(std::string_view section, std::string_view key) {
    const auto text = root_[section][key].value<std::string>();
    const auto parsed = text ? parse_color(*text) : std::nullopt;
    if (!parsed && missing_.empty()) missing_ = fmt::format("{}.{}", section, key);
    return parsed.value_or(gpu::Rgba{});
  }
  [[nodiscard]] const std::string& missing() const { return missing_; }

 private:
  const toml::table& root_;
  std::string missing_;
};

void read_surfaces(Reader& reader, Surfaces& s) {
  const auto get = [&](std::string_view key) { return reader.color("surface", key); };
  s = {get("code"),       get("panel"),          get("bar"),        get("border"),       get("current_line"),
       get("selection"),  get("selection_idle"), get("tab"),        get("tab_active"),   get("scrollbar"),
       get("accent"),     get("popup"),          get("match"),      get("added"),        get("removed"),
       get("added_word"), get("removed_word"),   get("mark_added"), get("mark_removed"), get("mark_changed")};
}

double linear(std::uint8_t channel) {  // WCAG 2.1, "relative luminance"
  const double c = channel / 255.0;
  return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(gpu::Rgba c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

Result<Theme> parse_theme(std::string_view text) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(
        AppError{ExitCode::failed, fmt::format("A theme is not TOML: {}.", error.description())});
  }
  Theme theme;
  theme.name = root["name"].value_or(std::string("theme"));
  theme.dark = root["dark"].value_or(true);
  Reader reader(root);
  read_surfaces(reader, theme.surface);
  theme.label = {reader.color("label", "text"), reader.color("label", "muted"),
                 reader.color("label", "warning")};
  for (std::size_t i = 0; i < code::kTokenClasses; ++i)
    theme.palette[i] = reader.color("token", code::kTokenClassNames[i]);
  for (std::size_t i = 0; i < kUiClassNames.size(); ++i)
    theme.palette[code::kTokenClasses + i] = reader.color("ui", kUiClassNames[i]);
  if (!reader.missing().empty())
    return tl::unexpected(AppError{
        ExitCode::failed, fmt::format("A theme lacks the colour {} (as #rrggbb).", reader.missing())});
  return theme;
}

Result<Theme> load_theme(ThemeId id) {
  constexpr std::array kTexts = {themes::kDark, themes::kLight, themes::kContrast, themes::kSolarizedDark,
                                 themes::kSolarizedLight};
  return parse_theme(kTexts[static_cast<std::size_t>(id)]);
}

std::optional<ThemeId> theme_by_name(std::string_view name) {
  const auto found = std::find(kThemeNames.begin(), kThemeNames.end(), name);
  if (found == kThemeNames.end()) return std::nullopt;
  return kThemes[static_cast<std::size_t>(found - kThemeNames.begin())];
}

double contrast_ratio(gpu::Rgba a, gpu::Rgba b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace spoor::app
