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

Result<Bytes> seal_envelope(seal::ByteView body, const seal::EnvelopeKind& kind, const Lock& lock,
                            const Signer& issuer, RandomSource& random) {
  seal::SecretKey file_key{};
  if (auto filled = random.fill(file_key); !filled) return tl::make_unexpected(filled.error());
  const auto lock_body = lock.wrap(file_key, random);
  const auto body_key = seal::derive_key(file_key, {}, seal::envelope_body_purpose(kind));
  if (!lock_body || !body_key) return tl::make_unexpected(lock_body ? body_key.error() : lock_body.error());

  WireWriter file;
  write_start(file, kind, issuer);
  file.integer(std::uint8_t{1});
  file.integer(static_cast<std::uint8_t>(lock.kind()));
  file.integer(static_cast<std::uint16_t>(lock_body->size()));
  file.bytes(*lock_body);
  file.integer(std::uint64_t{body.size() + seal::kTagBytes});
  Bytes sealed(body.size() + seal::kTagBytes);
  const auto done = seal::gcm_seal(*body_key, seal::Nonce{}, file.view(), body, sealed);
  if (!done) return tl::make_unexpected(done.error());
  file.bytes(sealed);
  return add_trailer(std::move(file), kind, issuer);
}

Result<Bytes> seal_session(const seal::Session& session, const Lock& lock, const Signer& issuer,
                           RandomSource& random) {
  const auto slots = seal::slots_of_window(session.start_unix_s, session.expires_unix_s);
  if (!slots) {
    return fail(
        SealErrorCode::usage,
        fmt::format("A session must expire after it begins, and within {} days; choose another expiry.",
                    seal::kMaxSlots * seal::kSlotSeconds / 86400));
  }
  if (session.tables_a.size() != *slots || session.table_b.size() != mark::kPositionsB / 64 ||
      !seal::session_id_bytes(session.id) ||
      !texts_fit({session.reviewer, session.organisation, session.vendor})) {
    return fail(SealErrorCode::usage, "The session's name, tables or texts are out of bounds.");
  }
  if (const auto clause = seal::unsound_clause(session.policy)) {
    return fail(SealErrorCode::usage, fmt::format("The policy's {} is out of bounds.", *clause));
  }
  const Bytes policy = seal::encode_policy(session.policy);
  SecretBody body(8192 + policy.size() + sizeof(session.tables_a[0]) * *slots +
                  sizeof(std::uint64_t) * session.table_b.size());
  body.out.text(session.id);
  body.out.text(session.reviewer);
  body.out.text(session.organisation);
  body.out.text(session.vendor);
  body.out.bytes(session.archive_id);
  body.out.bytes(session.archive_key);
  body.out.integer(session.start_unix_s);
  body.out.integer(session.expires_unix_s);
  body.out.bytes(session.room);
  body.out.bytes(session.update_key);
  body.out.bytes(session.log_key);
  body.out.integer(static_cast<std::uint32_t>(policy.size()));
  body.out.bytes(policy);
  body.out.integer(*slots);
  for (const auto& table : session.tables_a) {
    for (const std::uint64_t word : table) body.out.integer(word);
  }
  for (const std::uint64_t word : session.table_b) body.out.integer(word);
  return seal_envelope(body.out.view(), seal::kSessionKind, lock, issuer, random);
}

Result<Bytes> seal_kit(seal::Kit kit, const Lock& lock, const Signer& issuer, RandomSource& random) {
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

Result<Bytes> seal_update(const seal::SessionUpdate& update, const seal::SecretKey& update_key,
                          const Signer& issuer, RandomSource& random) {
  const auto id = seal::session_id_bytes(update.session_id);
  const Bytes policy = seal::encode_policy(update.policy);
  SecretBody body(4096 + policy.size() + sizeof(update.tables_a[0]) * update.tables_a.size());
  body.out.text(update.session_id);
  body.out.bytes(update.room);
  body.out.integer(update.number);
  body.out.integer(update.made_unix_s);
  body.out.integer(static_cast<std::uint8_t>(update.change));
  body.out.integer(update.expires_unix_s);
  body.out.integer(static_cast<std::uint32_t>(policy.size()));
  body.out.bytes(policy);
  body.out.integer(static_cast<std::uint32_t>(update.tables_a.size()));
  for (const auto& table : update.tables_a) {
    for (const std::uint64_t word : table) body.out.integer(word);
  }
  seal::SessionUpdate back;
  if (!id || !seal::decode_update(body.out.view(), back))
    return fail(SealErrorCode::usage, "The update's session, number, times or policy are out of bounds.");
  return seal_envelope(body.out.view(), seal::kUpdateKind, UpdateLock(*id, update_key), issuer, random);
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

Result<Bytes> seal_succession(const Signer& from, const Signer& to, std::int64_t made_unix_s,
                              std::int64_t until_unix_s) {
  WireWriter file;
  write_start(file, seal::kSuccessionKind, from);
  file.bytes(to.public_key());
  file.integer(made_unix_s);
  file.integer(until_unix_s);
  WireWriter message;
  message.bytes(seal::as_bytes(seal::kSuccessorContext));
  message.bytes(file.view());
  const auto signature = to.sign(message.view());
  if (!signature) return tl::make_unexpected(signature.error());
  file.bytes(*signature);
  auto out = add_trailer(std::move(file), seal::kSuccessionKind, from);
  if (!out || seal::open_succession(*out, "succession")) return out;
  return fail(SealErrorCode::usage, "The succession's keys or times are out of bounds.");
}

}  // namespace spoor::seal_write
