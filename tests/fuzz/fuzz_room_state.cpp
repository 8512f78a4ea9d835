// What a room keeps to itself: its memory, sealed and not, and its private keys.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/room_fixtures.hpp"
#include "watermark/seal/room_keys.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

// Of room.key: behind magic, version, flags, room's id and the byte that says whether it is sealed.
constexpr std::size_t kCostOffset = 45;
constexpr std::uint8_t kMostLog2N = 6;

/// The key file with a cost that a fuzzer can pay, and its checksum made right again.
seal::Bytes payable(seal::ByteView view) {
  seal::Bytes file(view.begin(), view.end());
  if (file.size() < kCostOffset + 3 + 32) return file;
  file[kCostOffset] = std::min(file[kCostOffset], kMostLog2N);
  file[kCostOffset + 1] = std::min<std::uint8_t>(file[kCostOffset + 1], 8);
  const auto sum = seal::sha256(seal::ByteView(file).first(file.size() - 32)).value();
  std::copy(sum.begin(), sum.end(), file.end() - 32);
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static const seal::RoomPublic room = room_public();
  const seal::SecretKey state_key = key_of(0x55);
  seal::RoomState state;
  if (seal::decode_state(input, state)) {
    fuzz::insist(std::ranges::equal(seal::encode_state(state), input));
    const auto file = seal::seal_state(state, room.id, state_key, seeded_fill(1)).value();
    const auto back = seal::open_state(file, room.id, state_key);
    fuzz::insist(back.has_value() && seal::encode_state(*back) == seal::encode_state(state));
    // Any session of the room finds its entry in it, or is entered.
    const seal::Session session = small_session(1);
    const std::uint32_t openings = state.session_entry(session).openings;
    fuzz::insist(state.session(session) != nullptr && state.session(session)->openings == openings);
    fuzz::insist(seal::decode_state(seal::encode_state(state), state));
  }
  static_cast<void>(seal::open_state(input, room.id, state_key));
  const seal::Bytes keys = payable(input);
  static_cast<void>(seal::room_keys_are_sealed(keys));
  static_cast<void>(seal::open_room_keys(keys, room, kPassphrase));
  return 0;
}
