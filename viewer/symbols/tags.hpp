// The definitions in a file's text, whatever its language.
#pragma once

#include <string_view>
#include <vector>

#include "viewer/symbols/symbol.hpp"

namespace spoor::symbols {

/// Whether they are found in a file of this name: of C and C++ by c_tagger.hpp, of others by tree_tagger.hpp.
[[nodiscard]] bool has_tags(std::string_view path) noexcept;
/// The names are parts of the text.
[[nodiscard]] std::vector<Tag> tags_of(std::string_view path, std::string_view text);

}  // namespace spoor::symbols
