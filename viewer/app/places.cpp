#include "viewer/app/places.hpp"

#include <algorithm>
#include <utility>

namespace spoor::app {
namespace {

std::optional<FilePlace> step(std::vector<FilePlace>& from, std::vector<FilePlace>& to, FilePlace now) {
  while (!from.empty() && from.back() == now) from.pop_back();
  if (from.empty()) return std::nullopt;
  FilePlace place = std::move(from.back());
  from.pop_back();
  to.push_back(std::move(now));
  return place;
}

}  // namespace

void Places::leave(FilePlace from) {
  ahead_.clear();
  if (!behind_.empty() && behind_.back() == from) return;
  behind_.push_back(std::move(from));
  if (behind_.size() > kKept) behind_.erase(behind_.begin());
}

std::optional<FilePlace> Places::back(FilePlace now) {
  return step(behind_, ahead_, std::move(now));
}

std::optional<FilePlace> Places::forward(FilePlace now) {
  return step(ahead_, behind_, std::move(now));
}

std::vector<std::string> Places::recent_paths(std::size_t most) const {
  std::vector<std::string> paths;
  for (auto place = behind_.rbegin(); place != behind_.rend() && paths.size() < most; ++place)
    if (std::find(paths.begin(), paths.end(), place->path) == paths.end()) paths.push_back(place->path);
  return paths;
}

}  // namespace spoor::app
