// What a C file defines, without a build: one pass over its bytes. It knows no macros and no include files,
// so it reads what stands there: of the branches of an #if it takes all, each from the same state (as ctags
// does), and a function is what has parentheses in front of a body.
#pragma once

#include <string_view>
#include <vector>

#include "viewer/symbols/symbol.hpp"

namespace spoor::symbols {

/// Whether the definitions of a file of this name are found: of C and C++.
[[nodiscard]] bool has_c_tags(std::string_view path) noexcept;

/// Functions, macros, structs, unions, enums, enumerators and typedefs, in the order of the text (a typedef
/// where its name stands). The names are parts of the text. C++ classes are taken, and functions outside of
/// them.
[[nodiscard]] std::vector<Tag> c_tags(std::string_view text);

}  // namespace spoor::symbols
