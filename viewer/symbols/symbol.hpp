// A name that a file defines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::symbols {

/// The values are those of the archive's table of symbols (SPEC.md, 2.11).
enum class SymbolKind : std::uint8_t {
  function = 1,
  macro = 2,
  struct_type = 3,
  union_type = 4,
  enum_type = 5,
  enumerator = 6,
  type_alias = 7,
  class_type = 8
};
inline constexpr std::uint8_t kLastSymbolKind = 8;

/// "function", "macro", "struct", ...
[[nodiscard]] std::string_view kind_name(SymbolKind kind) noexcept;

/// In the text that it was found in.
struct Tag {
  std::string_view name;
  SymbolKind kind = SymbolKind::function;
  std::uint32_t line = 0;       ///< from 0: where the name stands
  std::uint32_t last_line = 0;  ///< of the definition
  friend bool operator==(const Tag&, const Tag&) = default;
};

}  // namespace spoor::symbols
