#include "watermark/trace/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace spoor::trace {

std::optional<std::string> sha256_hex(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, 32> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    return std::nullopt;
  std::string hex;
  for (const std::uint8_t byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace spoor::trace
