// Turns what each frame shows into records of what was shown and for how long. Pure: time comes in as values.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "watermark/seal/log_record.hpp"

namespace spoor::seal_log {

/// One moment, by the clock on the wall and by one that nobody sets.
struct Moment {
  std::int64_t unix_ms = 0;
  std::int64_t steady_ms = 0;
};

class ViewClock {
 public:
  /// Below this a view is passed on the way to another, as when scrolling.
  static constexpr std::int64_t kRestMs = 250;
  /// A view that stays is recorded in parts, so that a crash loses no more than this.
  static constexpr std::int64_t kPartMs = 10'000;
  /// Lines that were passed are one record up to this many.
  static constexpr std::uint64_t kMostPassed = 512;

  /// What is on screen from now on; nothing: nothing is.
  void show(const std::vector<Lines>& view, const Moment& now);
  /// Records that are due.
  [[nodiscard]] std::vector<Record> take_due(const Moment& now);

 private:
  struct Stay {
    Lines lines;
    Moment since;
  };
  struct Pass {
    Lines lines;
    Moment since;
    std::int64_t until_steady_ms = 0;
  };
  void end(const Stay& stay, const Moment& now);
  void pass(const Stay& stay, const Moment& now);
  void finish(const Pass& pass);

  std::vector<Stay> stays_;
  std::map<std::string, Pass> passes_;  ///< by path
  std::vector<Record> due_;
};

}  // namespace spoor::seal_log
