#include "watermark/seal/log_hash.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include "watermark/seal/openssl_owner.hpp"

namespace spoor::seal_log {
namespace {

using MessageDigest = std::unique_ptr<EVP_MD, seal::Deleter<&EVP_MD_free>>;
using Mac = std::unique_ptr<EVP_MAC, seal::Deleter<&EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, seal::Deleter<&EVP_MAC_CTX_free>>;

}  // namespace

struct Hasher::Context {
  MessageDigest algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  seal::DigestContext digest{EVP_MD_CTX_new()};
};

Hasher::Hasher() : context_(std::make_unique<Context>()) {
  failed_ = !context_->algorithm || !context_->digest ||
            EVP_DigestInit_ex2(context_->digest.get(), context_->algorithm.get(), nullptr) != 1;
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

Digest Hasher::digest(std::initializer_list<ByteView> parts) {
  Digest out{};
  EVP_MD_CTX* context = context_->digest.get();
  if (failed_ || EVP_DigestInit_ex2(context, nullptr, nullptr) != 1) failed_ = true;
  for (const ByteView part : parts)
    if (failed_ || EVP_DigestUpdate(context, part.data(), part.size()) != 1) failed_ = true;
  if (failed_ || EVP_DigestFinal_ex(context, out.data(), nullptr) != 1) failed_ = true;
  return out;
}

Result<Digest> hmac_sha256(const SecretKey& key, std::initializer_list<ByteView> parts) {
  const Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  const MacContext context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
  char digest[] = "SHA256";
  const std::array parameters = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
  Digest out{};
  bool done = context && EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) == 1;
  for (const ByteView part : parts)
    done = done && EVP_MAC_update(context.get(), part.data(), part.size()) == 1;
  std::size_t size_bytes = 0;
  if (!done || EVP_MAC_final(context.get(), out.data(), &size_bytes, out.size()) != 1) {
    return seal::openssl_failed();
  }
  return out;
}

bool equal_in_constant_time(const Digest& one, const Digest& other) noexcept {
  return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace spoor::seal_log
