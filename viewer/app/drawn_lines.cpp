#include "viewer/app/drawn_lines.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "watermark/seal/release_files.hpp"

namespace spoor::app {

void DrawnLines::add(std::string_view path, std::uint64_t line, std::string_view release) {
  const std::uint64_t number = line + 1;
  // Two releases side by side come in turns.
  const std::size_t looked_at = std::min<std::size_t>(lines_.size(), 2);
  for (std::size_t i = 1; i <= looked_at; ++i) {
    Range& known = lines_[lines_.size() - i];
    if (known.last + 1 == number && known.path == path && known.release == release) {
      known.last = number;
      return;
    }
  }
  lines_.push_back({std::string(release), std::string(path), number, number});
}

std::vector<seal_log::Lines> DrawnLines::lines(std::string_view reads) const {
  std::vector<seal_log::Lines> sorted;
  for (const Range& range : lines_)
    sorted.push_back({seal::recorded_path(range.release.empty() ? reads : range.release, range.path),
                      range.first, range.last});
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
