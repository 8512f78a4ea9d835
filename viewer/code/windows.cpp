#include "viewer/code/windows.hpp"

#include <algorithm>
#include <utility>

namespace spoor::code {
namespace {

Result<std::uint64_t> window_begin(const TextStore& store, std::uint64_t window_bytes, std::uint64_t number) {
  const std::uint64_t from = std::min(number * window_bytes, store.size_bytes());
  if (from == 0 || from == store.size_bytes()) return from;
  const std::uint64_t until = std::min(from + window_bytes, store.size_bytes());
  auto start = store.skip_lines(from - 1, 1, until);
  if (!start) return start;
  return *start < until ? *start : from;
}

}  // namespace

Result<Window> window_by_number(const TextStore& store, std::uint64_t window_bytes, std::uint64_t number) {
  const auto begin = window_begin(store, window_bytes, number);
  if (!begin) return tl::make_unexpected(begin.error());
  const auto end = window_begin(store, window_bytes, number + 1);
  if (!end) return tl::make_unexpected(end.error());
  return Window{number, *begin, *end};
}

Result<Window> window_at(const TextStore& store, std::uint64_t window_bytes, std::uint64_t at_byte) {
  const std::uint64_t number = at_byte / window_bytes;
  auto window = window_by_number(store, window_bytes, number);
  if (!window || number == 0 || window->begin_byte <= at_byte) return window;
  return window_by_number(store, window_bytes, number - 1);
}

Runs WindowCache::get_or_want(const Window& window) {
  if (const auto found = by_number_.find(window.number); found != by_number_.end()) {
    used_.splice(used_.begin(), used_, found->second);
    return found->second->runs;
  }
  if (parsing_ == window.number) return nullptr;
  std::erase_if(wanted_, [&](const Window& w) { return w.number == window.number; });
  wanted_.push_back(window);
  if (wanted_.size() > kMaxWanted) wanted_.pop_front();
  return nullptr;
}

std::optional<Window> WindowCache::take_wanted() {
  if (wanted_.empty()) return std::nullopt;
  const Window window = wanted_.back();
  wanted_.pop_back();
  parsing_ = window.number;
  return window;
}

void WindowCache::put(const Window& window, Runs runs) {
  parsing_.reset();
  used_.push_front({window.number, std::move(runs)});
  by_number_.insert_or_assign(window.number, used_.begin());
  if (used_.size() <= kKeptWindows) return;
  by_number_.erase(used_.back().number);
  used_.pop_back();
}

}  // namespace spoor::code
