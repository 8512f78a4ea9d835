// Enforces a session's policy while it is open: idle lock, daily hours, the clock, the room's memory; and
// unlocks. Knows no window: who has one says when somebody touched it, and what time it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/grant.hpp"
#include "watermark/seal/room.hpp"

namespace spoor::app {

/// What a session was opened with, kept to unlock it, to change it while it is open, and to remember in its
/// room.
struct Admittance {
  std::shared_ptr<const seal::Room> room;
  seal::Descriptor held;                        ///< no second viewer opens the session as long as this lives
  std::shared_ptr<const seal::Session> issued;  ///< without updates; none: none are looked for
  std::vector<std::filesystem::path> media;     ///< where updates and lists are looked for, beside the room
  seal::Bytes session_file;
  std::size_t persons = 1;  ///< how many passphrases unlock
};

/// A moment by both clocks: the one that can be set, and the one that cannot.
struct Moment {
  std::int64_t wall_unix_s = 0;
  std::int64_t steady_s = 0;
};
[[nodiscard]] Moment moment_now();

class Guard {
 public:
  /// A clause that refused something.
  using Refusal = std::function<void(std::string_view clause)>;

  Guard(Grant& grant, Admittance admittance, Moment now, Refusal on_refusal = {});

  /// Somebody pressed a key or moved the pointer.
  void touch(Moment now) { touched_steady_s_ = now.steady_s; }
  /// Before each frame and at least once a minute: locks or ends the grant as the policy says, and as
  /// updates and revocation lists do that came meanwhile.
  void step(Moment now);
  /// Seconds until step() has something to do at the latest.
  [[nodiscard]] std::int64_t next_step_s(Moment now) const;

  /// The reviewer goes away.
  void lock_by_reviewer();
  /// One more passphrase at the locked screen. True once it is unlocked. The text is wiped. Stretching it
  /// takes a while, so the time is asked for afterwards.
  bool try_unlock(std::string&& passphrase, const std::function<Moment()>& clock = &moment_now);
  /// "Passphrase", "Passphrase 2 of 3"
  [[nodiscard]] std::string prompt() const;

 private:
  void lock_now(seal_log::LockReason why, std::string sentence);
  bool refuse_unlocking(std::string_view clause, std::string sentence);
  void watch_clock(Moment now);
  void look_again(Moment now);
  void end_by(std::string refusal);
  [[nodiscard]] const seal::Policy& policy() const { return grant_->session().policy; }

  Grant* grant_;
  Admittance admittance_;
  Refusal on_refusal_;
  std::int64_t latest_unix_s_;  ///< the wall clock's latest reading
  std::int64_t touched_steady_s_;
  std::int64_t noted_unix_s_;  ///< the room knows this clock
  std::vector<seal::SecretString> given_;
};

/// Why an action is not for this session; none where it is.
[[nodiscard]] std::optional<std::string> refusal_of(Action action, const seal::Policy& policy);
/// The clause that a refusal begins with, "policy: CLAUSE: ..."; empty where it is none.
[[nodiscard]] std::string_view clause_of(std::string_view sentence);

}  // namespace spoor::app
