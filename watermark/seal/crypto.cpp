#include "watermark/seal/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "watermark/seal/openssl_owner.hpp"

namespace spoor::seal {
namespace {

constexpr std::uint64_t kMaxScryptBytes = std::uint64_t{256} << 20U;

// OpenSSL takes inputs by pointers that are not const; it does not write through them.
OSSL_PARAM octets(const char* name, ByteView data) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(data.data()), data.size());
}

Result<SecretKey> run_kdf(const char* algorithm, const OSSL_PARAM* parameters) {
  const Kdf kdf(EVP_KDF_fetch(nullptr, algorithm, nullptr));
  if (!kdf) return openssl_failed();
  const KdfContext context(EVP_KDF_CTX_new(kdf.get()));
  SecretKey key{};
  if (!context || EVP_KDF_derive(context.get(), key.data(), key.size(), parameters) != 1) {
    return openssl_failed();
  }
  return key;
}

}  // namespace

bool cost_is_bounded(const ScryptCost& cost) noexcept {
  if (cost.log2_n < 1 || cost.log2_n > 20 || cost.r < 1 || cost.p < 1 || cost.p > 4) return false;
  // RFC 7914 section 6: N < 2^(128 * r / 8), which only r = 1 can break here.
  if (cost.log2_n >= 16U * cost.r) return false;
  return (std::uint64_t{128} << cost.log2_n) * cost.r <= kMaxScryptBytes;
}

Result<Digest> sha256(ByteView data) {
  Digest out{};
  if (EVP_Digest(data.data(), data.size(), out.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    return openssl_failed();
  }
  return out;
}

Result<SecretKey> derive_key(ByteView secret, ByteView salt, std::string_view purpose) {
  char digest[] = "SHA256";
  std::vector<OSSL_PARAM> parameters = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                                        octets(OSSL_KDF_PARAM_KEY, secret),
                                        octets(OSSL_KDF_PARAM_INFO, as_bytes(purpose))};
  // RFC 5869: no salt is 32 zeros, which is what OpenSSL takes where none is given; it refuses an empty one.
  if (!salt.empty()) parameters.push_back(octets(OSSL_KDF_PARAM_SALT, salt));
  parameters.push_back(OSSL_PARAM_construct_end());
  return run_kdf("HKDF", parameters.data());
}

Result<SecretKey> stretch(const std::string& passphrase, ByteView salt, const ScryptCost& cost) {
  std::uint64_t n = std::uint64_t{1} << cost.log2_n;
  std::uint32_t r = cost.r;
  std::uint32_t p = cost.p;
  // What EVP_PBE_scrypt reckons, with room for its own blocks.
  std::uint64_t memory = 128 * n * r + 128ULL * r * p + (std::uint64_t{1} << 20U);
  const std::array parameters = {octets(OSSL_KDF_PARAM_PASSWORD, as_bytes(passphrase)),
                                 octets(OSSL_KDF_PARAM_SALT, salt),
                                 OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                                 OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
                                 OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
                                 OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
                                 OSSL_PARAM_construct_end()};
  return run_kdf("SCRYPT", parameters.data());
}

Result<void> gcm_seal(const SecretKey& key, const Nonce& nonce, ByteView bound, ByteView plain,
                      std::span<std::uint8_t> out) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0;
  const auto length = [](ByteView view) { return static_cast<int>(view.size()); };
  if (!context || out.size() != plain.size() + kTagBytes || plain.size() > INT32_MAX - kTagBytes ||
      EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.data(), nonce.data(), nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &size, bound.data(), length(bound)) != 1 ||
      EVP_EncryptUpdate(context.get(), out.data(), &size, plain.data(), length(plain)) != 1 ||
      EVP_EncryptFinal_ex(context.get(), out.data() + plain.size(), &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, out.data() + plain.size()) != 1) {
    return openssl_failed();
  }
  return {};
}

Result<void> gcm_open(const SecretKey& key, const Nonce& nonce, ByteView bound, ByteView sealed,
                      std::span<std::uint8_t> out) {
  if (sealed.size() < kTagBytes || sealed.size() > INT32_MAX || out.size() != sealed.size() - kTagBytes) {
    return fail(SealErrorCode::wrong_key, "");
  }
  const CipherContext context(EVP_CIPHER_CTX_new());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  auto* tag = const_cast<std::uint8_t*>(sealed.data() + out.size());
  int size = 0;
  if (!context ||
      EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.data(), nonce.data(), nullptr) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &size, bound.data(), static_cast<int>(bound.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), out.data(), &size, sealed.data(), static_cast<int>(out.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag) != 1) {
    return openssl_failed();
  }
  std::array<std::uint8_t, 16> rest{};  // GCM has none; the call wants a place for it
  if (EVP_DecryptFinal_ex(context.get(), rest.data(), &size) != 1) {
    wipe(out.data(), out.size());
    return fail(SealErrorCode::wrong_key, "");
  }
  return {};
}

bool ed25519_holds(const std::array<std::uint8_t, 32>& public_key, ByteView message,
                   const Signature& signature) {
  const KeyPair key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const DigestContext context(EVP_MD_CTX_new());
  return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace spoor::seal
