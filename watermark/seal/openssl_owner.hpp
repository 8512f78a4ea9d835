// Owners of OpenSSL objects. Private to the .cpp files of this folder.
#pragma once

#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <memory>

#include "watermark/seal/error.hpp"

namespace spoor::seal {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Deleter<&EVP_CIPHER_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<&EVP_MD_CTX_free>>;
using KeyPair = std::unique_ptr<EVP_PKEY, Deleter<&EVP_PKEY_free>>;
using Kdf = std::unique_ptr<EVP_KDF, Deleter<&EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Deleter<&EVP_KDF_CTX_free>>;

[[nodiscard]] inline tl::unexpected<SealError> openssl_failed() {
  return fail(SealErrorCode::io,
              "The cryptographic library failed; check that libcrypto 3 is whole and that memory is left.");
}

}  // namespace spoor::seal
