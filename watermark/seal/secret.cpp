#include "watermark/seal/secret.hpp"

#include <openssl/crypto.h>
#include <sys/mman.h>
#include <unistd.h>

namespace spoor::seal {

void wipe(void* data, std::size_t size_bytes) noexcept {
  if (size_bytes != 0) OPENSSL_cleanse(data, size_bytes);
}

bool keep_in_memory(const void* data, std::size_t size_bytes) noexcept {
  if (size_bytes == 0) return true;
  // Out of cores as well, for whoever forces one; the whole pages that it lies on.
  const auto page_bytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(data) / page_bytes * page_bytes;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(data) + size_bytes;
  ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTDUMP);
  return ::mlock(data, size_bytes) == 0;
}

}  // namespace spoor::seal
