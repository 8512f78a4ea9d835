// The envelope of every small sealed file (session, kit, keys): one encrypted body, opened by any of its
// locks, under the vendor's signature.
//
//   8  magic            2  version          2  flags = 0       32  vendor's Ed25519 key
//   1  number of locks  each: 1 kind, 2 length, body; in strictly rising order of these bytes
//   8  length of the sealed body            ..  sealed body (AES-256-GCM, tag last)
//  32  SHA-256 of all the above             64  Ed25519 signature of all the above
//
// Integers are little-endian. The body's key is HKDF-SHA-256(file key, "", "spoor envelope body" + magic); it
// seals one body only, so its nonce is zero. It binds everything in front of it. A lock wraps the file key.
// The checksum tells damage (a torn copy) from forgery: it carries no trust. A lock that is not known or not
// well-formed is refused even where another one would open: what it asks for may not be passed over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/crypto.hpp"
#include "watermark/seal/lock.hpp"

namespace spoor::seal {

inline constexpr std::size_t kMagicBytes = 8;
inline constexpr std::size_t kMaxLocks = 16;

/// What tells one kind of sealed file from another.
struct EnvelopeKind {
  std::string_view magic;  ///< kMagicBytes characters
  std::string_view noun;   ///< "session", "kit": for messages
  std::uint64_t limit_bytes = 0;
  std::uint16_t version = 1;                                 ///< the only one that is written and read
  std::uint8_t lock_kinds = lock_bit(LockKind::passphrase);  ///< that such a file may have
};

/// A file whose signature holds and whose parts are well-formed; nothing of it is open. Views into the file.
struct ParsedEnvelope {
  VendorPublicKey vendor{};
  std::vector<LockBody> locks;
  ByteView bound;   ///< everything in front of the sealed body
  ByteView sealed;  ///< the body with its tag
};

struct Envelope {
  VendorPublicKey vendor{};
  SecretBytes body;
  Digest file_sha256{};
  std::vector<LockBody> locks;
};

/// Errors: bad_signature, damaged, unsupported.
[[nodiscard]] Result<ParsedEnvelope> parse_envelope(ByteView file, std::string_view name,
                                                    const EnvelopeKind& kind);

/// Opens an envelope; name is used in messages. Errors of all: io, wrong_key, bad_signature, damaged,
/// unsupported.
[[nodiscard]] Result<Envelope> open_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind,
                                             const LockKeys& keys);
/// With one passphrase, from a file and from memory.
[[nodiscard]] Result<Envelope> open_envelope(const std::filesystem::path& path, const EnvelopeKind& kind,
                                             const std::string& passphrase);
[[nodiscard]] Result<Envelope> open_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind,
                                             const std::string& passphrase);

[[nodiscard]] std::string envelope_body_purpose(const EnvelopeKind& kind);
[[nodiscard]] std::string envelope_signature_context(const EnvelopeKind& kind);

// The trailer, shared with the revocation list: checksum and signature.
inline constexpr std::size_t kTrailerBytes = 32 + 64;
inline constexpr std::size_t kStartBytes = kMagicBytes + 2 + 2 + 32;  ///< up to and with the vendor's key
/// Checks the trailer of a whole file and returns what is in front of it. Errors: damaged, bad_signature.
[[nodiscard]] Result<ByteView> check_trailer(ByteView file, std::string_view name, const EnvelopeKind& kind,
                                             const VendorPublicKey& vendor);
/// Reads magic, version and flags. Errors: damaged, unsupported.
[[nodiscard]] Result<void> check_start(WireReader& reader, std::string_view name, const EnvelopeKind& kind);
[[nodiscard]] tl::unexpected<SealError> damaged_file(std::string_view name, const EnvelopeKind& kind);

}  // namespace spoor::seal
