#include "watermark/seal/secret.hpp"

#include <openssl/crypto.h>

namespace spoor::seal {

void wipe(void* data, std::size_t size_bytes) noexcept {
  if (size_bytes != 0) OPENSSL_cleanse(data, size_bytes);
}

}  // namespace spoor::seal
