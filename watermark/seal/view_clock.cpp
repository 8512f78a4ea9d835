#include "watermark/seal/view_clock.hpp"

#include <algorithm>
#include <utility>

namespace spoor::seal_log {
namespace {

std::uint64_t elapsed_ms(std::int64_t from_ms, std::int64_t to_ms) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_ms - from_ms));
}

}  // namespace

void ViewClock::finish(const Pass& pass) {
  due_.push_back(
      {pass.since.unix_ms, Shown{pass.lines, elapsed_ms(pass.since.steady_ms, pass.until_steady_ms), true}});
}

void ViewClock::pass(const Stay& stay, const Moment& now) {
  const auto found = passes_.find(stay.lines.path);
  if (found != passes_.end()) {
    Lines& lines = found->second.lines;
    const std::uint64_t first = std::min(lines.first, stay.lines.first);
    const std::uint64_t last = std::max(lines.last, stay.lines.last);
    // Only lines that were passed may be in it: there must be no gap, in lines or in time.
    const bool touches = stay.lines.first <= lines.last + 1 && lines.first <= stay.lines.last + 1;
    const bool follows = stay.since.steady_ms - found->second.until_steady_ms < kRestMs;
    if (touches && follows && last - first < kMostPassed) {
      lines.first = first;
      lines.last = last;
      found->second.until_steady_ms = now.steady_ms;
      return;
    }
    finish(found->second);
    passes_.erase(found);
  }
  passes_.emplace(stay.lines.path, Pass{stay.lines, stay.since, now.steady_ms});
}

void ViewClock::end(const Stay& stay, const Moment& now) {
  const std::int64_t duration_ms = now.steady_ms - stay.since.steady_ms;
  if (duration_ms < kRestMs) return pass(stay, now);
  due_.push_back({stay.since.unix_ms, Shown{stay.lines, elapsed_ms(0, duration_ms), false}});
}

void ViewClock::show(const std::vector<Lines>& view, const Moment& now) {
  std::vector<Stay> next;
  next.reserve(view.size());
  for (const Lines& lines : view) {
    const auto same =
        std::find_if(stays_.begin(), stays_.end(), [&](const Stay& s) { return s.lines == lines; });
    if (same == stays_.end()) {
      next.push_back({lines, now});
    } else {
      next.push_back(std::move(*same));
      stays_.erase(same);
    }
  }
  for (const Stay& stay : stays_) end(stay, now);
  stays_ = std::move(next);
}

std::vector<Record> ViewClock::take_due(const Moment& now) {
  for (Stay& stay : stays_) {
    if (now.steady_ms - stay.since.steady_ms < kPartMs) continue;
    end(stay, now);
    stay.since = now;
  }
  for (auto at = passes_.begin(); at != passes_.end();) {
    const bool old = stays_.empty() || now.steady_ms - at->second.until_steady_ms >= kRestMs ||
                     now.steady_ms - at->second.since.steady_ms >= kPartMs;
    if (old) finish(at->second);
    at = old ? passes_.erase(at) : std::next(at);
  }
  return std::exchange(due_, {});
}

}  // namespace spoor::seal_log
