#include "watermark/seal/room_keys.hpp"

#include <algorithm>

#include "watermark/seal/ed25519.hpp"

namespace spoor::seal {
namespace {

constexpr std::string_view kMagic = "SPOORRMK";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kStart = 8 + 2 + 2 + 32 + 1;
constexpr std::size_t kStretching = 3 + 16;
constexpr std::size_t kKeys = 96;
constexpr std::size_t kDigest = 32;
constexpr std::size_t kOpenBytes = kStart + kKeys + kDigest;
constexpr std::size_t kSealedBytes = kStart + kStretching + 12 + kKeys + kTagBytes + kDigest;

tl::unexpected<SealError> damaged() {
  return fail(SealErrorCode::damaged,
              "The room.key is cut short, altered or another room's; restore it, or make the room anew.");
}

SecretArray<kKeys> joined(const RoomKeys& keys) {
  SecretArray<kKeys> out{};
  auto at = out.begin();
  for (const SecretKey* key : {&keys.signing_seed, &keys.agreement_key, &keys.state_key})
    at = std::copy(key->begin(), key->end(), at);
  return out;
}

RoomKeys parted(const SecretArray<kKeys>& bytes) {
  RoomKeys out;
  const auto* at = bytes.begin();
  for (SecretKey* key : {&out.signing_seed, &out.agreement_key, &out.state_key}) {
    std::copy_n(at, key->size(), key->begin());
    at += key->size();
  }
  return out;
}

/// Whether the private halves are those of a room.
Result<void> check_halves(const RoomKeys& keys, const RoomPublic& room) {
  const auto signing = ed25519_public_key(keys.signing_seed);
  const auto agreement = agreement_public_key(keys.agreement_key);
  if (!signing || !agreement) return tl::make_unexpected(signing ? agreement.error() : signing.error());
  if (*signing != room.signing_key || *agreement != room.agreement_key) return damaged();
  return {};
}

Result<SecretArray<kKeys>> unseal(ByteView file, const std::string& passphrase) {
  WireReader reader(file);
  const ByteView bound = file.first(kStart + kStretching);
  reader.bytes(kStart);
  const ScryptCost cost{reader.integer<std::uint8_t>(), reader.integer<std::uint8_t>(),
                        reader.integer<std::uint8_t>()};
  Salt salt{};
  Nonce nonce{};
  reader.into(salt);
  reader.into(nonce);
  if (!cost_is_bounded(cost)) return damaged();
  const auto wrapping = stretch(passphrase, salt, cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  SecretArray<kKeys> out{};
  if (!gcm_open(*wrapping, nonce, bound, reader.bytes(kKeys + kTagBytes), out))
    return fail(SealErrorCode::wrong_key, "The passphrase does not open the room; check it and try again.");
  return out;
}

}  // namespace

Result<RoomKeys> draw_room_keys(const RandomFill& random) {
  RoomKeys out;
  for (SecretKey* key : {&out.signing_seed, &out.agreement_key, &out.state_key})
    if (auto filled = random(*key); !filled) return tl::make_unexpected(filled.error());
  return out;
}

Result<Bytes> make_room_public(const RoomKeys& keys, std::string_view name, std::int64_t now_unix_s) {
  if (name.size() > kMaxRoomNameBytes)
    return fail(SealErrorCode::usage, "A room's name may have 200 bytes at most; choose a shorter one.");
  const auto signing = ed25519_public_key(keys.signing_seed);
  const auto agreement = agreement_public_key(keys.agreement_key);
  if (!signing || !agreement) return tl::make_unexpected(signing ? agreement.error() : signing.error());
  WireWriter out;
  out.bytes(as_bytes(kRoomPublicKind.magic));
  out.integer(kRoomPublicKind.version);
  out.integer(std::uint16_t{0});
  out.bytes(*signing);
  out.bytes(*agreement);
  out.text(name);
  out.integer(now_unix_s);
  const auto checksum = sha256(out.view());
  if (!checksum) return tl::make_unexpected(checksum.error());
  out.bytes(*checksum);
  WireWriter message;
  message.bytes(as_bytes(envelope_signature_context(kRoomPublicKind)));
  message.bytes(out.view());
  const auto signature = ed25519_sign(keys.signing_seed, message.view());
  if (!signature) return tl::make_unexpected(signature.error());
  out.bytes(*signature);
  return out.take();
}

Result<Bytes> seal_room_keys(const RoomKeys& keys, const RoomId& room, const std::string& passphrase,
                             const ScryptCost& cost, const RandomFill& random) {
  const SecretArray<kKeys> plain = joined(keys);
  WireWriter out;
  out.reserve(kSealedBytes);
  out.bytes(as_bytes(kMagic));
  out.integer(kVersion);
  out.integer(std::uint16_t{0});
  out.bytes(room);
  out.integer(passphrase.empty() ? std::uint8_t{0} : std::uint8_t{1});
  if (passphrase.empty()) {
    out.bytes(plain);
  } else {
    Salt salt{};
    Nonce nonce{};
    if (auto filled = random(salt); !filled) return tl::make_unexpected(filled.error());
    if (auto filled = random(nonce); !filled) return tl::make_unexpected(filled.error());
    const auto wrapping = stretch(passphrase, salt, cost);
    if (!wrapping) return tl::make_unexpected(wrapping.error());
    for (const std::uint8_t part : {cost.log2_n, cost.r, cost.p}) out.integer(part);
    out.bytes(salt);
    std::array<std::uint8_t, kKeys + kTagBytes> sealed{};
    if (auto done = gcm_seal(*wrapping, nonce, out.view(), plain, sealed); !done)
      return tl::make_unexpected(done.error());
    out.bytes(nonce);
    out.bytes(sealed);
  }
  const auto digest = sha256(out.view());
  if (!digest) return tl::make_unexpected(digest.error());
  out.bytes(*digest);
  return out.take();
}

Result<bool> room_keys_are_sealed(ByteView file) {
  WireReader reader(file);
  const ByteView magic = reader.bytes(kMagic.size());
  const ByteView wanted = as_bytes(kMagic);
  if (!std::equal(magic.begin(), magic.end(), wanted.begin(), wanted.end())) return damaged();
  const auto version = reader.integer<std::uint16_t>();
  const auto flags = reader.integer<std::uint16_t>();
  if (reader.failed()) return damaged();
  if (version != kVersion || flags != 0) {
    return fail(SealErrorCode::unsupported,
                "The room.key is of a version that this program does not know; use a newer one.");
  }
  reader.bytes(32);
  const auto sealed = reader.integer<std::uint8_t>();
  if (sealed > 1 || file.size() != (sealed == 1 ? kSealedBytes : kOpenBytes)) return damaged();
  const auto digest = sha256(file.first(file.size() - kDigest));
  if (!digest) return tl::make_unexpected(digest.error());
  if (!std::equal(digest->begin(), digest->end(), file.last(kDigest).begin())) return damaged();
  return sealed == 1;
}

Result<RoomKeys> open_room_keys(ByteView file, const RoomPublic& room, const std::string& passphrase) {
  const auto sealed = room_keys_are_sealed(file);
  if (!sealed) return tl::make_unexpected(sealed.error());
  const ByteView named = file.subspan(12, 32);
  if (!std::equal(named.begin(), named.end(), room.id.begin())) return damaged();
  Result<SecretArray<kKeys>> plain = SecretArray<kKeys>{};
  if (*sealed)
    plain = unseal(file, passphrase);
  else
    std::copy_n(file.begin() + kStart, kKeys, plain->begin());
  if (!plain) return tl::make_unexpected(plain.error());
  RoomKeys out = parted(*plain);
  if (auto held = check_halves(out, room); !held) return tl::make_unexpected(held.error());
  return out;
}

}  // namespace spoor::seal
