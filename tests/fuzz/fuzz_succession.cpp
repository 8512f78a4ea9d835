// Successions of the vendor's key, as they come and signed again by both keys; and what a room makes of
// several.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/room_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

constexpr std::size_t kToAt = 44;
constexpr std::size_t kOwnSignatureAt = 92;

/// The same, signed by the tests' vendor and a successor of his.
seal::Bytes repaired(seal::ByteView view) {
  seal::Bytes file(view.begin(), view.end());
  if (file.size() < seal::kSuccessionBytes) return file;
  const auto successor = vendor(2);
  const auto put = [&](std::size_t at, const auto& bytes) {
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(12, vendor().public_key());
  put(kToAt, successor.public_key());
  seal::Bytes message(seal::kSuccessorContext.begin(), seal::kSuccessorContext.end());
  message.insert(message.end(), file.begin(), file.begin() + kOwnSignatureAt);
  put(kOwnSignatureAt, successor.sign(message).value());
  return fuzz::signed_envelope(file, seal::kSuccessionKind);
}

/// Lines of keys out of the input's bytes: whatever is taken in has an end and is a state that can be
/// written.
void take_several(seal::ByteView input) {
  seal::RoomState state;
  state.vendor_entry({1});
  for (std::size_t at = 0; at + 4 <= std::min<std::size_t>(input.size(), 64); at += 4) {
    seal::Succession next;
    next.from = {static_cast<std::uint8_t>(1 + input[at] % 8U)};
    next.to = {static_cast<std::uint8_t>(1 + input[at + 1] % 8U)};
    if (next.from == next.to) continue;
    next.made_unix_s = kNow - input[at + 2];
    next.until_unix_s = next.made_unix_s + input[at + 3];
    seal::RoomState trial = state;
    if (seal::take_successions(trial, {&next, 1}, {1}, kNow)) state = trial;
  }
  seal::RoomState back;
  fuzz::insist(seal::decode_state(seal::encode_state(state), back));
  const auto newest = state.newest_key({1});
  fuzz::insist(!state.vendor(newest)->is_succeeded());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static_cast<void>(seal::open_succession(input, "raw"));
  const seal::Bytes file = repaired(input);
  const auto read = seal::open_succession(file, "repaired");
  if (read) {
    const auto again =
        seal_write::seal_succession(vendor(), vendor(2), read->made_unix_s, read->until_unix_s);
    fuzz::insist(again.has_value() && *again == file);
  }
  take_several(input);
  return 0;
}
