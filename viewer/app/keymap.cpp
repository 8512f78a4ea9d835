#include "viewer/app/keymap.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "keymaps.hpp"

namespace spoor::app {
namespace {

struct KeyName {
  std::string_view name;
  int key;
};
constexpr std::array kNames = {
    KeyName{"Up", GLFW_KEY_UP},
    KeyName{"Down", GLFW_KEY_DOWN},
    KeyName{"Left", GLFW_KEY_LEFT},
    KeyName{"Right", GLFW_KEY_RIGHT},
    KeyName{"PageUp", GLFW_KEY_PAGE_UP},
    KeyName{"PageDown", GLFW_KEY_PAGE_DOWN},
    KeyName{"Home", GLFW_KEY_HOME},
    KeyName{"End", GLFW_KEY_END},
    KeyName{"Enter", GLFW_KEY_ENTER},
    KeyName{"Tab", GLFW_KEY_TAB},
    KeyName{"Escape", GLFW_KEY_ESCAPE},
    KeyName{"Space", GLFW_KEY_SPACE},
    KeyName{"Backspace", GLFW_KEY_BACKSPACE},
    KeyName{"Delete", GLFW_KEY_DELETE},
    KeyName{"Plus", GLFW_KEY_KP_ADD},
    KeyName{"Minus", GLFW_KEY_KP_SUBTRACT},
    KeyName{"KeypadEnter", GLFW_KEY_KP_ENTER},
};
constexpr std::array kContexts = {std::pair{std::string_view("any"), KeyContext::any},
                                  std::pair{std::string_view("code"), KeyContext::code},
                                  std::pair{std::string_view("tree"), KeyContext::tree},
                                  std::pair{std::string_view("list"), KeyContext::list}};
constexpr int kFunctionKeys = 12;
constexpr std::uint64_t kLargestCount = 1'000'000'000;

std::optional<int> key_by_name(std::string_view name) {
  for (const KeyName& k : kNames)
    if (k.name == name) return k.key;
  if (name.size() == 1 && name[0] > ' ' && name[0] < '`') return static_cast<unsigned char>(name[0]);
  for (int f = 1; f <= kFunctionKeys; ++f)
    if (name == fmt::format("F{}", f)) return GLFW_KEY_F1 + f - 1;
  return std::nullopt;
}

std::string key_name(int key) {
  for (const KeyName& k : kNames)
    if (k.key == key) return std::string(k.name);
  if (key >= GLFW_KEY_F1 && key < GLFW_KEY_F1 + kFunctionKeys)
    return fmt::format("F{}", key - GLFW_KEY_F1 + 1);
  return std::string(1, static_cast<char>(key));
}

std::optional<std::vector<Chord>> parse_keys(std::string_view text) {
  std::vector<Chord> keys;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const auto chord = parse_chord(text.substr(0, blank));
    if (!chord) return std::nullopt;
    keys.push_back(*chord);
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  if (keys.empty()) return std::nullopt;
  return keys;
}

std::string keys_text(const std::vector<Chord>& keys) {
  std::string out;
  for (const Chord& chord : keys) {
    if (!out.empty()) out += ' ';
    out += chord_text(chord);
  }
  return out;
}

bool holds_in(KeyContext binding, KeyContext where) {
  return binding == KeyContext::any || binding == where;
}

bool begins_with(const std::vector<Chord>& keys, const std::vector<Chord>& start) {
  return keys.size() >= start.size() && std::equal(start.begin(), start.end(), keys.begin());
}

tl::unexpected<AppError> wrong(std::string_view what) {
  return tl::unexpected(AppError{ExitCode::failed, fmt::format("A keymap is wrong: {}.", what)});
}

}  // namespace

std::optional<Chord> parse_chord(std::string_view text) {
  constexpr std::array kModifiers = {std::pair{std::string_view("Ctrl+"), GLFW_MOD_CONTROL},
                                     std::pair{std::string_view("Shift+"), GLFW_MOD_SHIFT},
                                     std::pair{std::string_view("Alt+"), GLFW_MOD_ALT}};
  Chord chord;
  for (bool found = true; std::exchange(found, false);)
    for (const auto& [name, bit] : kModifiers)
      if (text.starts_with(name) && text.size() > name.size()) {
        chord.modifiers |= bit;
        text.remove_prefix(name.size());
        found = true;
      }
  const auto key = key_by_name(text);
  if (!key) return std::nullopt;
  chord.key = *key;
  return chord;
}

std::string chord_text(const Chord& chord) {
  std::string out;
  if ((chord.modifiers & GLFW_MOD_CONTROL) != 0) out += "Ctrl+";
  if ((chord.modifiers & GLFW_MOD_SHIFT) != 0) out += "Shift+";
  if ((chord.modifiers & GLFW_MOD_ALT) != 0) out += "Alt+";
  return out + key_name(chord.key);
}

bool types_text(const Chord& chord) {
  const bool printable = chord.key >= GLFW_KEY_SPACE && chord.key < GLFW_KEY_ESCAPE;
  return printable && (chord.modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_ALT)) == 0;
}

Result<Keymap> Keymap::parse(std::string_view text, const Keymap* base) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return wrong(error.description());
  }
  Keymap map;
  if (base != nullptr) map = *base;
  map.name_ = root["name"].value_or(std::string("keymap"));
  map.counts_ = root["counts"].value_or(false);
  // What a keymap says itself comes before what it has from its base: menus show its keys.
  const std::vector<Binding> inherited = std::move(map.bindings_);
  map.bindings_.clear();
  std::vector<std::pair<std::uint32_t, Binding>> written;  // by their lines: the first one is what menus show
  for (const auto& [section, context] : kContexts) {
    const toml::table* table = root[section].as_table();
    if (table == nullptr) continue;
    for (const auto& [keys, node] : *table) {
      const auto parsed = parse_keys(keys.str());
      if (!parsed) return wrong(fmt::format("no keyboard has the keys \"{}\"", keys.str()));
      const std::string id = node.value_or(std::string());
      const auto action = id.empty() ? std::optional(Action::none) : action_by_id(id);
      if (!action)
        return wrong(fmt::format("\"{}\" is bound to \"{}\", which is no command", keys.str(), id));
      written.emplace_back(node.source().begin.line, Binding{*parsed, context, *action});
    }
  }
  std::stable_sort(written.begin(), written.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [line, binding] : written) map.bind(std::move(binding));
  for (const Binding& binding : inherited) map.bind(binding);
  return map;
}

void Keymap::bind(Binding binding) {
  // The first one stands; a key bound to nothing takes it from the base.
  for (const Binding& b : bindings_)
    if (b.context == binding.context && b.keys == binding.keys) return;
  bindings_.push_back(std::move(binding));
}

Result<Keymap> Keymap::load(KeymapId id) {
  auto standard = parse(keymaps::kDefault, nullptr);
  if (!standard || id == KeymapId::standard) return standard;
  return parse(id == KeymapId::vim ? keymaps::kVim : keymaps::kEmacs, &*standard);
}

std::string Keymap::keys_of(Action action) const {
  for (const Binding& b : bindings_)
    if (b.action == action) return keys_text(b.keys);
  return {};
}

std::string Keymap::all_keys_of(Action action) const {
  std::vector<std::string> texts;
  for (const Binding& b : bindings_) {
    if (b.action != action) continue;
    std::string text = keys_text(b.keys);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

Keymap::Match Keymap::match(const std::vector<Chord>& keys, KeyContext context) const {
  Match match;
  bool own = false;  // a binding of the context itself comes before one of `any`
  for (const Binding& b : bindings_) {
    if (!holds_in(b.context, context) || !begins_with(b.keys, keys)) continue;
    if (b.keys.size() > keys.size()) {
      match.prefix = match.prefix || b.action != Action::none;
    } else if (!own) {
      own = b.context == context;
      if (own || match.action == Action::none) match.action = b.action;
    }
  }
  return match;
}

KeyReader::Read KeyReader::feed(const Keymap& keymap, const Chord& chord, KeyContext context) {
  Read read;
  if (context == KeyContext::field && keys_.empty() && types_text(chord)) return read;
  const bool digit = chord.modifiers == 0 && chord.key >= '0' && chord.key <= '9';
  if (keymap.counts() && context == KeyContext::code && keys_.empty() && digit &&
      (chord.key != '0' || count_)) {
    count_ = std::min(kLargestCount, count_.value_or(0) * 10 + static_cast<std::uint64_t>(chord.key - '0'));
    read.taken = true;
    return read;
  }
  const bool continued = !keys_.empty();
  keys_.push_back(chord);
  const Keymap::Match match = keymap.match(keys_, context);
  if (match.action != Action::none && !match.prefix) {
    read = {match.action, count_, true};
    forget();
  } else if (match.prefix) {
    read.taken = true;
  } else {
    forget();
    if (continued) return feed(keymap, chord, context);  // what ends no sequence may be a key of its own
  }
  return read;
}

std::string KeyReader::pending() const {
  std::string out = count_ ? std::to_string(*count_) : std::string();
  if (!out.empty() && !keys_.empty()) out += ' ';
  return out + keys_text(keys_);
}

void KeyReader::forget() {
  keys_.clear();
  count_.reset();
}

}  // namespace spoor::app
