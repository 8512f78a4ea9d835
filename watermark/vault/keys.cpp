#include "watermark/vault/keys.hpp"

#include "watermark/seal/file.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::vault {
namespace {

using seal::Result;
using seal::SealErrorCode;

/// Of vaults made before there was a log key.
constexpr seal::EnvelopeKind kKeysKindV1{kKeysKind.magic, kKeysKind.noun, kKeysKind.limit_bytes, 1};
constexpr std::size_t kVersionOffset = seal::kMagicBytes;

enum class IssuingKeyPlace : std::uint8_t { here = 1, token = 2 };

bool is_token_uri(std::string_view uri) {
  return uri.starts_with("pkcs11:") && uri.size() <= kMaxTokenUriBytes;
}

void read_issuing_key(seal::WireReader& reader, VaultKeys& out) {
  const auto place = reader.integer<std::uint8_t>();
  if (place == static_cast<std::uint8_t>(IssuingKeyPlace::here)) {
    reader.into(out.issuing_seed.emplace());
  } else {
    out.token_uri = reader.text();
    if (place != static_cast<std::uint8_t>(IssuingKeyPlace::token) || !is_token_uri(out.token_uri)) {
      reader.fail();
    }
  }
}

/// The seed must be that of the key which signed the file: else it would sign as somebody else.
Result<bool> seed_fits(const VaultKeys& keys) {
  if (!keys.issuing_seed) return true;
  const auto issuer = seal_write::IssuingKey::from_seed(*keys.issuing_seed);
  if (!issuer) return tl::make_unexpected(issuer.error());
  return issuer->public_key() == keys.issuing_public;
}

Result<VaultKeys> decode(const seal::Envelope& envelope, std::string_view name,
                         const seal::EnvelopeKind& kind, bool first_version = false) {
  seal::WireReader reader(envelope.body.view());
  VaultKeys out;
  out.issuing_public = envelope.vendor;
  out.vendor = reader.text();
  if (first_version) {
    reader.into(out.issuing_seed.emplace());
    reader.into(out.mark_key);
    reader.into(out.registry_key);
    const auto log_key = seal::derive_key(out.registry_key, {}, "spoor log key of a version 1 vault");
    if (!log_key) return tl::make_unexpected(log_key.error());
    out.log_key = *log_key;
  } else {
    read_issuing_key(reader, out);
    reader.into(out.mark_key);
    reader.into(out.registry_key);
    reader.into(out.log_key);
  }
  const auto fits = seed_fits(out);
  if (!fits) return tl::make_unexpected(fits.error());
  const bool sound = reader.finished() && !out.vendor.empty() && out.vendor.size() <= seal::kMaxTextBytes;
  if (!sound || !*fits) return seal::damaged_file(name, kind);
  return out;
}

}  // namespace

Result<seal::Digest> key_check(const VaultKeys& keys) {
  const auto derived = seal::derive_key(keys.registry_key, keys.issuing_public, "spoor registry belongs to");
  if (!derived) return tl::make_unexpected(derived.error());
  seal::Digest out{};
  std::copy(derived->begin(), derived->end(), out.begin());
  return out;
}

Result<VaultKeys> new_keys(const std::string& vendor, seal_write::RandomSource& random) {
  VaultKeys out;
  out.vendor = vendor;
  for (seal::SecretKey* key : {&out.mark_key, &out.registry_key, &out.log_key}) {
    if (auto filled = random.fill(*key); !filled) return tl::make_unexpected(filled.error());
  }
  return out;
}

Result<void> draw_issuing_key(VaultKeys& keys, seal_write::RandomSource& random) {
  seal::SecretKey seed;
  if (auto filled = random.fill(seed); !filled) return filled;
  const auto issuer = seal_write::IssuingKey::from_seed(seed);
  if (!issuer) return tl::make_unexpected(issuer.error());
  keys.issuing_seed = seed;
  keys.token_uri.clear();
  keys.issuing_public = issuer->public_key();
  return {};
}

namespace {

Result<seal::Bytes> seal_as(const seal::EnvelopeKind& kind, const VaultKeys& keys,
                            const seal_write::Lock& lock, const seal_write::Signer& signer,
                            seal_write::RandomSource& random) {
  if (signer.public_key() != keys.issuing_public) {
    return seal::fail(SealErrorCode::usage, "The key file must be signed by the issuing key that it names.");
  }
  if (!keys.issuing_seed && !is_token_uri(keys.token_uri)) {
    return seal::fail(SealErrorCode::usage,
                      "The issuing key must be given as a URI that begins with pkcs11:.");
  }
  seal::WireWriter body;
  body.reserve(4096);
  body.text(keys.vendor);
  if (keys.issuing_seed) {
    body.integer(static_cast<std::uint8_t>(IssuingKeyPlace::here));
    body.bytes(*keys.issuing_seed);
  } else {
    body.integer(static_cast<std::uint8_t>(IssuingKeyPlace::token));
    body.text(keys.token_uri);
  }
  body.bytes(keys.mark_key);
  body.bytes(keys.registry_key);
  body.bytes(keys.log_key);
  auto sealed = seal_write::seal_envelope(body.view(), kind, lock, signer, random);
  seal::Bytes plain = body.take();
  seal::wipe(plain.data(), plain.size());
  return sealed;
}

}  // namespace

Result<seal::Bytes> seal_keys(const VaultKeys& keys, const seal_write::PassphraseLock& lock,
                              const seal_write::Signer& signer, seal_write::RandomSource& random) {
  return seal_as(kKeysKind, keys, lock, signer, random);
}

Result<seal::Bytes> seal_escrow(const VaultKeys& keys, const seal_write::QuorumLock& lock,
                                const seal_write::Signer& signer, seal_write::RandomSource& random) {
  return seal_as(kEscrowKind, keys, lock, signer, random);
}

Result<VaultKeys> open_escrow(seal::ByteView file, std::string_view name,
                              const std::vector<const std::string*>& passphrases) {
  seal::LockKeys keys;
  keys.passphrases = passphrases;
  const auto envelope = seal::open_envelope(file, name, kEscrowKind, keys);
  if (!envelope) return tl::make_unexpected(envelope.error());
  // A second lock would open the keys to persons whom "n of m" does not name.
  if (envelope->locks.size() != 1 || seal::room_of(envelope->locks.front()) != seal::RoomId{})
    return seal::damaged_file(name, kEscrowKind);
  return decode(*envelope, name, kEscrowKind);
}

Result<VaultKeys> open_keys(seal::ByteView file, std::string_view name, const std::string& passphrase) {
  const bool first_version =
      file.size() > kVersionOffset + 1 && file[kVersionOffset] == 1 && file[kVersionOffset + 1] == 0;
  const auto envelope = seal::open_envelope(file, name, first_version ? kKeysKindV1 : kKeysKind, passphrase);
  if (!envelope) return tl::make_unexpected(envelope.error());
  return decode(*envelope, name, kKeysKind, first_version);
}

Result<VaultKeys> open_keys(const std::filesystem::path& path, const std::string& passphrase) {
  const auto file = seal::read_small_file(path, kKeysKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_keys(*file, path.filename().native(), passphrase);
}

}  // namespace spoor::vault
