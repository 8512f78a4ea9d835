// A bar that says how far a run is, for somebody who sits at a terminal.
#pragma once

#include <cstddef>
#include <ostream>

namespace spoor::trace {

class Progress {
 public:
  /// Draws nothing where `shown` is false or there is only one thing to do.
  Progress(std::ostream& out, std::size_t total, bool shown)
      : out_(out), total_(total), shown_(shown && total > 1) {}

  void show(std::size_t done);
  /// Takes the bar away, for a line of text to stand there.
  void clear();

 private:
  std::ostream& out_;
  std::size_t total_;
  bool shown_;
  bool drawn_ = false;
};

}  // namespace spoor::trace
