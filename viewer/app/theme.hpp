// Themes: what colour each class of text and each surface has. Built in, from assets/themes.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "viewer/app/error.hpp"
#include "viewer/code/token.hpp"
#include "viewer/gpu/scene.hpp"

namespace spoor::app {

/// Classes of vendor text beside syntax; they follow the token classes in the palette.
enum class UiClass : text::ColorClass {
  gutter = code::kTokenClasses,
  gutter_current,
  folder,
  file,
  selected,
  chevron,
  tab_active,
  tab_inactive,
  path,
  path_leaf,
  picture,  ///< stands for a control character or a malformed byte
  matched,  ///< what a picker's query matches
};
inline constexpr std::array<std::string_view, 12> kUiClassNames = {
    "gutter",     "gutter_current", "folder", "file",      "selected", "chevron",
    "tab_active", "tab_inactive",   "path",   "path_leaf", "picture",  "matched"};
inline constexpr std::size_t kPaletteSize = code::kTokenClasses + kUiClassNames.size();

[[nodiscard]] constexpr text::ColorClass color_class(UiClass c) noexcept {
  return static_cast<text::ColorClass>(c);
}
[[nodiscard]] constexpr text::ColorClass color_class(code::TokenClass c) noexcept {
  return static_cast<text::ColorClass>(c);
}

struct Surfaces {
  gpu::Rgba code, panel, bar, border, current_line, selection, selection_idle, tab, tab_active, scrollbar,
      accent, popup, match;
  gpu::Rgba added, removed;  ///< behind lines that only one release has
  gpu::Rgba added_word,
      removed_word;  ///< behind words of them; the first behind lines of an ordinary view, too
  gpu::Rgba mark_added, mark_removed, mark_changed;  ///< beside lines
};

/// Colours of our own labels.
struct LabelColors {
  gpu::Rgba text, muted, warning;
};

struct Theme {
  std::string name;
  bool dark = true;
  Surfaces surface{};
  LabelColors label{};
  std::array<gpu::Rgba, kPaletteSize> palette{};  ///< by text::ColorClass
};

enum class ThemeId : std::uint8_t { dark, light, contrast, solarized_dark, solarized_light };
inline constexpr std::array kThemes = {ThemeId::dark, ThemeId::light, ThemeId::contrast,
                                       ThemeId::solarized_dark, ThemeId::solarized_light};
/// "dark", "light", "contrast", "solarized-dark", "solarized-light", in the order of kThemes.
inline constexpr std::array<std::string_view, kThemes.size()> kThemeNames = {
    "dark", "light", "contrast", "solarized-dark", "solarized-light"};
[[nodiscard]] std::optional<ThemeId> theme_by_name(std::string_view name);

/// Errors: failed (a theme that lacks a colour: says which).
[[nodiscard]] Result<Theme> parse_theme(std::string_view toml);
[[nodiscard]] Result<Theme> load_theme(ThemeId id);

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio").
[[nodiscard]] double contrast_ratio(gpu::Rgba a, gpu::Rgba b);

}  // namespace spoor::app
