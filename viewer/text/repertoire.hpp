// Which characters a face can draw, and what is drawn in place of the others.
#pragma once

#include <cstdint>
#include <vector>

#include "viewer/text/face.hpp"

namespace spoor::text {

/// What a cell shows for a character. `picture`: it stands for a character that has no ink of its own or must
/// not act (controls, bidirectional overrides), so it is drawn in a colour of its own.
struct Shown {
  char32_t code_point = U' ';
  bool picture = false;
};

/// A face's characters as a bit set: asked for every cell, so it must not cost a search in the font.
class Repertoire {
 public:
  explicit Repertoire(const Face& face);

  [[nodiscard]] bool has(char32_t code_point) const noexcept;

  /// C0 controls and DEL become their pictures U+2400..U+2421; C1 controls, bidirectional and zero-width
  /// format characters, and everything that the face lacks become U+FFFD.
  [[nodiscard]] Shown shown(char32_t code_point) const noexcept;

 private:
  std::vector<std::uint64_t> bits_;
};

}  // namespace spoor::text
