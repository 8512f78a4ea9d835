#include "viewer/compare/text_lines.hpp"

#include <bit>
#include <functional>

namespace spoor::compare {
namespace {

/// Gives equal lines equal numbers, from 0. One table without a node a line: millions of lines are looked up.
class Numbers {
 public:
  explicit Numbers(std::size_t most) : slots_(std::bit_ceil(2 * most + 2)) {}

  std::uint32_t of(std::string_view line) {
    const std::uint64_t hash = std::hash<std::string_view>()(line);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.number == kNone) {
        slot = {hash, static_cast<std::uint32_t>(lines_.size())};
        lines_.push_back(line);
        return slot.number;
      }
      if (slot.hash == hash && lines_[slot.number] == line) return slot.number;
    }
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = kNone;
  };
  std::vector<Slot> slots_;  ///< at most half of them are taken
  std::vector<std::string_view> lines_;
};

}  // namespace

std::vector<TextLine> split_lines(std::string_view text) {
  std::vector<TextLine> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      out.push_back({text, 0});
      break;
    }
    const bool two = end > 0 && text[end - 1] == '\r';
    out.push_back({text.substr(0, two ? end - 1 : end), static_cast<std::uint8_t>(two ? 2 : 1)});
    text.remove_prefix(end + 1);
  }
  return out;
}

NumberedLines number_lines(const std::vector<TextLine>& old_lines, const std::vector<TextLine>& new_lines) {
  Numbers numbers(old_lines.size() + new_lines.size());
  const auto numbered = [&numbers](const std::vector<TextLine>& lines) {
    std::vector<std::uint32_t> out;
    out.reserve(lines.size());
    for (const TextLine& line : lines) out.push_back(numbers.of(line.text));
    return out;
  };
  NumberedLines out;
  out.old_lines = numbered(old_lines);
  out.new_lines = numbered(new_lines);
  return out;
}

}  // namespace spoor::compare
