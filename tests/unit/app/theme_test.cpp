#include "viewer/app/theme.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace spoor::app;

namespace {

constexpr double kLeastContrast = 4.5;  // WCAG 2.1, 1.4.3 (AA)

}  // namespace

TEST_CASE("every colour of vendor text is legible on every surface that it stands on", "[theme]") {
  for (const ThemeId id : kThemes) {
    const auto theme = load_theme(id);
    REQUIRE(theme);
    const Surfaces& s = theme->surface;
    for (std::size_t i = 0; i < kPaletteSize; ++i) {
      const bool token = i < spoor::code::kTokenClasses;
      const auto name =
          token ? spoor::code::kTokenClassNames[i] : kUiClassNames[i - spoor::code::kTokenClasses];
      INFO(theme->name << ": " << name);
      CHECK(contrast_ratio(theme->palette[i], s.code) >= kLeastContrast);
      CHECK(contrast_ratio(theme->palette[i], s.current_line) >= kLeastContrast);
      if (token) CHECK(contrast_ratio(theme->palette[i], s.match) >= kLeastContrast);
      if (token)
        for (const spoor::gpu::Rgba behind : {s.added, s.removed, s.added_word, s.removed_word})
          CHECK(contrast_ratio(theme->palette[i], behind) >= kLeastContrast);
    }
    const auto on = [&](UiClass c, spoor::gpu::Rgba surface) {
      INFO(theme->name << ": " << kUiClassNames[color_class(c) - spoor::code::kTokenClasses]);
      CHECK(contrast_ratio(theme->palette[color_class(c)], surface) >= kLeastContrast);
    };
    for (const UiClass c : {UiClass::folder, UiClass::file, UiClass::chevron, UiClass::picture})
      on(c, s.panel);
    for (const spoor::gpu::Rgba surface : {s.selection, s.selection_idle}) on(UiClass::selected, surface);
    on(UiClass::tab_inactive, s.tab);
    on(UiClass::tab_active, s.tab_active);
    for (const spoor::gpu::Rgba surface : {s.bar, s.code, s.popup}) {
      CHECK(contrast_ratio(theme->label.text, surface) >= kLeastContrast);
      CHECK(contrast_ratio(theme->label.muted, surface) >= kLeastContrast);
    }
    CHECK(contrast_ratio(theme->label.warning, s.bar) >= kLeastContrast);
  }
}

TEST_CASE("a theme that lacks a colour or is no TOML is refused with its place", "[theme]") {
  const auto lacking = parse_theme("[surface]\ncode = \"#101010\"\n");
  REQUIRE(!lacking);
  CHECK(lacking.error().message.find("surface.panel") != std::string::npos);
  CHECK(!parse_theme("[surface]\ncode = \"red\"\n"));
  CHECK(!parse_theme("= nonsense ["));
}
