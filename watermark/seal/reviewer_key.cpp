#include "watermark/seal/reviewer_key.hpp"

#include <fmt/format.h>

#include "watermark/seal/agreement.hpp"
#include "watermark/seal/file.hpp"

namespace spoor::seal_log {
namespace {

using seal::fail;
using seal::WireReader;
using seal::WireWriter;

constexpr std::string_view kMagic = "SPOORRVK";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kBoundBytes = 8 + 2 + 2 + 32 + 3 + 16;  // up to the nonce
constexpr std::size_t kFileBytes = kBoundBytes + 12 + 32 + seal::kTagBytes;

/// The file's parts.
struct Parts {
  PublicKey shown{};
  seal::ScryptCost cost;
  std::array<std::uint8_t, 16> salt{};
  seal::Nonce nonce{};
  std::array<std::uint8_t, 32 + seal::kTagBytes> sealed{};
};

Bytes encode_bound(const Parts& parts) {
  WireWriter out;
  out.bytes(seal::as_bytes(kMagic));
  out.integer(kVersion);
  out.integer(std::uint16_t{0});
  out.bytes(parts.shown);
  out.integer(parts.cost.log2_n);
  out.integer(parts.cost.r);
  out.integer(parts.cost.p);
  out.bytes(parts.salt);
  return out.take();
}

Result<Parts> read_parts(const std::filesystem::path& path) {
  const auto file = seal::read_small_file(path, kFileBytes);
  if (!file) return tl::make_unexpected(file.error());
  const std::string name = seal::shown(path.native());
  WireReader in(*file);
  const ByteView magic = in.bytes(kMagic.size());
  const auto version = in.integer<std::uint16_t>();
  const auto flags = in.integer<std::uint16_t>();
  const bool is_one = std::string_view(reinterpret_cast<const char*>(magic.data()), magic.size()) == kMagic;
  if (is_one && !in.failed() && (version != kVersion || flags != 0))
    return fail(SealErrorCode::unsupported,
                fmt::format("The reviewer's key file {} is of another version; use a newer Spoor.", name));
  Parts out;
  in.into(out.shown);
  out.cost.log2_n = in.integer<std::uint8_t>();
  out.cost.r = in.integer<std::uint8_t>();
  out.cost.p = in.integer<std::uint8_t>();
  in.into(out.salt);
  in.into(out.nonce);
  in.into(out.sealed);
  if (!is_one || !in.finished() || !seal::cost_is_bounded(out.cost))
    return fail(SealErrorCode::damaged,
                fmt::format("{} is damaged or no reviewer's key file; use a copy of it.", name));
  return out;
}

}  // namespace

Result<Bytes> new_reviewer_key(const std::string& passphrase, const seal::ScryptCost& cost,
                               const seal::RandomFill& random) {
  if (passphrase.empty()) return fail(SealErrorCode::usage, "The passphrase is empty; give one.");
  if (!seal::cost_is_bounded(cost)) return fail(SealErrorCode::usage, "The cost of scrypt is out of bounds.");
  Parts parts;
  parts.cost = cost;
  SecretKey secret;
  for (const std::span<std::uint8_t> out :
       {std::span<std::uint8_t>(secret), std::span<std::uint8_t>(parts.salt),
        std::span<std::uint8_t>(parts.nonce)}) {
    if (auto filled = random(out); !filled) return tl::make_unexpected(filled.error());
  }
  const auto shown = seal::agreement_public_key(secret);
  if (!shown) return tl::make_unexpected(shown.error());
  parts.shown = *shown;
  const auto wrapping = seal::stretch(passphrase, parts.salt, cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  Bytes file = encode_bound(parts);
  if (auto sealed = seal::gcm_seal(*wrapping, parts.nonce, file, secret, parts.sealed); !sealed)
    return tl::make_unexpected(sealed.error());
  file.insert(file.end(), parts.nonce.begin(), parts.nonce.end());
  file.insert(file.end(), parts.sealed.begin(), parts.sealed.end());
  return file;
}

Result<PublicKey> read_reviewer_public(const std::filesystem::path& path) {
  const auto parts = read_parts(path);
  if (!parts) return tl::make_unexpected(parts.error());
  return parts->shown;
}

Result<SecretKey> open_reviewer_key(const std::filesystem::path& path, const std::string& passphrase) {
  const auto parts = read_parts(path);
  if (!parts) return tl::make_unexpected(parts.error());
  const auto wrapping = seal::stretch(passphrase, parts->salt, parts->cost);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  SecretKey secret;
  const auto opened = seal::gcm_open(*wrapping, parts->nonce, encode_bound(*parts), parts->sealed, secret);
  if (!opened)
    return fail(SealErrorCode::wrong_key,
                fmt::format("The passphrase does not open the reviewer's key file {}; try again.",
                            seal::shown(path.native())));
  return secret;
}

}  // namespace spoor::seal_log
