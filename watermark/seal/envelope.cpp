#include "watermark/seal/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

struct Parsed {
  VendorPublicKey vendor{};
  std::vector<PassphraseLockBody> locks;
  ByteView bound;   ///< everything in front of the sealed body
  ByteView sealed;  ///< the body with its tag
};

Result<std::vector<PassphraseLockBody>> parse_locks(WireReader& reader, ByteView covered,
                                                    std::string_view name, const EnvelopeKind& kind) {
  const auto count = reader.integer<std::uint8_t>();
  if (count == 0 || count > kMaxLocks) return damaged_file(name, kind);
  std::vector<PassphraseLockBody> out;
  ByteView last;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t start = covered.size() - reader.rest_bytes();
    const auto lock_kind = static_cast<LockKind>(reader.integer<std::uint8_t>());
    const ByteView body = reader.bytes(reader.integer<std::uint16_t>());
    const ByteView whole = covered.subspan(start, covered.size() - reader.rest_bytes() - start);
    const bool rising =
        i == 0 || std::lexicographical_compare(last.begin(), last.end(), whole.begin(), whole.end());
    if (reader.failed() || !rising) return damaged_file(name, kind);
    if (lock_kind != LockKind::passphrase) {
      return fail(SealErrorCode::unsupported,
                  fmt::format("The {} {} has a lock that this program does not know; use a newer one.",
                              kind.noun, shown(name)));
    }
    const auto decoded = PassphraseLockBody::decode(body);
    if (!decoded) return damaged_file(name, kind);
    out.push_back(*decoded);
    last = whole;
  }
  return out;
}

Result<Parsed> parse(ByteView file, std::string_view name, const EnvelopeKind& kind) {
  WireReader start(file);
  if (const auto known = check_start(start, name, kind); !known) return tl::make_unexpected(known.error());
  Parsed out;
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
  if (!reader.finished() || out.sealed.size() < kTagBytes) {
    return damaged_file(name, kind);
  }
  return out;
}

/// The file key behind a passphrase lock; none where the passphrase is another.
Result<std::optional<SecretKey>> unwrap(const PassphraseLockBody& lock, const std::string& passphrase) {
  const auto wrapping = stretch(passphrase, lock.salt, lock.cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  SecretKey file_key{};
  const auto opened = gcm_open(*wrapping, lock.nonce, lock.bound(), lock.sealed_key, file_key);
  if (!opened && opened.error().code != SealErrorCode::wrong_key) return tl::make_unexpected(opened.error());
  return opened ? std::optional(file_key) : std::nullopt;
}

Result<SecretKey> find_file_key(const Parsed& parsed, std::string_view name, const EnvelopeKind& kind,
                                const std::string& passphrase) {
  for (const PassphraseLockBody& lock : parsed.locks) {
    const auto key = unwrap(lock, passphrase);
    if (!key) return tl::make_unexpected(key.error());
    if (*key) return **key;
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
