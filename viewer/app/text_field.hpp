// Editing one line of text: what the reviewer types into a search or a picker. Nothing is ever copied out or
// pasted in. Drawn by the window's own renderer, so that vendor text in a field is marked like all other.
#pragma once

#include <cstddef>
#include <string>

#include "viewer/app/frame.hpp"

namespace spoor::app {

/// Where a field is edited; the text itself is its owner's.
struct FieldCaret {
  std::size_t byte = 0;
  bool all = false;  ///< everything is selected: typing replaces it
};

enum class FieldKey : std::uint8_t { left, right, home, end, backspace, erase, word_back, select_all, clear };

inline constexpr std::size_t kMostFieldBytes = 1024;  ///< but of a note

/// Types a character; one that no keyboard types (controls) and what does not fit are left out.
void type_into(std::string& text, FieldCaret& caret, char32_t code_point,
               std::size_t most_bytes = kMostFieldBytes);
void edit(std::string& text, FieldCaret& caret, FieldKey key);

struct FieldLook {
  gpu::Box box{};
  std::string hint;                   ///< our own words, shown while the text is empty
  const FieldCaret* caret = nullptr;  ///< nullptr: the keyboard is elsewhere
};
/// `owner`: a name for its row in the cache.
Drawn draw_field(Canvas& canvas, const FieldLook& look, const std::string& text, std::uint64_t owner);

}  // namespace spoor::app
