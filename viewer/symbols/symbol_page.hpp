// A page of the table of symbols: definitions in the order of their names (SPEC.md, 2.11).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/symbols/symbol.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::symbols {

/// A definition; files by their number, less the first one of the segment.
struct SymbolRow {
  std::string_view name;
  SymbolKind kind = SymbolKind::function;
  std::uint32_t file = 0;
  std::uint32_t line = 0;       ///< from 0
  std::uint32_t last_line = 0;  ///< not before `line`
};

/// The order of rows: by name as bytes, file, line, kind; what ends earlier comes first.
[[nodiscard]] bool row_order(const SymbolRow& a, const SymbolRow& b) noexcept;

/// A page is closed behind the row that fills it to this.
inline constexpr std::size_t kFullSymbolPageBytes = 32U << 10U;
inline constexpr std::size_t kMaxSymbolBytes = 4096;  ///< of a name; longer ones are left out

class SymbolPageWriter {
 public:
  /// Rows rise.
  void add(const SymbolRow& row);
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  [[nodiscard]] bool full() const noexcept { return bytes_.size() >= kFullSymbolPageBytes; }
  [[nodiscard]] const std::string& first_name() const noexcept { return first_name_; }
  seal::Bytes take();

 private:
  std::string first_name_;
  std::string last_name_;
  seal::Bytes bytes_;
};

/// Calls `row` for each row, in order, until it returns false. False: it is no page of a segment of so many
/// files whose first name is this; rows in front of the fault were shown.
[[nodiscard]] bool read_symbol_page(seal::ByteView page, std::string_view first_name, std::uint32_t files,
                                    const std::function<bool(const SymbolRow&)>& row);

/// The body of the table.
struct SymbolSegment {
  std::uint32_t first_file = 0;  ///< by number, in the order of packing
  std::uint32_t files = 0;
  std::vector<std::string> first_names;  ///< of its pages; they do not fall
};
[[nodiscard]] seal::Bytes encode_segments(const std::vector<SymbolSegment>& segments);
/// False: no such body, or not of as many files and pages.
[[nodiscard]] bool decode_segments(seal::ByteView body, std::uint64_t files, std::size_t pages,
                                   std::vector<SymbolSegment>& out);

}  // namespace spoor::symbols
