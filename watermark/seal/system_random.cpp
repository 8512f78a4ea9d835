#include "watermark/seal/system_random.hpp"

#include <sys/random.h>

#include <cerrno>

namespace spoor::seal {

Result<void> system_random(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(SealErrorCode::io, "The operating system gives no random numbers; try again.");
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

}  // namespace spoor::seal
