// A run of lines that was only added or only removed can often be moved: what stands before it is its own
// last line, or what follows its first. Of all places the one is taken at which it begins and ends as a piece
// of code does.
#pragma once

#include <vector>

#include "viewer/compare/edit_script.hpp"
#include "viewer/compare/text_lines.hpp"

namespace spoor::compare {

/// Moves changes, which stay a script of the same length; those that come to touch become one.
void slide_changes(std::vector<Change>& changes, const std::vector<TextLine>& old_lines,
                   const std::vector<TextLine>& new_lines);

}  // namespace spoor::compare
