#include "watermark/vault/keys.hpp"

namespace spoor::vault {

using seal::Result;

Result<VaultKeys> new_keys(const std::string& vendor, seal_write::RandomSource& random) {
  VaultKeys out;
  out.vendor = vendor;
  for (seal::SecretKey* key : {&out.issuing_seed, &out.mark_key, &out.registry_key}) {
    if (auto filled = random.fill(*key); !filled) return tl::make_unexpected(filled.error());
  }
  return out;
}

Result<seal::Bytes> seal_keys(const VaultKeys& keys, const seal_write::PassphraseLock& lock,
                              seal_write::RandomSource& random) {
  const auto issuer = seal_write::IssuingKey::from_seed(keys.issuing_seed);
  if (!issuer) return tl::make_unexpected(issuer.error());
  seal::WireWriter body;
  body.reserve(4096);
  body.text(keys.vendor);
  body.bytes(keys.issuing_seed);
  body.bytes(keys.mark_key);
  body.bytes(keys.registry_key);
  auto sealed = seal_write::seal_envelope(body.view(), kKeysKind, lock, *issuer, random);
  seal::Bytes plain = body.take();
  seal::wipe(plain.data(), plain.size());
  return sealed;
}

Result<VaultKeys> open_keys(const std::filesystem::path& path, const std::string& passphrase) {
  const auto envelope = seal::open_envelope(path, kKeysKind, passphrase);
  if (!envelope) return tl::make_unexpected(envelope.error());
  seal::WireReader reader(envelope->body.view());
  VaultKeys out;
  out.vendor = reader.text();
  reader.into(out.issuing_seed);
  reader.into(out.mark_key);
  reader.into(out.registry_key);
  if (!reader.finished()) return seal::damaged_file(path.filename().native(), kKeysKind);
  return out;
}

}  // namespace spoor::vault
