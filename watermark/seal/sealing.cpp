#include "watermark/seal/sealing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/kit_logs.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::seal_write {
namespace {

using seal::Bytes;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;
using seal::WireWriter;

bool texts_fit(std::initializer_list<std::string_view> texts) {
  return std::all_of(texts.begin(), texts.end(),
                     [](std::string_view text) { return text.size() <= seal::kMaxTextBytes; });
}

/// Appends checksum and signature.
Result<Bytes> add_trailer(WireWriter file, const seal::EnvelopeKind& kind, const Signer& issuer) {
  const auto checksum = seal::sha256(file.view());
  if (!checksum) return tl::make_unexpected(checksum.error());
  file.bytes(*checksum);
  WireWriter message;
  message.bytes(seal::as_bytes(seal::envelope_signature_context(kind)));
  message.bytes(file.view());
  const auto signature = issuer.sign(message.view());
  if (!signature) return tl::make_unexpected(signature.error());
  file.bytes(*signature);
  return file.take();
}

void write_start(WireWriter& out, const seal::EnvelopeKind& kind, const Signer& issuer) {
  out.bytes(seal::as_bytes(kind.magic));
  out.integer(kind.version);
  out.integer(std::uint16_t{0});
  out.bytes(issuer.public_key());
}

std::uint32_t strength_units(double strength_em) {
  return static_cast<std::uint32_t>(std::lround(strength_em * seal::kStrengthUnitsPerEm));
}

/// A body with secrets, wiped when it goes.
class SecretBody {
 public:
  WireWriter out;
  explicit SecretBody(std::size_t expected_bytes) { out.reserve(expected_bytes); }
  SecretBody(const SecretBody&) = delete;
  SecretBody& operator=(const SecretBody&) = delete;
  ~SecretBody() {
    Bytes bytes = out.take();
    seal::wipe(bytes.data(), bytes.size());
  }
};

}  // namespace

Result<PassphraseLock> PassphraseLock::create(const std::string& passphrase, const seal::ScryptCost& cost,
                                              RandomSource& random) {
  if (passphrase.empty()) return fail(SealErrorCode::usage, "The passphrase is empty; give one.");
  if (!seal::cost_is_bounded(cost)) return fail(SealErrorCode::usage, "The cost of scrypt is out of bounds.");
  PassphraseLock out;
  out.body_.cost = cost;
  if (auto filled = random.fill(out.body_.salt); !filled) return tl::make_unexpected(filled.error());
  const auto wrapping = seal::stretch(passphrase, out.body_.salt, cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  out.wrapping_ = *wrapping;
  return out;
}

Result<Bytes> PassphraseLock::wrap(const seal::SecretKey& file_key, RandomSource& random) const {
  seal::PassphraseLockBody body = body_;
  if (auto filled = random.fill(body.nonce); !filled) return tl::make_unexpected(filled.error());
  const auto sealed = seal::gcm_seal(wrapping_, body.nonce, body.bound(), file_key, body.sealed_key);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return body.encode();
}

Result<Bytes> seal_envelope(seal::ByteView body, const seal::EnvelopeKind& kind, const PassphraseLock& lock,
                            const Signer& issuer, RandomSource& random) {
  seal::SecretKey file_key{};
  if (auto filled = random.fill(file_key); !filled) return tl::make_unexpected(filled.error());
  const auto lock_body = lock.wrap(file_key, random);
  const auto body_key = seal::derive_key(file_key, {}, seal::envelope_body_purpose(kind));
  if (!lock_body || !body_key) return tl::make_unexpected(lock_body ? body_key.error() : lock_body.error());

  WireWriter file;
  write_start(file, kind, issuer);
  file.integer(std::uint8_t{1});
  file.integer(static_cast<std::uint8_t>(seal::LockKind::passphrase));
  file.integer(static_cast<std::uint16_t>(lock_body->size()));
  file.bytes(*lock_body);
  file.integer(std::uint64_t{body.size() + seal::kTagBytes});
  Bytes sealed(body.size() + seal::kTagBytes);
  const auto done = seal::gcm_seal(*body_key, seal::Nonce{}, file.view(), body, sealed);
  if (!done) return tl::make_unexpected(done.error());
  file.bytes(sealed);
  return add_trailer(std::move(file), kind, issuer);
}

Result<Bytes> seal_session(const seal::Session& session, const PassphraseLock& lock, const Signer& issuer,
                           RandomSource& random) {
  const auto slots = seal::slots_of_window(session.start_unix_s, session.expires_unix_s);
  if (!slots) {
    return fail(
        SealErrorCode::usage,
        fmt::format("A session must expire after it begins, and within {} days; choose another expiry.",
                    seal::kMaxSlots * seal::kSlotSeconds / 86400));
  }
  if (session.tables_a.size() != *slots || session.table_b.size() != mark::kPositionsB / 64 ||
      !(session.strength_em >= 0 && session.strength_em <= seal::kMaxStrengthEm) ||
      !seal::session_id_bytes(session.id) ||
      !texts_fit({session.reviewer, session.organisation, session.vendor})) {
    return fail(SealErrorCode::usage, "The session's name, tables, strength or texts are out of bounds.");
  }
  SecretBody body(8192 + sizeof(session.tables_a[0]) * *slots +
                  sizeof(std::uint64_t) * session.table_b.size());
  body.out.text(session.id);
  body.out.text(session.reviewer);
  body.out.text(session.organisation);
  body.out.text(session.vendor);
  body.out.bytes(session.archive_id);
  body.out.bytes(session.archive_key);
  body.out.integer(session.start_unix_s);
  body.out.integer(session.expires_unix_s);
  body.out.integer(strength_units(session.strength_em));
  body.out.integer(session.allow_shot ? seal::kSessionFlagAllowShot : std::uint8_t{0});
  body.out.integer(*slots);
  for (const auto& table : session.tables_a) {
    for (const std::uint64_t word : table) body.out.integer(word);
  }
  for (const std::uint64_t word : session.table_b) body.out.integer(word);
  return seal_envelope(body.out.view(), seal::kSessionKind, lock, issuer, random);
}

Result<Bytes> seal_kit(seal::Kit kit, const PassphraseLock& lock, const Signer& issuer,
                       RandomSource& random) {
  const auto by_id = [](const auto& one, const auto& other) { return one.id < other.id; };
  std::sort(kit.sessions.begin(), kit.sessions.end(), by_id);
  std::sort(kit.archives.begin(), kit.archives.end(), by_id);
  seal::sort_kit_logs(kit.logs);
  if (!seal::kit_is_sound(kit)) {
    return fail(SealErrorCode::usage,
                "The kit's names, texts, tokens, slots or strength are out of bounds or repeat.");
  }
  SecretBody body(4096 * (1 + kit.sessions.size() + kit.archives.size()));
  body.out.text(kit.vendor);
  body.out.bytes(kit.mark_key);
  body.out.integer(strength_units(kit.strength_em));
  body.out.integer(static_cast<std::uint32_t>(kit.sessions.size()));
  for (const seal::KitSession& session : kit.sessions) {
    body.out.text(session.id);
    body.out.text(session.reviewer);
    body.out.text(session.organisation);
    body.out.integer(session.token);
    body.out.integer(session.start_unix_s);
    body.out.integer(session.slots);
    body.out.integer(session.revoked ? std::uint8_t{1} : std::uint8_t{0});
    body.out.bytes(session.archive_id);
  }
  body.out.integer(static_cast<std::uint32_t>(kit.archives.size()));
  for (const seal::KitArchive& archive : kit.archives) {
    body.out.bytes(archive.id);
    body.out.text(archive.release);
    body.out.bytes(archive.key);
  }
  seal::encode_kit_logs(kit.logs, body.out);
  return seal_envelope(body.out.view(), seal::kKitKind, lock, issuer, random);
}

Result<Bytes> seal_revocations(seal::RevocationList list, const Signer& issuer) {
  std::sort(list.revoked.begin(), list.revoked.end());
  list.revoked.erase(std::unique(list.revoked.begin(), list.revoked.end()), list.revoked.end());
  WireWriter file;
  write_start(file, seal::kRevocationKind, issuer);
  file.integer(list.number);
  file.integer(list.issued_unix_s);
  file.integer(static_cast<std::uint32_t>(list.revoked.size()));
  for (const seal::SessionIdBytes& id : list.revoked) file.bytes(id);
  return add_trailer(std::move(file), seal::kRevocationKind, issuer);
}

}  // namespace spoor::seal_write
