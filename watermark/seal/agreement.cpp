#include "watermark/seal/agreement.hpp"

#include "watermark/seal/openssl_owner.hpp"

namespace spoor::seal {
namespace {

using AgreementContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<&EVP_PKEY_CTX_free>>;

KeyPair load(const SecretKey& private_key) {
  return KeyPair(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, private_key.data(), private_key.size()));
}

}  // namespace

Result<AgreementPublicKey> agreement_public_key(const SecretKey& private_key) {
  const KeyPair key = load(private_key);
  AgreementPublicKey out{};
  std::size_t size_bytes = out.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size_bytes) != 1) return openssl_failed();
  return out;
}

Result<SecretKey> agree(const SecretKey& private_key, const AgreementPublicKey& other) {
  const KeyPair own = load(private_key);
  const KeyPair peer(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, other.data(), other.size()));
  const AgreementContext context(own ? EVP_PKEY_CTX_new(own.get(), nullptr) : nullptr);
  if (!peer || !context || EVP_PKEY_derive_init(context.get()) != 1) return openssl_failed();
  SecretKey out{};
  std::size_t size_bytes = out.size();
  // OpenSSL refuses an all-zero secret, which is what a public key of low order leads to.
  if (EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), out.data(), &size_bytes) != 1 || size_bytes != out.size()) {
    return fail(SealErrorCode::wrong_key, "The other side's X25519 key is none that keeps a secret.");
  }
  return out;
}

}  // namespace spoor::seal
