// Which keys do what: keymaps are data (assets/keymaps), read once at the start. A binding is one chord or a
// sequence of them ("G G", "Ctrl+X Ctrl+F") in a context. One table serves the window, the menus, the palette
// and the list that F1 shows.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/error.hpp"

namespace spoor::app {

/// A key with its modifiers. `key` is GLFW's code, of the letter that the keyboard's layout has there.
struct Chord {
  int key = 0;
  int modifiers = 0;  ///< GLFW's bits of Shift (1), Control (2) and Alt (4)
  friend bool operator==(const Chord&, const Chord&) = default;
};

/// "Ctrl+Shift+P", "Alt+Left", "G": as keymap files and menus have it. Nothing: no such key.
[[nodiscard]] std::optional<Chord> parse_chord(std::string_view text);
[[nodiscard]] std::string chord_text(const Chord& chord);
/// Without Control and Alt it would type a character.
[[nodiscard]] bool types_text(const Chord& chord);

/// Where the keyboard is. A binding of `any` holds everywhere; in a text field one that types text does not.
enum class KeyContext : std::uint8_t { any, code, tree, list, field };

struct Binding {
  std::vector<Chord> keys;
  KeyContext context = KeyContext::any;
  Action action = Action::none;
};

enum class KeymapId : std::uint8_t { standard, vim, emacs };
inline constexpr std::array kKeymaps = {KeymapId::standard, KeymapId::vim, KeymapId::emacs};

class Keymap {
 public:
  /// Bindings of `base` that the text does not bind itself stay. Errors: failed (says which line is wrong).
  static Result<Keymap> parse(std::string_view toml, const Keymap* base);
  static Result<Keymap> load(KeymapId id);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool counts() const { return counts_; }  ///< digits before a key repeat it, as in Vim
  [[nodiscard]] const std::vector<Binding>& bindings() const { return bindings_; }
  /// The keys of an action as shown, the first binding's; empty if it has none.
  [[nodiscard]] std::string keys_of(Action action) const;
  /// All of them: "Ctrl+P, Ctrl+X Ctrl+F".
  [[nodiscard]] std::string all_keys_of(Action action) const;

  struct Match {
    Action action = Action::none;
    bool prefix = false;  ///< a longer sequence begins so
  };
  [[nodiscard]] Match match(const std::vector<Chord>& keys, KeyContext context) const;

 private:
  void bind(Binding binding);

  std::string name_;
  bool counts_ = false;
  std::vector<Binding> bindings_;
};

/// Puts chords together to actions.
class KeyReader {
 public:
  struct Read {
    Action action = Action::none;
    std::optional<std::uint64_t> count;  ///< typed before it
    bool taken = false;                  ///< the chord is none of a text field's
  };
  Read feed(const Keymap& keymap, const Chord& chord, KeyContext context);
  /// What is typed so far of a sequence, for the status bar.
  [[nodiscard]] std::string pending() const;
  void forget();

 private:
  std::vector<Chord> keys_;
  std::optional<std::uint64_t> count_;
};

}  // namespace spoor::app
