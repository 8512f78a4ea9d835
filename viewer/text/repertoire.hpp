// Which characters a face and its fallback fonts can draw, and what is drawn in place of the others.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "viewer/text/face.hpp"

namespace spoor::text {

/// What a cell shows for a character. `picture`: it stands for a character that has no ink of its own or must
/// not act (controls, bidirectional overrides), so it is drawn in a colour of its own.
struct Shown {
  char32_t code_point = U' ';
  bool picture = false;
};

/// A face's characters as a bit set: asked for every cell, so it must not cost a search in the font. What it
/// lacks is asked of the fallback fonts.
class Repertoire {
 public:
  explicit Repertoire(const Face& face);

  [[nodiscard]] bool has(char32_t code_point) const;

  /// C0 controls and DEL become their pictures U+2400..U+2421; C1 controls, hidden characters (is_hidden) and
  /// everything that no font has become U+FFFD.
  [[nodiscard]] Shown shown(char32_t code_point) const;

 private:
  std::vector<std::uint64_t> bits_;
  std::shared_ptr<const Fallback> fallback_;
};

}  // namespace spoor::text
