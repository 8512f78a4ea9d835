// The parts of a file that are parsed together, and their runs. A small file is one window; a larger one is
// cut about every DocumentOptions::window_bytes, at a line's start where there is one.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "viewer/code/error.hpp"
#include "viewer/code/highlighter.hpp"
#include "viewer/code/text_store.hpp"

namespace spoor::code {

/// Bytes [begin_byte, end_byte) of the file are parsed together.
struct Window {
  std::uint64_t number = 0;
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;
};

/// Window k begins at the first line start in [k w, (k + 1) w), or at k w inside a line that is longer than
/// that; it ends where window k + 1 begins. Errors: io, damaged.
[[nodiscard]] Result<Window> window_by_number(const TextStore& store, std::uint64_t window_bytes,
                                              std::uint64_t number);
[[nodiscard]] Result<Window> window_at(const TextStore& store, std::uint64_t window_bytes,
                                       std::uint64_t at_byte);

using Runs = std::shared_ptr<const std::vector<Run>>;

/// Parsed windows, used last kept, and the queue of those asked for. Not safe for threads: its owner locks.
class WindowCache {
 public:
  static constexpr std::size_t kKeptWindows = 24;
  static constexpr std::size_t kMaxWanted = 8;  ///< who scrolls fast wants only the last ones

  /// The runs of a window if they are known; else nullptr, and the window is wanted (once).
  [[nodiscard]] Runs get_or_want(const Window& window);
  /// The window asked for last; it counts as being parsed until put() or give_up().
  [[nodiscard]] std::optional<Window> take_wanted();
  [[nodiscard]] bool wants() const noexcept { return !wanted_.empty(); }
  [[nodiscard]] bool idle() const noexcept { return wanted_.empty() && !parsing_; }
  void put(const Window& window, Runs runs);
  void give_up() noexcept { parsing_.reset(); }

 private:
  struct Kept {
    std::uint64_t number;
    Runs runs;
  };
  std::list<Kept> used_;  ///< last used first
  std::unordered_map<std::uint64_t, std::list<Kept>::iterator> by_number_;
  std::deque<Window> wanted_;
  std::optional<std::uint64_t> parsing_;
};

}  // namespace spoor::code
