// A log's head: what is in it up to a group, as a signed note of C2SP's tlog-checkpoint form. SPEC.md 7.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "watermark/seal/log_hash.hpp"

namespace spoor::seal_log {

struct Head {
  std::string session;  ///< "s-" and 12 hex digits
  Digest log_id{};      ///< SHA-256 of the log's header
  std::uint64_t entries = 0;
  Digest root{};   ///< RFC 6962, over the entries as stored
  Digest chain{};  ///< over all bytes of the log in front of this head's signature
  std::int64_t time_unix_s = 0;
  friend bool operator==(const Head&, const Head&) = default;
};

struct SignedHead {
  Head head;
  Signature signature{};
};

inline constexpr std::string_view kOriginStart = "spoor.log/";
/// A note's greatest size: far more than one of ours has.
inline constexpr std::size_t kMaxNoteBytes = 2048;

[[nodiscard]] std::string origin_of(const Head& head);
/// What is signed.
[[nodiscard]] std::string head_text(const Head& head);
/// Text, blank line and signature line. Error: io, when OpenSSL fails.
[[nodiscard]] Result<std::string> encode_note(const SignedHead& head, const PublicKey& room_key);
/// Reads a note and checks that the room signed it; name is used in messages. Errors: damaged,
/// wrong_key (another room's), bad_signature, io.
[[nodiscard]] Result<SignedHead> open_note(std::string_view note, const PublicKey& room_key,
                                           std::string_view name);
/// The note in a text around it, as a receipt has: from the line of the origin to the signature's. Empty:
/// there is none.
[[nodiscard]] std::string_view note_within(std::string_view text);

/// RFC 4648, with padding; and back, the one encoding only: false for anything else.
[[nodiscard]] std::string base64(ByteView bytes);
[[nodiscard]] bool from_base64(std::string_view text, Bytes& out);

}  // namespace spoor::seal_log
