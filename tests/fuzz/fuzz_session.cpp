// Sessions: the body's parser, and the whole file.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/session_format.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  seal::Session session;
  if (seal::decode_session(input, session)) {
    fuzz::insist(session.table_at(session.start_unix_s).has_value());
    fuzz::insist(session.table_at(session.expires_unix_s - 1).has_value());
    fuzz::insist(!session.table_at(session.expires_unix_s).has_value());
  }
  fuzz::insist(!seal::open_session(input, "raw", "").has_value());
  const auto file = fuzz::repaired_envelope(input, seal::kSessionKind);
  static_cast<void>(seal::open_session(file, "repaired", seal_test::kPassphrase));
  return 0;
}
