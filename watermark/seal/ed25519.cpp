#include "watermark/seal/ed25519.hpp"

#include "watermark/seal/openssl_owner.hpp"

namespace spoor::seal {
namespace {

KeyPair load(const SecretKey& seed) {
  return KeyPair(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
}

}  // namespace

Result<Ed25519PublicKey> ed25519_public_key(const SecretKey& seed) {
  const KeyPair key = load(seed);
  Ed25519PublicKey out{};
  std::size_t size_bytes = out.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size_bytes) != 1) return openssl_failed();
  return out;
}

Result<Signature> ed25519_sign(const SecretKey& seed, ByteView message) {
  const KeyPair key = load(seed);
  const DigestContext context(EVP_MD_CTX_new());
  Signature out{};
  std::size_t size_bytes = out.size();
  if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), out.data(), &size_bytes, message.data(), message.size()) != 1) {
    return openssl_failed();
  }
  return out;
}

}  // namespace spoor::seal
