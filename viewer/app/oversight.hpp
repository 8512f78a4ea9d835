// Watches an open session between frames: what the policy, the clock and the log allow, and what must be let
// go of while nothing is shown.
#pragma once

#include "viewer/app/guard.hpp"
#include "viewer/app/opening.hpp"

namespace spoor::app {

class Oversight {
 public:
  /// Takes the admittance out of `opened`, which outlives this.
  Oversight(Opened& opened, Moment now);

  [[nodiscard]] Guard& guard() { return guard_; }
  /// Before each frame. True: something else is shown now, or no longer.
  bool settle(Moment now);
  /// Whether these lines may be shown: they are in the log. Else the session is over here.
  [[nodiscard]] bool admit(const DrawnLines& drawn);
  /// The session is over: nothing is open any more.
  [[nodiscard]] bool over() const { return over_; }

 private:
  Opened* opened_;
  Guard guard_;
  bool showed_ = true;
  bool over_ = false;
};

}  // namespace spoor::app
