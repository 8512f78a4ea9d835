#include "viewer/compare/text_lines.hpp"

#include <unordered_map>

namespace spoor::compare {

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
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  numbers.reserve(old_lines.size());
  const auto numbered = [&numbers](const std::vector<TextLine>& lines) {
    std::vector<std::uint32_t> out;
    out.reserve(lines.size());
    for (const TextLine& line : lines)
      out.push_back(numbers.emplace(line.text, static_cast<std::uint32_t>(numbers.size())).first->second);
    return out;
  };
  NumberedLines out;
  out.old_lines = numbered(old_lines);
  out.new_lines = numbered(new_lines);
  return out;
}

}  // namespace spoor::compare
