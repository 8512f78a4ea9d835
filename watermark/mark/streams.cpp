#include "watermark/mark/streams.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>

namespace spoor::mark_code {
namespace {

using DerivedKey = std::array<std::uint8_t, 32>;

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const noexcept { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const noexcept { EVP_KDF_CTX_free(context); }
};
struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

// The purpose stands in front of every label: other modules may derive from the same key under prefixes of
// their own.
constexpr std::string_view kPurpose = "spoor mark v1 ";

bool derive(const MarkKey& key, std::string_view label, DerivedKey& out) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  if (!kdf) return false;
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  if (!context) return false;
  std::string info(kPurpose);
  info += label;
  std::string digest = "SHA256";
  MarkKey secret = key;
  const std::array<OSSL_PARAM, 4> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  const bool ok = EVP_KDF_derive(context.get(), out.data(), out.size(), params.data()) == 1;
  OPENSSL_cleanse(secret.data(), secret.size());
  return ok;
}

bool expand(const DerivedKey& key, std::vector<std::uint8_t>& out) {
  const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
  constexpr std::array<std::uint8_t, 16> kStart{};
  if (!context || EVP_EncryptInit_ex2(context.get(), EVP_chacha20(), key.data(), kStart.data(), nullptr) != 1)
    return false;
  int written = 0;
  const std::vector<std::uint8_t> zeros(out.size());
  return EVP_EncryptUpdate(context.get(), out.data(), &written, zeros.data(),
                           static_cast<int>(zeros.size())) == 1;
}

}  // namespace

tl::expected<std::vector<std::uint8_t>, CodeError> named_stream(const MarkKey& key, std::string_view label,
                                                                std::size_t bytes) {
  DerivedKey derived{};
  std::vector<std::uint8_t> out(bytes);
  const bool ok = derive(key, label, derived) && expand(derived, out);
  OPENSSL_cleanse(derived.data(), derived.size());
  if (!ok)
    return tl::unexpected(
        CodeError{CodeErrorCode::crypto,
                  "the cryptographic library could not derive the mark's streams; check that "
                  "OpenSSL's default provider offers HKDF and ChaCha20"});
  return out;
}

}  // namespace spoor::mark_code
