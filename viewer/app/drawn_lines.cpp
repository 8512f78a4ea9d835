#include "viewer/app/drawn_lines.hpp"

#include <algorithm>
#include <tuple>

namespace spoor::app {

void DrawnLines::add(std::string_view path, std::uint64_t line) {
  const std::uint64_t number = line + 1;
  if (!lines_.empty() && lines_.back().path == path && lines_.back().last + 1 == number) {
    lines_.back().last = number;
    return;
  }
  lines_.push_back({std::string(path), number, number});
}

std::vector<seal_log::Lines> DrawnLines::lines() const {
  std::vector<seal_log::Lines> sorted = lines_;
  std::sort(sorted.begin(), sorted.end(), [](const seal_log::Lines& one, const seal_log::Lines& other) {
    return std::tie(one.path, one.first) < std::tie(other.path, other.first);
  });
  std::vector<seal_log::Lines> out;
  for (seal_log::Lines& lines : sorted) {
    if (!out.empty() && out.back().path == lines.path && lines.first <= out.back().last + 1)
      out.back().last = std::max(out.back().last, lines.last);
    else
      out.push_back(std::move(lines));
  }
  return out;
}

}  // namespace spoor::app
