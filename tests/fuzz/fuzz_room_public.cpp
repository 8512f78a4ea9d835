// What a room hands to the vendor, as it comes and signed again; and fingerprints as people type them.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/room_public.hpp"

using namespace spoor;

namespace {

/// The file that says what was read, written anew.
seal::Bytes written(const seal::RoomPublic& room) {
  seal::WireWriter out;
  out.bytes(seal::as_bytes(seal::kRoomPublicKind.magic));
  out.integer(seal::kRoomPublicKind.version);
  out.integer(std::uint16_t{0});
  out.bytes(room.signing_key);
  out.bytes(room.agreement_key);
  out.text(room.name);
  out.integer(room.made_unix_s);
  out.bytes(seal::Bytes(seal::kTrailerBytes));
  return seal_test::signed_again(out.take(), seal::kRoomPublicKind, seal_test::vendor());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static_cast<void>(seal::open_room_public(input, "raw"));
  const seal::Bytes file = fuzz::signed_envelope(input, seal::kRoomPublicKind);
  const auto room = seal::open_room_public(file, "signed");
  if (room) fuzz::insist(room->name.size() <= seal::kMaxRoomNameBytes && written(*room) == file);
  const std::string text(input.begin(), input.end());
  if (const auto bytes = seal::fingerprint_bytes(text))
    fuzz::insist(seal::fingerprint_bytes(seal::fingerprint_text(*bytes)) == bytes);
  return 0;
}
