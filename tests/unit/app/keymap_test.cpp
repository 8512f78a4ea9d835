#include "viewer/app/keymap.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "viewer/app/page.hpp"

using namespace spoor::app;

namespace {

Keymap map_of(KeymapId id) {
  auto map = Keymap::load(id);
  REQUIRE(map);
  return std::move(*map);
}

KeyReader::Read feed(KeyReader& reader, const Keymap& map, const char* chord, KeyContext context) {
  const auto parsed = parse_chord(chord);
  REQUIRE(parsed);
  return reader.feed(map, *parsed, context);
}

}  // namespace

TEST_CASE("every command has a name of its own, and every keymap reaches it or the palette does",
          "[keymap]") {
  std::set<std::string_view> ids;
  std::set<std::string_view> titles;
  for (const Command& c : commands()) {
    CHECK(c.action != Action::none);
    CHECK(ids.insert(c.id).second);
    CHECK(titles.insert(c.title).second);
    CHECK(action_by_id(c.id) == c.action);
  }
  for (const KeymapId id : kKeymaps) {
    const Keymap map = map_of(id);
    CHECK(!map.keys_of(Action::show_palette).empty());
    CHECK(!map.keys_of(Action::quit).empty());
  }
}

TEST_CASE("a chord reads as it is written", "[keymap]") {
  for (const char* text : {"Ctrl+Shift+P", "Alt+Left", "F12", "Shift+F3", "G", "Ctrl+=", "/", "Escape"}) {
    const auto chord = parse_chord(text);
    REQUIRE(chord);
    CHECK(chord_text(*chord) == text);
  }
  for (const char* text : {"", "Ctrl+", "Strg+A", "F13", "AB", "Ctrl+Shift"}) CHECK(!parse_chord(text));
}

TEST_CASE("a sequence of Vim's waits for its end; what ends none is a key of its own", "[keymap]") {
  const Keymap vim = map_of(KeymapId::vim);
  KeyReader reader;
  CHECK(feed(reader, vim, "G", KeyContext::code).action == Action::none);
  CHECK(reader.pending() == "G");
  CHECK(feed(reader, vim, "G", KeyContext::code).action == Action::top);
  CHECK(reader.pending().empty());
  CHECK(feed(reader, vim, "G", KeyContext::code).taken);
  CHECK(feed(reader, vim, "J", KeyContext::code).action == Action::down);
  const auto counted = [&] {
    feed(reader, vim, "1", KeyContext::code);
    feed(reader, vim, "0", KeyContext::code);
    return feed(reader, vim, "J", KeyContext::code);
  }();
  CHECK(counted.action == Action::down);
  CHECK(counted.count == 10U);
  CHECK(feed(reader, vim, "0", KeyContext::code).action == Action::home);
}

TEST_CASE("a text field gets its characters in every keymap", "[keymap]") {
  for (const KeymapId id : kKeymaps) {
    const Keymap map = map_of(id);
    KeyReader reader;
    for (const char* key : {"J", "G", "/", "0", "Shift+4", "Space"})
      CHECK(!feed(reader, map, key, KeyContext::field).taken);
    CHECK(feed(reader, map, "Escape", KeyContext::field).action == Action::focus_code);
  }
}

TEST_CASE("Emacs' sequences go on inside a field and take their last key from it", "[keymap]") {
  const Keymap emacs = map_of(KeymapId::emacs);
  KeyReader reader;
  CHECK(feed(reader, emacs, "Ctrl+X", KeyContext::field).taken);
  const auto read = feed(reader, emacs, "K", KeyContext::field);
  CHECK(read.action == Action::close_tab);
  CHECK(read.taken);
  CHECK(feed(reader, emacs, "Ctrl+P", KeyContext::code).action == Action::up);  // the default's is overridden
  CHECK(feed(reader, emacs, "Ctrl+Shift+P", KeyContext::code).action == Action::show_palette);
}

TEST_CASE("a keymap that is wrong says where", "[keymap]") {
  const auto message = [](const char* toml) {
    const auto map = Keymap::parse(toml, nullptr);
    REQUIRE(!map);
    return map.error().message;
  };
  CHECK(message("[any]\n\"Ctrl+Nokey\" = \"quit\"\n").find("Ctrl+Nokey") != std::string::npos);
  CHECK(message("[any]\n\"Ctrl+K\" = \"no.such\"\n").find("no.such") != std::string::npos);
  CHECK(message("= broken [").find("keymap") != std::string::npos);
  const auto base = Keymap::parse("[any]\n\"Ctrl+K\" = \"quit\"\n\"Ctrl+L\" = \"quit\"\n", nullptr);
  REQUIRE(base);
  const auto without = Keymap::parse("[any]\n\"Ctrl+K\" = \"\"\n", &*base);
  REQUIRE(without);
  CHECK(without->match({*parse_chord("Ctrl+K")}, KeyContext::code).action == Action::none);
  CHECK(without->keys_of(Action::quit) == "Ctrl+L");
}

TEST_CASE("the page of keys names every bound command with its keys", "[keymap]") {
  for (const KeymapId id : kKeymaps) {
    const Keymap map = map_of(id);
    std::set<std::string> listed;
    for (const PageLine& line : page_lines(PageKind::keys, map))
      if (line.kind == PageLine::Kind::pair) listed.insert(line.left + "|" + line.right);
    for (const Command& c : commands())
      if (const std::string keys = map.all_keys_of(c.action); !keys.empty())
        CHECK(listed.contains(std::string(c.title) + "|" + keys));
  }
}
