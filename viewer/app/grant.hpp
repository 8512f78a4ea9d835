// The session while it is in use: the table of the present slot, the time left, the lock at its end.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "viewer/app/error.hpp"
#include "viewer/text/place.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/session.hpp"

namespace spoor::app {

/// The field of the locked screen: what it asks for, and how much was typed.
struct LockField {
  std::string prompt;
  std::size_t typed = 0;
};

class Grant {
 public:
  /// Errors: refused (before the start or after the expiry).
  static Result<Grant> begin(seal::Session session, std::int64_t now_unix_s);
  Grant(Grant&&) = default;
  Grant& operator=(Grant&&) = default;
  ~Grant();  ///< wipes the tables

  /// Goes on with the session as an update leaves it.
  void renew(seal::Session session, std::int64_t now_unix_s);
  /// Takes the table of the slot at `now`. False once the session has ended: nothing may be drawn any more. A
  /// clock that is set back does not reopen an ended session.
  bool advance(std::int64_t now_unix_s);

  [[nodiscard]] text::Marking marking() const { return {&table_, session_.policy.mark_strength_em}; }
  [[nodiscard]] bool ended() const { return ended_; }
  /// Nothing is shown until unlock(); what is open stays open. The reason is one sentence.
  void lock(seal_log::LockReason why, std::string reason);
  void unlock() { locked_ = false; }
  /// For good.
  void end(seal_log::LockReason why, std::string reason);
  [[nodiscard]] bool locked() const { return locked_ && !ended_; }
  [[nodiscard]] bool shows() const { return !locked_ && !ended_; }
  [[nodiscard]] const LockField& field() const { return field_; }
  void set_field(LockField field) { field_ = std::move(field); }
  [[nodiscard]] const std::string& reason() const { return reason_; }  ///< empty: the session's window ended
  [[nodiscard]] seal_log::LockReason why() const { return why_; }      ///< of the last lock or end
  [[nodiscard]] std::int64_t left_s(std::int64_t now_unix_s) const;
  [[nodiscard]] const seal::Session& session() const { return session_; }
  /// Seconds until time_left() or the slot changes: how long an idle viewer may sleep.
  [[nodiscard]] std::int64_t next_change_s(std::int64_t now_unix_s) const;

 private:
  explicit Grant(seal::Session session);

  seal::Session session_;
  mark::KerningTable table_;
  std::int64_t slot_ = -1;
  bool ended_ = false;
  bool locked_ = false;
  std::string reason_;
  seal_log::LockReason why_ = seal_log::LockReason::over;
  LockField field_;
};

/// Overwrites what a session holds that could draw or read in its name.
void wipe_secrets(seal::Session& session) noexcept;

/// "5 d 3 h", "3 h 12 min", "12 min", "less than a minute"
[[nodiscard]] std::string describe_duration(std::int64_t seconds);

}  // namespace spoor::app
