// The body of a session's envelope, version 2:
//   texts: id, reviewer, organisation, vendor   16 archive id   32 archive key   8 start   8 expiry (Unix s)
//   32 room id   32 update key   32 vendor's log key   4 length, policy (policy.hpp)
//   4 slots = ceil((expiry - start) / 900), 128 bytes of table A each   8,192 bytes of table B
#pragma once

#include <optional>

#include "watermark/seal/envelope.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/policy.hpp"
#include "watermark/seal/session.hpp"

namespace spoor::seal {

inline constexpr std::int64_t kMaxSlots = 65536;    ///< 682 days
inline constexpr std::size_t kMaxTextBytes = 1000;  ///< of any name in a session or a kit
inline constexpr EnvelopeKind kSessionKind{
    "SPOORSES", "session", std::uint64_t{10} << 20U, 2,
    lock_bit(LockKind::passphrase) | lock_bit(LockKind::room) | lock_bit(LockKind::quorum)};

/// How many slots a window has; none where it is empty, backwards or longer than kMaxSlots.
[[nodiscard]] std::optional<std::uint32_t> slots_of_window(std::int64_t start_unix_s,
                                                           std::int64_t expires_unix_s);
[[nodiscard]] bool decode_session(ByteView body, Session& out);
[[nodiscard]] Result<Session> open_session(ByteView file, std::string_view name,
                                           const std::string& passphrase);

}  // namespace spoor::seal
