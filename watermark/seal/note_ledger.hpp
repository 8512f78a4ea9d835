// How many characters of code a session may take out in exported notes, and how many it did: counted in the
// room's memory before the export exists, so that neither a restart nor a crash gives any back.
//
// Every export counts in full: what was quoted before and is quoted again counts again.
#pragma once

#include <cstdint>
#include <optional>

#include "watermark/seal/room.hpp"

namespace spoor::seal {

/// What an export would do to the allowance.
struct NoteQuote {
  std::uint64_t chars = 0;  ///< of code that it quotes
  std::uint32_t chars_before = 0;
  std::uint32_t chars_after = 0;
  std::uint32_t chars_total = kUnlimited;  ///< that the policy allows
  std::optional<SealError> refusal;        ///< names its clause
};
[[nodiscard]] NoteQuote quote_notes(const RoomState& state, const Session& session, std::uint64_t chars);

/// Counts the characters; durable before this returns. Errors: refused (names the clause), io, damaged,
/// unsupported.
[[nodiscard]] Result<NoteQuote> grant_notes(const Room& room, const Session& session, std::uint64_t chars);
/// Gives the characters back of an export that nobody has. Errors: io, damaged, unsupported.
[[nodiscard]] Result<void> withdraw_notes(const Room& room, const Session& session, std::uint64_t chars);

/// Characters of a line, as the allowance counts them: code points; of what is no UTF-8 every byte that
/// continues none.
[[nodiscard]] std::uint64_t code_chars(std::string_view line) noexcept;

}  // namespace spoor::seal
