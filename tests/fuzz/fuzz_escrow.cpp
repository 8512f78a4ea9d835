// Escrows: the whole file, and the input as the body of one that trustees open.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/vault/keys.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

const std::vector<const std::string*> kTrustees = {&kPassphrase, &kSecondPassphrase};

const seal_write::QuorumLock& lock() {
  static const auto made = [] {
    SeededRandom random(1);
    return seal_write::QuorumLock::create(2, kTrustees, std::nullopt, kCheapCost, random).value();
  }();
  return made;
}

void read_body(seal::ByteView body) {
  SeededRandom random(2);
  const auto file = seal_write::seal_envelope(body, vault::kEscrowKind, lock(), vendor(), random).value();
  const auto keys = vault::open_escrow(file, "body", kTrustees);
  if (!keys) return;
  // One form only: what was read writes the same body again.
  const auto again = vault::seal_escrow(*keys, lock(), vendor(), random).value();
  seal::LockKeys trustees;
  trustees.passphrases = kTrustees;
  const auto envelope = seal::open_envelope(again, "again", vault::kEscrowKind, trustees);
  fuzz::insist(std::ranges::equal(envelope.value().body.view(), body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  if (size <= vault::kEscrowKind.limit_bytes / 2) read_body(input);
  static_cast<void>(vault::open_escrow(input, "raw", kTrustees));
  // The cost of a quorum's lock lies behind n and m.
  const auto file = fuzz::repaired_envelope(input, vault::kEscrowKind, 2);
  const auto keys = vault::open_escrow(file, "repaired", kTrustees);
  if (keys) fuzz::insist(!keys->vendor.empty() && keys->issuing_seed.has_value() == keys->token_uri.empty());
  return 0;
}
