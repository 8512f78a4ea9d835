#include "watermark/seal/signing.hpp"

#include "watermark/seal/openssl_owner.hpp"

namespace spoor::seal_write {
namespace {

seal::KeyPair load(const seal::SecretKey& seed) {
  return seal::KeyPair(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
}

}  // namespace

seal::Result<IssuingKey> IssuingKey::from_seed(const seal::SecretKey& seed) {
  const seal::KeyPair key = load(seed);
  IssuingKey out;
  std::size_t size_bytes = out.public_key_.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.public_key_.data(), &size_bytes) != 1) {
    return seal::openssl_failed();
  }
  out.seed_ = seed;
  return out;
}

seal::Result<seal::Signature> IssuingKey::sign(seal::ByteView message) const {
  const seal::KeyPair key = load(seed_);
  const seal::DigestContext context(EVP_MD_CTX_new());
  seal::Signature out{};
  std::size_t size_bytes = out.size();
  if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), out.data(), &size_bytes, message.data(), message.size()) != 1) {
    return seal::openssl_failed();
  }
  return out;
}

}  // namespace spoor::seal_write
