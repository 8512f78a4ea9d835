#include "watermark/mark/fold.hpp"

#include <array>

namespace spoor::mark {
namespace {

constexpr FoldClass kOtherClass = 1;

// Each row is one class; a character that is in no row is a class of its own.
constexpr std::array<const char*, 6> kConfused = {"lI1|!", "O0oQD", "'`", ".,", ":;", "-~"};

constexpr std::array<FoldClass, 128> make_table() {
  std::array<FoldClass, 128> table{};
  for (unsigned c = 0x21; c < 0x7F; ++c) table[c] = static_cast<FoldClass>(c);
  for (const char* row : kConfused)
    for (const char* p = row; *p != 0; ++p)
      table[static_cast<unsigned char>(*p)] = static_cast<FoldClass>(row[0]);
  return table;
}
constexpr auto kTable = make_table();

}  // namespace

FoldClass fold(char32_t code_point) noexcept {
  if (code_point < kTable.size()) return kTable[code_point];
  return code_point == 0xA0 ? kBlankClass : kOtherClass;
}

}  // namespace spoor::mark
