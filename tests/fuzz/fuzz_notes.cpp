// A reviewer's notes, as they come and sealed again by their reviewer.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/room_fixtures.hpp"
#include "watermark/seal/notes_file.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

constexpr std::size_t kHeaderBytes = 92;
constexpr std::size_t kMostPages = 64;

/// The input as a body of whole pages, sealed by the reviewer behind a good header.
seal::Bytes sealed_again(seal::ByteView input, const seal::NotesOwner& owner, seal::Bytes good) {
  const std::size_t pages = std::clamp<std::size_t>(
      (input.size() + seal::kNotesPageBytes - 1) / seal::kNotesPageBytes, 1, kMostPages);
  seal::Bytes body(pages * seal::kNotesPageBytes);
  std::copy_n(input.begin(), std::min(input.size(), body.size()), body.begin());
  good.resize(kHeaderBytes);
  const auto key =
      seal::derive_key(owner.key, seal::ByteView(good).subspan(kHeaderBytes - 32), "spoor notes file")
          .value();
  seal::Bytes sealed(body.size() + seal::kTagBytes);
  fuzz::insist(seal::gcm_seal(key, {}, good, body, sealed).has_value());
  good.insert(good.end(), sealed.begin(), sealed.end());
  return good;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static const seal::NotesOwner owner = seal::notes_owner(key_of(0x71), kArchiveId).value();
  static const seal::Bytes empty = seal::seal_notes({}, owner, seeded_fill(1)).value();
  static_cast<void>(seal::open_notes(input, "raw", owner));
  const seal::Bytes file = sealed_again(input, owner, empty);
  const auto notes = seal::open_notes(file, "sealed again", owner);
  if (!notes) return 0;
  // What is read is the only way to write it.
  const auto again = seal::seal_notes(*notes, owner, seeded_fill(1));
  fuzz::insist(again.has_value() && *again == file);
  return 0;
}
