#include "watermark/seal/note_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/policy.hpp"

namespace spoor::seal {
namespace {

constexpr std::string_view kClause = "note_allowance_chars";

std::optional<SealError> refusal_of(const NoteQuote& quote) {
  // Counted in 32 bits: there is an end, whatever the policy allows.
  const std::uint64_t left = quote.chars_total - std::min(quote.chars_before, quote.chars_total);
  if (quote.chars <= left && quote.chars < kUnlimited - std::uint64_t{quote.chars_before})
    return std::nullopt;
  if (quote.chars_total == 0)
    return refused_by(kClause,
                      "The session allows no code in notes; export them without code, or ask the vendor.")
        .value();
  return refused_by(kClause,
                    fmt::format("These notes quote {} characters of code, and {} of {} {} left; export them "
                                "without code, or fewer of them.",
                                quote.chars, left, quote.chars_total, left == 1 ? "is" : "are"))
      .value();
}

NoteQuote quote_of(const SessionMemory* memory, const Policy& policy, std::uint64_t chars) {
  NoteQuote out;
  out.chars = chars;
  out.chars_before = memory != nullptr ? memory->note_chars : 0;
  out.chars_after = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.chars_before + chars, kUnlimited));
  out.chars_total = policy.note_allowance_chars;
  out.refusal = chars == 0 ? std::nullopt : refusal_of(out);
  return out;
}

}  // namespace

NoteQuote quote_notes(const RoomState& state, const Session& session, std::uint64_t chars) {
  return quote_of(state.session(session), session.policy, chars);
}

Result<NoteQuote> grant_notes(const Room& room, const Session& session, std::uint64_t chars) {
  NoteQuote out;
  const auto done = room.change([&](RoomState& state) -> Result<void> {
    SessionMemory& memory = state.session_entry(session);
    out = quote_of(&memory, session.policy, chars);
    if (out.refusal) return tl::make_unexpected(*out.refusal);
    memory.note_chars = out.chars_after;
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

Result<void> withdraw_notes(const Room& room, const Session& session, std::uint64_t chars) {
  return room.change([&](RoomState& state) -> Result<void> {
    SessionMemory& memory = state.session_entry(session);
    memory.note_chars -= static_cast<std::uint32_t>(std::min<std::uint64_t>(chars, memory.note_chars));
    return {};
  });
}

std::uint64_t code_chars(std::string_view line) noexcept {
  return static_cast<std::uint64_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace spoor::seal
