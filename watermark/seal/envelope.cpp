#include "watermark/seal/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

Result<std::vector<LockBody>> parse_locks(WireReader& reader, ByteView covered, std::string_view name,
                                          const EnvelopeKind& kind) {
  const auto count = reader.integer<std::uint8_t>();
  if (count == 0 || count > kMaxLocks) return damaged_file(name, kind);
  std::vector<LockBody> out;
  ByteView last;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t start = covered.size() - reader.rest_bytes();
    const auto lock_kind = reader.integer<std::uint8_t>();
    const ByteView body = reader.bytes(reader.integer<std::uint16_t>());
    const ByteView whole = covered.subspan(start, covered.size() - reader.rest_bytes() - start);
    const bool rising =
        i == 0 || std::lexicographical_compare(last.begin(), last.end(), whole.begin(), whole.end());
    if (reader.failed() || !rising) return damaged_file(name, kind);
    if (lock_kind > 7 || (kind.lock_kinds >> lock_kind & 1) == 0) {
      return fail(SealErrorCode::unsupported,
                  fmt::format("The {} {} has a lock that this program does not know; use a newer one.",
                              kind.noun, shown(name)));
    }
    auto decoded = decode_lock(static_cast<LockKind>(lock_kind), body);
    if (!decoded) return damaged_file(name, kind);
    out.push_back(std::move(*decoded));
    last = whole;
  }
  return out;
}

/// Why no lock opened, as far as the locks themselves tell.
std::string why_closed(const std::vector<LockBody>& locks, const LockKeys& keys, const EnvelopeKind& kind,
                       const std::string& file) {
  // Only sessions, which may be locked to rooms, have a policy that can say who opens them.
  const bool by_policy = (kind.lock_kinds & lock_bit(LockKind::room)) != 0;
  for (const LockBody& lock : locks) {
    const RoomId room = room_of(lock);
    if (room != RoomId{} && keys.room == nullptr)
      return fmt::format("policy: room: The {} opens in its room only; give the room with --room.", file);
    if (room != RoomId{} && keys.room->id != room)
      return fmt::format("policy: room: The {} is for another room; take it there, or ask the vendor.", file);
    const auto* quorum = std::get_if<QuorumLockBody>(&lock);
    if (quorum != nullptr)
      return fmt::format(
          "{}The {} opens with the passphrases of {} of {} persons, and these are not theirs; "
          "check them and try again.",
          by_policy ? "policy: unlock: " : "", file, quorum->n, quorum->m);
  }
  return fmt::format("The passphrase does not open the {}; check it and try again.", file);
}

Result<SecretKey> find_file_key(const ParsedEnvelope& parsed, std::string_view name, const EnvelopeKind& kind,
                                const LockKeys& keys) {
  for (const LockBody& lock : parsed.locks) {
    const auto key = open_lock(lock, keys);
    if (!key) return tl::make_unexpected(key.error());
    if (*key) return **key;
  }
  return fail(SealErrorCode::wrong_key,
              why_closed(parsed.locks, keys, kind, fmt::format("{} {}", kind.noun, shown(name))));
}

}  // namespace

std::string envelope_body_purpose(const EnvelopeKind& kind) {
  return "spoor envelope body " + std::string(kind.magic);
}

std::string envelope_signature_context(const EnvelopeKind& kind) {
  return "spoor signature " + std::string(kind.magic);
}

tl::unexpected<SealError> damaged_file(std::string_view name, const EnvelopeKind& kind) {
  return fail(
      SealErrorCode::damaged,
      fmt::format("The {} {} is cut short or altered; fetch a whole copy of it.", kind.noun, shown(name)));
}

Result<void> check_start(WireReader& reader, std::string_view name, const EnvelopeKind& kind) {
  const ByteView magic = reader.bytes(kMagicBytes);
  const ByteView wanted = as_bytes(kind.magic);
  if (!std::equal(magic.begin(), magic.end(), wanted.begin(), wanted.end())) {
    return fail(SealErrorCode::damaged,
                fmt::format("{} is not a Spoor {}; name the right file.", shown(name), kind.noun));
  }
  const auto version = reader.integer<std::uint16_t>();
  const auto flags = reader.integer<std::uint16_t>();
  if (reader.failed()) return damaged_file(name, kind);
  if (version < kind.version && flags == 0) {
    return fail(SealErrorCode::unsupported,
                fmt::format("The {} {} has the old format version {}; have it made anew.", kind.noun,
                            shown(name), version));
  }
  if (version != kind.version || flags != 0) {
    return fail(
        SealErrorCode::unsupported,
        fmt::format("The {} {} has format version {}, which this program does not know; use a newer one.",
                    kind.noun, shown(name), version));
  }
  return {};
}

Result<ByteView> check_trailer(ByteView file, std::string_view name, const EnvelopeKind& kind,
                               const VendorPublicKey& vendor) {
  if (file.size() < kStartBytes + kTrailerBytes) return damaged_file(name, kind);
  const ByteView covered = file.first(file.size() - kTrailerBytes);
  const ByteView trailer = file.last(kTrailerBytes);
  const auto checksum = sha256(covered);
  if (!checksum) return tl::make_unexpected(checksum.error());
  if (!std::equal(checksum->begin(), checksum->end(), trailer.begin())) return damaged_file(name, kind);

  Signature signature{};
  std::copy(trailer.begin() + 32, trailer.end(), signature.begin());
  WireWriter message;
  message.bytes(as_bytes(envelope_signature_context(kind)));
  message.bytes(file.first(covered.size() + 32));
  if (!ed25519_holds(vendor, message.view(), signature)) {
    return fail(
        SealErrorCode::bad_signature,
        fmt::format("The vendor's signature on the {} {} does not hold; ask the vendor for a new copy.",
                    kind.noun, shown(name)));
  }
  return covered;
}

Result<ParsedEnvelope> parse_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind) {
  WireReader start(file);
  if (const auto known = check_start(start, name, kind); !known) return tl::make_unexpected(known.error());
  ParsedEnvelope out;
  start.into(out.vendor);
  const auto covered = check_trailer(file, name, kind, out.vendor);
  if (!covered) return tl::make_unexpected(covered.error());

  WireReader reader(*covered);  // no lock reaches into the trailer
  reader.bytes(kStartBytes);
  auto locks = parse_locks(reader, *covered, name, kind);
  if (!locks) return tl::make_unexpected(locks.error());
  out.locks = std::move(*locks);
  const auto body_bytes = reader.integer<std::uint64_t>();
  out.bound = covered->first(covered->size() - reader.rest_bytes());
  out.sealed = reader.bytes(body_bytes);
  if (!reader.finished() || out.sealed.size() < kTagBytes) return damaged_file(name, kind);
  return out;
}

Result<Envelope> open_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind,
                               const LockKeys& keys) {
  auto parsed = parse_envelope(file, name, kind);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto file_key = find_file_key(*parsed, name, kind, keys);
  if (!file_key) return tl::make_unexpected(file_key.error());
  const auto body_key = derive_key(*file_key, {}, envelope_body_purpose(kind));
  const auto digest = sha256(file);
  if (!body_key || !digest) return tl::make_unexpected(body_key ? digest.error() : body_key.error());

  Envelope out{parsed->vendor, SecretBytes(parsed->sealed.size() - kTagBytes), *digest,
               std::move(parsed->locks)};
  const auto opened = gcm_open(*body_key, Nonce{}, parsed->bound, parsed->sealed, out.body.span());
  if (!opened) return damaged_file(name, kind);
  return out;
}

Result<Envelope> open_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind,
                               const std::string& passphrase) {
  return open_envelope(file, name, kind, LockKeys{{&passphrase}});
}

Result<Envelope> open_envelope(const std::filesystem::path& path, const EnvelopeKind& kind,
                               const std::string& passphrase) {
  const auto file = read_small_file(path, kind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_envelope(*file, path.filename().native(), kind, passphrase);
}

}  // namespace spoor::seal
