// Proofs that stand on their own: that one entry is in a log (C2SP's tlog-proof form), and that a log has
// only grown since a head (the form of C2SP's tlog-witness requests). SPEC.md 7.7.
#pragma once

#include <string>
#include <string_view>

#include "watermark/seal/log_open.hpp"

namespace spoor::seal_log {

inline constexpr std::size_t kMaxProofBytes = 65536;

/// A proof of the entry, for who has the room's public key. The log is checked first. Errors: as read_log;
/// not_found, where the keys open no such entry.
[[nodiscard]] Result<std::string> prove_entry(LogBytes& bytes, const std::string& name,
                                              const ReadingKeys& keys, std::uint64_t index);

struct ProvenEntry {
  SignedHead head;
  OpenedEntry entry;
};
/// Checks a proof with the room's public key alone. Errors: damaged, wrong_key, bad_signature, io.
[[nodiscard]] Result<ProvenEntry> open_entry_proof(std::string_view text, const PublicKey& room_key,
                                                   std::string_view name);

/// A proof that the log is what it was when `old` was signed, and has only grown. Errors: as verify_log;
/// usage, where `old` is of an empty log.
[[nodiscard]] Result<std::string> prove_growth(LogBytes& bytes, const std::string& name, const Head& old);
/// Checks it against the head that was kept. Errors: damaged, wrong_key, bad_signature, io.
[[nodiscard]] Result<SignedHead> open_growth_proof(std::string_view text, const Head& old,
                                                   const PublicKey& room_key, std::string_view name);
/// Which of the two a text is.
[[nodiscard]] bool is_growth_proof(std::string_view text);

}  // namespace spoor::seal_log
