// Revocation lists, as they come and signed again.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/revocation.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static_cast<void>(seal::open_revocations(input, "raw"));
  const auto file = fuzz::signed_envelope(input, seal::kRevocationKind);
  const auto list = seal::open_revocations(file, "repaired");
  if (list) {
    // One encoding only: what was read writes the same file again.
    const auto again = seal_write::seal_revocations(*list, seal_test::vendor());
    fuzz::insist(again.has_value() && *again == file);
  }
  return 0;
}
