// What files of other languages than C define: from a tree-sitter parse, by the kinds of its nodes. Syntax
// alone: nothing is resolved, nothing is built.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "viewer/symbols/symbol.hpp"

namespace spoor::symbols {

/// Whether the definitions of a file of this name are found: of Python, Java, Go, Rust, JavaScript and
/// TypeScript.
[[nodiscard]] bool has_tree_tags(std::string_view path) noexcept;

/// Functions, methods, types and enumerators in the order of the text; the names are parts of it. A text
/// above kMostParsedBytes gives nothing, nor does one that takes many times the steps that code of its size
/// takes: steps are counted, not time, so that the same text always gives the same.
[[nodiscard]] std::vector<Tag> tree_tags(std::string_view path, std::string_view text);
inline constexpr std::size_t kMostParsedBytes = std::size_t{4} << 20U;  // trees take some 40 times the text

}  // namespace spoor::symbols
