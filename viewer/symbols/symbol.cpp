#include "viewer/symbols/symbol.hpp"

namespace spoor::symbols {

std::string_view kind_name(SymbolKind kind) noexcept {
  switch (kind) {
    case SymbolKind::function:
      return "function";
    case SymbolKind::macro:
      return "macro";
    case SymbolKind::struct_type:
      return "struct";
    case SymbolKind::union_type:
      return "union";
    case SymbolKind::enum_type:
      return "enum";
    case SymbolKind::enumerator:
      return "enumerator";
    case SymbolKind::type_alias:
      return "typedef";
    case SymbolKind::class_type:
      return "class";
  }
  return "";
}

}  // namespace spoor::symbols
