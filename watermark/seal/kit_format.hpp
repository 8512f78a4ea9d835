// The body of a kit's envelope:
//   text vendor   32 mark key   4 strength in 1/1,000,000 em
//   4 sessions: texts id, reviewer, organisation; 8 token, 8 start, 4 slots, 1 revoked, 16 archive id
//   4 archives: 16 id, text release, 32 key
//   paths and logs: kit_logs.hpp
// Both lists in strictly rising order of id; no token twice.
#pragma once

#include "watermark/seal/envelope.hpp"
#include "watermark/seal/kit.hpp"

namespace spoor::seal {

inline constexpr EnvelopeKind kKitKind{"SPOORKIT", "kit", std::uint64_t{256} << 20U, 3};
inline constexpr std::uint64_t kTokenLimit = std::uint64_t{1} << 48U;

/// Whether a kit keeps the format's bounds: texts, ids, order, tokens, windows, strength.
[[nodiscard]] bool kit_is_sound(const Kit& kit);
[[nodiscard]] bool decode_kit(ByteView body, Kit& out);
[[nodiscard]] Result<Kit> open_kit(ByteView file, std::string_view name, const std::string& passphrase);

}  // namespace spoor::seal
