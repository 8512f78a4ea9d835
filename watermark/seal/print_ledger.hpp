// How much of a session may be printed, and what was: kept in the room's memory, so that pages are counted
// before they exist and are not counted twice.
//
// Pages: all that the session ever had granted here count, whether anybody took them or not.
//
// Consecutive lines: what counts is the longest run of lines of one file that the session's prints hold
// together, the one that is asked for included. Prints join where their lines meet or overlap, and also where
// nothing but blank lines lies between them: a limit is not stretched by asking twice, nor by leaving an
// empty line out. Lines that were printed before count once.
//
// A grant whose pages were never written (a crash, a full disk) stays: who asks for the same lines again gets
// them under the same numbers, and nothing is counted. The policy of that moment has to allow them still.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "watermark/seal/room.hpp"

namespace spoor::seal {

struct PrintRequest {
  std::string path;              ///< in the release
  std::uint64_t first_line = 1;  ///< counted from 1
  std::uint64_t last_line = 1;   ///< included
  std::uint32_t pages = 1;       ///< what the lines take
};

/// Whether a line of the file, counted from 1, holds nothing but white space.
using BlankLine = std::function<bool(std::uint64_t line)>;

/// What a request would do to the quota.
struct PrintQuote {
  std::uint32_t pages_before = 0;
  std::uint32_t pages_after = 0;
  std::uint32_t pages_total = kUnlimited;  ///< that the policy allows
  std::uint64_t run_first = 1;  ///< the lines that would be printed in a row, the request among them
  std::uint64_t run_last = 1;
  std::uint32_t lines_max = kUnlimited;  ///< in a row, that the policy allows
  bool granted_before = false;           ///< granted and never written: costs nothing
  std::optional<SealError> refusal;      ///< names its clause
};
[[nodiscard]] PrintQuote quote_print(const RoomState& state, const Session& session,
                                     const PrintRequest& request, const BlankLine& blank);

/// Counts the pages and numbers them, or gives the grant that was left unwritten. Durable before this
/// returns. Errors: refused (names the clause), io, damaged, unsupported.
[[nodiscard]] Result<PrintMemory> grant_print(const Room& room, const Session& session,
                                              const PrintRequest& request, const BlankLine& blank,
                                              std::int64_t now_unix_s);
/// The pages of a grant are on disk. Errors: io, damaged, unsupported.
[[nodiscard]] Result<void> note_print_written(const Room& room, const Session& session, std::uint32_t serial);
/// Gives the pages of a grant back that nobody has seen; its numbers are not used again. Errors: as above.
[[nodiscard]] Result<void> withdraw_print(const Room& room, const Session& session, std::uint32_t serial);

/// "366C23A45EEE-5A3F90C1-000001": session, first digits of the room's fingerprint, page. No room uses one
/// twice. A session that is bound to no room may be printed in several; two of those share their digits with
/// a probability of 2^-32.
[[nodiscard]] std::string bates_number(const SessionIdBytes& session, const RoomId& room,
                                       std::uint32_t serial);

}  // namespace spoor::seal
