// Who may open what, where and when: each defence is one named rule over plain facts, so that a test can take
// one out of the list and watch the attack that it stands against succeed. The attacks are those of The
// Update Framework (specification 1.0, section 1.5.2), as far as they apply; SPEC.md, section 6, lists them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "watermark/seal/revocation.hpp"
#include "watermark/seal/room_state.hpp"
#include "watermark/seal/succession.hpp"
#include "watermark/seal/update.hpp"

namespace spoor::seal {

/// Clocks may differ, and be corrected, by so much; more is a clock that was set.
inline constexpr std::int64_t kClockToleranceS = 120;
/// No number may run ahead of the last one seen by more: who steals an issuing key for a day cannot use up
/// the numbers of the years after.
inline constexpr std::uint64_t kMostNumbersAhead = std::uint64_t{1} << 20U;

struct SeenList {
  RevocationList list;
  Digest file_sha256{};
};

/// What somebody opens a session with. Nothing is owned.
struct Attempt {
  const Session* session = nullptr;       ///< as it was issued
  const SessionUpdate* update = nullptr;  ///< the newest one at hand; nullptr: none
  const SeenList* list = nullptr;         ///< the newest of the session's vendor at hand; nullptr: none
  const RoomState* state = nullptr;
  RoomId room{};
  std::int64_t now_unix_s = 0;

  /// What holds for the session today.
  [[nodiscard]] const Policy& policy() const { return update != nullptr ? update->policy : session->policy; }
  [[nodiscard]] std::int64_t expires_unix_s() const {
    return update != nullptr ? update->expires_unix_s : session->expires_unix_s;
  }
};

struct Rule {
  std::string_view name;  ///< for tests and SPEC.md; the refusal names a clause of its own
  Result<void> (*check)(const Attempt& attempt);
};

/// All of them, in the order in which they are asked.
[[nodiscard]] std::span<const Rule> room_rules();
/// Error refused, by the first rule that the attempt breaks.
[[nodiscard]] Result<void> check_rules(const Attempt& attempt, std::span<const Rule> rules = room_rules());
/// Those that what came while a session is open must keep: of the list and of the update that the attempt
/// has.
[[nodiscard]] std::vector<Rule> running_rules(const Attempt& attempt);

/// Those that ask whose session it is and for which room, not when and how it may be opened: a session that
/// breaks one of them is none of this room's.
[[nodiscard]] std::vector<Rule> belonging_rules();

enum class Opening : std::uint8_t { begins, goes_on };
/// What an attempt that was let in leaves behind: an opening that begins is counted, and all numbers and
/// clocks are kept.
void remember(const Attempt& attempt, RoomState& state, Opening opening = Opening::begins);

/// Takes in those successions of keys that follow one that the room knows, or the session's own where the
/// room takes any vendor's. True: the state was changed by it. Error refused, and then the state is not to be
/// kept: by the rule `succession_other` (a key has two successors, or one that comes before it) or
/// `succession_tomorrow`.
[[nodiscard]] Result<bool> take_successions(RoomState& state, std::span<const Succession> successions,
                                            const VendorPublicKey& session_vendor, std::int64_t now_unix_s);

/// Whether a clock that stands at `now` was set back. Error refused, as the rule `clock`.
[[nodiscard]] Result<void> check_clock(std::int64_t seen_unix_s, std::int64_t now_unix_s);

}  // namespace spoor::seal
