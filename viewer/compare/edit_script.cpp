#include "viewer/compare/edit_script.hpp"

#include <algorithm>
#include <limits>

namespace spoor::compare {
namespace {

using Index = std::int64_t;
constexpr Index kFar = std::numeric_limits<Index>::max() / 2;
constexpr Index kUnbounded = kFar;

/// Part of both sequences: x in [x0, x1), y in [y0, y1).
struct Box {
  Index x0 = 0, x1 = 0, y0 = 0, y1 = 0;
};
struct Point {
  Index x = 0, y = 0;
};

/// A sequence without the elements that the other one does not have: they are in every script.
struct Shared {
  std::vector<std::uint32_t> elements;
  std::vector<std::uint32_t> places;  ///< in the whole sequence
};

Shared shared_with(std::span<const std::uint32_t> own, std::span<const std::uint32_t> other) {
  const auto largest = std::max_element(other.begin(), other.end());
  std::vector<bool> known(largest == other.end() ? 0 : std::size_t{*largest} + 1);
  for (const std::uint32_t element : other) known[element] = true;
  Shared out;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] >= known.size() || !known[own[i]]) continue;
    out.elements.push_back(own[i]);
    out.places.push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

/// How far one search has come on each diagonal x - y: those in [low, high], every second one.
struct Front {
  std::vector<Index> x;  ///< by diagonal + shift
  Index low = 0, high = 0;
};

class Search {
 public:
  Search(const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& to,
         const EditLimits& limits, std::stop_token stop)
      : from_(from),
        to_(to),
        stop_(std::move(stop)),
        steps_left_(static_cast<Index>(limits.most_steps)),
        shift_(static_cast<Index>(to.size()) + 2) {
    const std::size_t diagonals = from.size() + to.size() + 5;
    ahead_.x.resize(diagonals);
    back_.x.resize(diagonals);
    deleted.resize(from.size());
    inserted.resize(to.size());
  }

  /// False: it was stopped.
  bool run() {
    std::vector<Box> open{{0, static_cast<Index>(from_.size()), 0, static_cast<Index>(to_.size())}};
    while (!open.empty()) {
      if (stop_.stop_requested()) return false;
      Box box = open.back();
      open.pop_back();
      trim(box);
      if (box.x0 == box.x1 || box.y0 == box.y1) {
        take_all(box);
        continue;
      }
      const Point middle = middle_of(box);
      const bool corner =
          (middle.x == box.x0 && middle.y == box.y0) || (middle.x == box.x1 && middle.y == box.y1);
      if (corner) {
        shortest = false;
        take_all(box);
        continue;
      }
      open.push_back({middle.x, box.x1, middle.y, box.y1});
      open.push_back({box.x0, middle.x, box.y0, middle.y});
    }
    return true;
  }

  std::vector<bool> deleted;
  std::vector<bool> inserted;
  bool shortest = true;

 private:
  [[nodiscard]] bool alike(Index x, Index y) const {
    return from_[static_cast<std::size_t>(x)] == to_[static_cast<std::size_t>(y)];
  }
  void trim(Box& box) const {
    while (box.x0 < box.x1 && box.y0 < box.y1 && alike(box.x0, box.y0)) ++box.x0, ++box.y0;
    while (box.x0 < box.x1 && box.y0 < box.y1 && alike(box.x1 - 1, box.y1 - 1)) --box.x1, --box.y1;
  }
  void take_all(const Box& box) {
    for (Index x = box.x0; x < box.x1; ++x) deleted[static_cast<std::size_t>(x)] = true;
    for (Index y = box.y0; y < box.y1; ++y) inserted[static_cast<std::size_t>(y)] = true;
  }
  [[nodiscard]] Index& at(Front& front, Index diagonal) const {
    return front.x[static_cast<std::size_t>(diagonal + shift_)];
  }

  /// One more diagonal on each side, or one less where the box ends there.
  void widen(Front& front, const Box& box, Index outside) {
    if (front.low > box.x0 - box.y1)
      at(front, --front.low - 1) = outside;
    else
      ++front.low;
    if (front.high < box.x1 - box.y0)
      at(front, ++front.high + 1) = outside;
    else
      --front.high;
  }

  /// A step of the search from the beginning; the middle where it meets the other one.
  std::optional<Point> step_ahead(const Box& box, bool odd) {
    widen(ahead_, box, -1);
    for (Index d = ahead_.high; d >= ahead_.low; d -= 2) {
      Index x = at(ahead_, d - 1) >= at(ahead_, d + 1) ? at(ahead_, d - 1) + 1 : at(ahead_, d + 1);
      const Index from_x = x;
      while (x < box.x1 && x - d < box.y1 && alike(x, x - d)) ++x;
      steps_left_ -= 1 + x - from_x;
      at(ahead_, d) = x;
      if (odd && back_.low <= d && d <= back_.high && at(back_, d) <= x) return Point{x, x - d};
    }
    return std::nullopt;
  }

  std::optional<Point> step_back(const Box& box, bool odd) {
    widen(back_, box, kFar);
    for (Index d = back_.high; d >= back_.low; d -= 2) {
      Index x = at(back_, d - 1) < at(back_, d + 1) ? at(back_, d - 1) : at(back_, d + 1) - 1;
      const Index from_x = x;
      while (x > box.x0 && x - d > box.y0 && alike(x - 1, x - d - 1)) --x;
      steps_left_ -= 1 + from_x - x;
      at(back_, d) = x;
      if (!odd && ahead_.low <= d && d <= ahead_.high && x <= at(ahead_, d)) return Point{x, x - d};
    }
    return std::nullopt;
  }

  /// Where one of the searches has come furthest, counted in both sequences together.
  Point furthest(const Box& box) {
    Point ahead{-1, -1};
    for (Index d = ahead_.high; d >= ahead_.low; d -= 2) {
      const Index x = std::min({at(ahead_, d), box.x1, box.y1 + d});
      if (x + x - d > ahead.x + ahead.y) ahead = {x, x - d};
    }
    Point back{kFar / 4, kFar / 4};
    for (Index d = back_.high; d >= back_.low; d -= 2) {
      const Index x = std::max({at(back_, d), box.x0, box.y0 + d});
      if (x + x - d < back.x + back.y) back = {x, x - d};
    }
    return ahead.x + ahead.y - box.x0 - box.y0 > box.x1 + box.y1 - back.x - back.y ? ahead : back;
  }

  Point middle_of(const Box& box) {
    const Index begin = box.x0 - box.y0;
    const Index end = box.x1 - box.y1;
    const bool odd = ((begin - end) & 1) != 0;
    ahead_.low = ahead_.high = begin;
    back_.low = back_.high = end;
    at(ahead_, begin) = box.x0;
    at(back_, end) = box.x1;
    for (Index cost = 1;; ++cost) {
      if (const auto met = step_ahead(box, odd)) return *met;
      if (const auto met = step_back(box, odd)) return *met;
      const Index most = steps_left_ > 0 ? kUnbounded : static_cast<Index>(kLeastCost);
      if (cost < most && !stop_.stop_requested()) continue;
      shortest = false;
      return furthest(box);
    }
  }

  const std::vector<std::uint32_t>& from_;
  const std::vector<std::uint32_t>& to_;
  std::stop_token stop_;
  Index steps_left_;
  Index shift_;  ///< of diagonals, so that the least one is not negative
  Front ahead_;
  Front back_;
};

std::vector<bool> whole_flags(std::size_t size, const Shared& shared, const std::vector<bool>& flags) {
  std::vector<bool> out(size, true);
  for (std::size_t i = 0; i < shared.places.size(); ++i) out[shared.places[i]] = flags[i];
  return out;
}

std::vector<Change> changes_of(const std::vector<bool>& deleted, const std::vector<bool>& inserted) {
  std::vector<Change> out;
  std::size_t x = 0;
  std::size_t y = 0;
  while (x < deleted.size() || y < inserted.size()) {
    const Change from{x, x, y, y};
    while (x < deleted.size() && deleted[x]) ++x;
    while (y < inserted.size() && inserted[y]) ++y;
    if (x > from.old_begin || y > from.new_begin) out.push_back({from.old_begin, x, from.new_begin, y});
    for (; x < deleted.size() && y < inserted.size() && !deleted[x] && !inserted[y]; ++x) ++y;
  }
  return out;
}

}  // namespace

std::optional<EditScript> edit_script(std::span<const std::uint32_t> from, std::span<const std::uint32_t> to,
                                      const EditLimits& limits, const std::stop_token& stop) {
  const Shared old_shared = shared_with(from, to);
  const Shared new_shared = shared_with(to, from);
  Search search(old_shared.elements, new_shared.elements, limits, stop);
  if (!search.run()) return std::nullopt;
  return EditScript{changes_of(whole_flags(from.size(), old_shared, search.deleted),
                               whole_flags(to.size(), new_shared, search.inserted)),
                    search.shortest};
}

}  // namespace spoor::compare
