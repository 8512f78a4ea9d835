#include "watermark/seal/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

struct Lock {
  LockKind kind{};
  ByteView body;
};

struct Parsed {
  VendorPublicKey vendor{};
  std::vector<Lock> locks;
  ByteView bound;   ///< everything in front of the sealed body
  ByteView sealed;  ///< the body with its tag
};

Result<Parsed> parse(ByteView file, std::string_view name, const EnvelopeKind& kind) {
  WireReader reader(file);
  if (const auto start = check_start(reader, name, kind); !start) return tl::make_unexpected(start.error());
  Parsed out;
  reader.into(out.vendor);
  const auto covered = check_trailer(file, name, kind, out.vendor);
  if (!covered) return tl::make_unexpected(covered.error());

  const auto locks = reader.integer<std::uint8_t>();
  if (locks == 0 || locks > kMaxLocks) return damaged_file(name, kind);
  for (std::size_t i = 0; i < locks; ++i) {
    const auto lock_kind = static_cast<LockKind>(reader.integer<std::uint8_t>());
    out.locks.push_back({lock_kind, reader.bytes(reader.integer<std::uint16_t>())});
  }
  const auto body_bytes = reader.integer<std::uint64_t>();
  out.bound = file.first(file.size() - reader.rest_bytes());
  out.sealed = reader.bytes(body_bytes);
  if (reader.failed() || reader.rest_bytes() != kTrailerBytes || out.sealed.size() < kTagBytes) {
    return damaged_file(name, kind);
  }
  return out;
}

/// The file key behind a passphrase lock; none where the passphrase is another.
Result<std::optional<SecretKey>> unwrap(const Lock& lock, const std::string& passphrase) {
  const auto body = PassphraseLockBody::decode(lock.body);
  if (!body) return std::optional<SecretKey>();
  const auto wrapping = stretch(passphrase, body->salt, body->cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  SecretKey file_key{};
  const auto opened = gcm_open(*wrapping, body->nonce, body->bound(), body->sealed_key, file_key);
  if (!opened && opened.error().code != SealErrorCode::wrong_key) return tl::make_unexpected(opened.error());
  return opened ? std::optional(file_key) : std::nullopt;
}

Result<SecretKey> find_file_key(const Parsed& parsed, std::string_view name, const EnvelopeKind& kind,
                                const std::string& passphrase) {
  bool any = false;
  for (const Lock& lock : parsed.locks) {
    if (lock.kind != LockKind::passphrase) continue;
    any = true;
    const auto key = unwrap(lock, passphrase);
    if (!key) return tl::make_unexpected(key.error());
    if (*key) return **key;
  }
  if (!any) {
    return fail(
        SealErrorCode::unsupported,
        fmt::format("The {} {} does not open with a passphrase; use the program version that made it.",
                    kind.noun, shown(name)));
  }
  return fail(
      SealErrorCode::wrong_key,
      fmt::format("The passphrase does not open the {} {}; check it and try again.", kind.noun, shown(name)));
}

}  // namespace

Bytes PassphraseLockBody::bound() const {
  WireWriter out;
  out.integer(cost.log2_n);
  out.integer(cost.r);
  out.integer(cost.p);
  out.bytes(salt);
  return out.take();
}

Bytes PassphraseLockBody::encode() const {
  Bytes out = bound();
  out.insert(out.end(), nonce.begin(), nonce.end());
  out.insert(out.end(), sealed_key.begin(), sealed_key.end());
  return out;
}

std::optional<PassphraseLockBody> PassphraseLockBody::decode(ByteView body) {
  WireReader reader(body);
  PassphraseLockBody out;
  out.cost = {reader.integer<std::uint8_t>(), reader.integer<std::uint8_t>(), reader.integer<std::uint8_t>()};
  reader.into(out.salt);
  reader.into(out.nonce);
  reader.into(out.sealed_key);
  if (!reader.finished() || !cost_is_bounded(out.cost)) return std::nullopt;
  return out;
}

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
  if (version != kEnvelopeVersion || flags != 0) {
    return fail(
        SealErrorCode::unsupported,
        fmt::format("The {} {} has format version {}, which this program does not know; use a newer one.",
                    kind.noun, shown(name), version));
  }
  return {};
}

Result<ByteView> check_trailer(ByteView file, std::string_view name, const EnvelopeKind& kind,
                               const VendorPublicKey& vendor) {
  if (file.size() < kTrailerBytes) return damaged_file(name, kind);
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

Result<Envelope> open_envelope(ByteView file, std::string_view name, const EnvelopeKind& kind,
                               const std::string& passphrase) {
  const auto parsed = parse(file, name, kind);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto file_key = find_file_key(*parsed, name, kind, passphrase);
  if (!file_key) return tl::make_unexpected(file_key.error());
  const auto body_key = derive_key(*file_key, {}, envelope_body_purpose(kind));
  const auto digest = sha256(file);
  if (!body_key || !digest) return tl::make_unexpected(body_key ? digest.error() : body_key.error());

  Envelope out{parsed->vendor, SecretBytes(parsed->sealed.size() - kTagBytes), *digest};
  const auto opened = gcm_open(*body_key, Nonce{}, parsed->bound, parsed->sealed, out.body.span());
  if (!opened) return damaged_file(name, kind);
  return out;
}

Result<Envelope> open_envelope(const std::filesystem::path& path, const EnvelopeKind& kind,
                               const std::string& passphrase) {
  const auto file = read_small_file(path, kind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_envelope(*file, path.filename().native(), kind, passphrase);
}

}  // namespace spoor::seal
