#include "watermark/seal/room_prints.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/crypto.hpp"

namespace spoor::seal {
namespace {

constexpr std::string_view kMagic = "SPOORPRT";
constexpr std::uint16_t kVersion = 1;

Result<SecretKey> print_key(const RoomId& room, const SecretKey& state_key) {
  return derive_key(state_key, room, "spoor room print");
}

tl::unexpected<SealError> altered(std::string_view number) {
  return fail(SealErrorCode::damaged,
              fmt::format("The print {} was altered or is another room's; have it printed again.",
                          printable(number)));
}

}  // namespace

Result<Bytes> seal_print(ByteView pdf, std::string_view number, const RoomId& room,
                         const SecretKey& state_key, const RandomFill& random) {
  const auto key = print_key(room, state_key);
  if (!key) return tl::make_unexpected(key.error());
  WireWriter out;
  out.bytes(as_bytes(kMagic));
  out.integer(kVersion);
  out.integer(std::uint16_t{0});
  out.bytes(room);
  out.text(number);
  Nonce nonce{};
  if (auto filled = random(nonce); !filled) return tl::make_unexpected(filled.error());
  Bytes sealed(pdf.size() + kTagBytes);
  if (auto done = gcm_seal(*key, nonce, out.view(), pdf, sealed); !done)
    return tl::make_unexpected(done.error());
  out.bytes(nonce);
  out.bytes(sealed);
  return out.take();
}

Result<Bytes> open_print(ByteView file, std::string_view number, const RoomId& room,
                         const SecretKey& state_key) {
  WireReader reader(file);
  const ByteView magic = reader.bytes(kMagic.size());
  const ByteView wanted = as_bytes(kMagic);
  if (!std::equal(magic.begin(), magic.end(), wanted.begin(), wanted.end())) return altered(number);
  const auto version = reader.integer<std::uint16_t>();
  const auto flags = reader.integer<std::uint16_t>();
  if (reader.failed()) return altered(number);
  if (version != kVersion || flags != 0) {
    return fail(SealErrorCode::unsupported,
                fmt::format("The print {} is of a version that this program does not know; use a newer one.",
                            printable(number)));
  }
  RoomId named{};
  reader.into(named);
  const bool same = reader.text() == number && named == room;
  const std::size_t bound = file.size() - reader.rest_bytes();
  Nonce nonce{};
  reader.into(nonce);
  if (reader.failed() || !same || reader.rest_bytes() < kTagBytes) return altered(number);
  const auto key = print_key(room, state_key);
  if (!key) return tl::make_unexpected(key.error());
  Bytes pdf(reader.rest_bytes() - kTagBytes);
  if (!gcm_open(*key, nonce, file.first(bound), reader.bytes(reader.rest_bytes()), pdf))
    return altered(number);
  return pdf;
}

}  // namespace spoor::seal
