#include "watermark/seal/secret.hpp"

#include <openssl/crypto.h>
#include <sys/mman.h>

namespace spoor::seal {

void wipe(void* data, std::size_t size_bytes) noexcept {
  if (size_bytes != 0) OPENSSL_cleanse(data, size_bytes);
}

bool keep_in_memory(const void* data, std::size_t size_bytes) noexcept {
  return size_bytes == 0 || ::mlock(data, size_bytes) == 0;
}

}  // namespace spoor::seal
