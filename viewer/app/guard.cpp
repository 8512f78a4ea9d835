#include "viewer/app/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace spoor::app {
namespace {

using seal_log::LockReason;

constexpr std::int64_t kNoteEveryS = 60;  // how far the room's memory of the clock may lag behind

std::string idle_sentence(std::uint32_t idle_s) {
  return fmt::format("policy: idle_lock_s: Nobody touched the viewer for {} s; the passphrase unlocks it.",
                     idle_s);
}

std::string hours_sentence(const seal::DailyHours& hours) {
  return fmt::format("policy: daily_hours: The session may be read on {}; come back then.",
                     seal::describe_hours(hours));
}

}  // namespace

Moment moment_now() {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  return {duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch()).count(),
          duration_cast<seconds>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

Guard::Guard(Grant& grant, Admittance admittance, Moment now, Refusal on_refusal)
    : grant_(&grant),
      admittance_(std::move(admittance)),
      on_refusal_(std::move(on_refusal)),
      latest_unix_s_(now.wall_unix_s),
      touched_steady_s_(now.steady_s),
      noted_unix_s_(now.wall_unix_s) {}

void Guard::lock_now(LockReason why, std::string sentence) {
  grant_->lock(why, std::move(sentence));
  given_.clear();
}

void Guard::lock_by_reviewer() {
  if (grant_->shows()) lock_now(LockReason::reviewer, "You locked it; the passphrase unlocks it.");
}

void Guard::watch_clock(Moment now) {
  // Small corrections add up: what counts is the latest moment that was seen, as in the room.
  const auto held = seal::check_clock(latest_unix_s_, now.wall_unix_s);
  if (!held) end_by(held.error().message);
  latest_unix_s_ = std::max(latest_unix_s_, now.wall_unix_s);
  if (grant_->ended() || admittance_.issued == nullptr || now.wall_unix_s - noted_unix_s_ < kNoteEveryS)
    return;
  if (now.wall_unix_s >= grant_->session().expires_unix_s) return;  // no clock beyond the session is believed
  noted_unix_s_ = now.wall_unix_s;
  look_again(now);
}

void Guard::look_again(Moment now) {
  auto today = seal::look_again(*admittance_.room, *admittance_.issued, admittance_.media, now.wall_unix_s);
  if (!today && today.error().code == seal::SealErrorCode::refused) return end_by(today.error().message);
  if (!today) return lock_now(LockReason::policy, today.error().message);
  if (!*today) return;
  const seal::Policy& next = (*today)->policy;
  if (next.scope_include != policy().scope_include || next.scope_exclude != policy().scope_exclude)
    return end_by("policy: scope: The vendor changed which paths may be read; open the session again.");
  grant_->renew(std::move(**today), now.wall_unix_s);
}

/// For good, and the log says by which clause.
void Guard::end_by(std::string refusal) {
  if (on_refusal_) on_refusal_(clause_of(refusal));
  grant_->end(LockReason::policy, std::move(refusal));
}

void Guard::step(Moment now) {
  if (grant_->ended()) return;
  watch_clock(now);
  if (grant_->ended() || !grant_->advance(now.wall_unix_s) || grant_->locked()) return;
  const auto& hours = policy().daily_hours;
  const std::uint32_t idle_s = policy().idle_lock_s;
  if (hours && !seal::hours_allow(*hours, now.wall_unix_s))
    lock_now(LockReason::policy, hours_sentence(*hours));
  else if (idle_s != 0 && now.steady_s - touched_steady_s_ >= idle_s)
    lock_now(LockReason::idle, idle_sentence(idle_s));
}

std::int64_t Guard::next_step_s(Moment now) const {
  std::int64_t out = grant_->next_change_s(now.wall_unix_s);
  const std::uint32_t idle_s = policy().idle_lock_s;
  if (idle_s != 0 && !grant_->locked() && !grant_->ended())
    out = std::min(out, touched_steady_s_ + idle_s - now.steady_s);
  return std::max<std::int64_t>(out, 1);
}

bool Guard::refuse_unlocking(std::string_view clause, std::string sentence) {
  grant_->lock(grant_->why(), std::move(sentence));
  if (on_refusal_) on_refusal_(clause);
  return false;
}

bool Guard::try_unlock(std::string&& passphrase, const std::function<Moment()>& clock) {
  given_.emplace_back(std::move(passphrase));
  if (given_.size() < admittance_.persons) return false;
  seal::LockKeys keys;
  for (const seal::SecretString& one : given_) keys.passphrases.push_back(&one.text());
  seal::RoomSecret room;
  if (admittance_.room != nullptr) {
    room = admittance_.room->secret();
    keys.room = &room;
  }
  const auto opened = seal::open_session(admittance_.session_file, "session", keys);
  given_.clear();
  if (!opened)
    return refuse_unlocking("unlock", admittance_.persons == 1
                                          ? "This passphrase does not unlock the session; try again."
                                          : "These passphrases do not unlock the session; try again.");
  const Moment now = clock();
  const auto& hours = policy().daily_hours;
  if (hours && !seal::hours_allow(*hours, now.wall_unix_s))
    return refuse_unlocking("daily_hours", hours_sentence(*hours));
  touch(now);
  grant_->unlock();
  return true;
}

std::string Guard::prompt() const {
  if (admittance_.persons == 1) return "Passphrase";
  return fmt::format("Passphrase {} of {}", given_.size() + 1, admittance_.persons);
}

std::optional<std::string> refusal_of(Action action, const seal::Policy& policy) {
  const bool searches = action == Action::find_in_file || action == Action::find_in_tree ||
                        action == Action::find_next || action == Action::find_previous ||
                        action == Action::find_word || action == Action::list_tricks ||
                        action == Action::list_occurrences || action == Action::find_symbol;
  if (searches && !policy.allow_search)
    return "policy: search: The session does not allow searching; ask the vendor.";
  if (action == Action::print_lines && policy.print_pages_total == 0)
    return "policy: print.pages_total: The session does not allow printing; ask the vendor.";
  if (action == Action::export_notes && policy.note_allowance_chars == 0)
    return "policy: note_allowance_chars: The session allows no code in notes; export them without code, or "
           "ask the vendor.";
  return std::nullopt;
}

std::string_view clause_of(std::string_view sentence) {
  constexpr std::string_view kStart = "policy: ";
  if (!sentence.starts_with(kStart)) return {};
  const std::string_view rest = sentence.substr(kStart.size());
  const std::size_t end = rest.find(':');
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

}  // namespace spoor::app
