// Kits: the body's parser, and the whole file.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/kit_format.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  seal::Kit kit;
  if (seal::decode_kit(input, kit)) {
    for (const seal::KitSession& session : kit.sessions) {
      fuzz::insist(session.token < seal::kTokenLimit && session.slots >= 1 && session.slots <= 65536);
    }
  }
  fuzz::insist(!seal::open_kit(input, "raw", "").has_value());
  const auto file = fuzz::repaired_envelope(input, seal::kKitKind);
  static_cast<void>(seal::open_kit(file, "repaired", seal_test::kPassphrase));
  return 0;
}
