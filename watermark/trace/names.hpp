// File names that stand by themselves in a capture (a path bar, a tab's title, a tree): evidence about which
// of several like files was on screen. It never places anything alone.
#pragma once

#include <string>
#include <vector>

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

struct NameEvidence {
  double path_cells = 0;   ///< cells of the whole path that agree, less those that do not; 0: it is not there
  bool path = false;       ///< the whole path was read, directories and all
  bool file_name = false;  ///< its last part was read: on a tab, or in a tree where its neighbours are, too
};

class Names {
 public:
  /// Takes every stretch of text with two blanks or an edge on both sides.
  explicit Names(const Measurement& measurement);

  /// `drawn_path`: the path as the viewer would draw it, '/' between its parts.
  [[nodiscard]] NameEvidence find(const std::u32string& drawn_path) const;

 private:
  std::vector<std::u32string> stretches_;
};

}  // namespace spoor::trace
