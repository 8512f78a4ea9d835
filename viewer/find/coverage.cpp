#include "viewer/find/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace spoor::find {

void Coverage::count(ScanEnd end, std::string_view path) {
  if (end == ScanEnd::stopped) return;
  if (end == ScanEnd::whole) {
    ++searched;
    return;
  }
  ++(end == ScanEnd::binary ? binary : end == ScanEnd::damaged ? damaged : too_long);
  if (skipped.size() < kKeptSkipped) skipped.push_back({std::string(path), end});
}

void Coverage::add(Coverage&& other) {
  searched += other.searched;
  left_out += other.left_out;
  binary += other.binary;
  damaged += other.damaged;
  too_long += other.too_long;
  const std::size_t room = kKeptSkipped - std::min(kKeptSkipped, skipped.size());
  const auto end = other.skipped.begin() + static_cast<std::ptrdiff_t>(std::min(room, other.skipped.size()));
  skipped.insert(skipped.end(), std::make_move_iterator(other.skipped.begin()), std::make_move_iterator(end));
}

std::string with_commas(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, 1, ',');
  return out;
}

std::string describe(const Coverage& c) {
  std::string out = fmt::format("{} of {} files", with_commas(c.searched), with_commas(c.files));
  if (c.left_out > 0) out += fmt::format(", {} left out by the globs", with_commas(c.left_out));
  out += fmt::format(", {} skipped", with_commas(c.skipped_files()));
  std::string why;
  const auto reason = [&why](std::uint64_t count, const char* words) {
    if (count > 0) why += fmt::format("{}{} {}", why.empty() ? "" : ", ", with_commas(count), words);
  };
  reason(c.binary, "binary");
  reason(c.damaged, "damaged");
  reason(c.too_long, "with a line above 64 MiB");
  reason(c.in_damaged_folders, "in damaged folders");
  return why.empty() ? out : fmt::format("{} ({})", out, why);
}

}  // namespace spoor::find
