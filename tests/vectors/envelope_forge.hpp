// Envelopes put together part by part: any locks, any body, bound and signed as the vendor would.
#pragma once

#include "tests/unit/seal/tamper.hpp"

namespace spoor::vectors {

struct RawLock {
  std::uint8_t kind = 1;
  seal::Bytes body;
};

/// The key that the forged locks wrap.
[[nodiscard]] seal::SecretKey file_key();

/// A passphrase lock around file_key(); the cost is only stated where it cannot be paid.
[[nodiscard]] RawLock passphrase_lock(const std::string& passphrase = seal_test::kPassphrase,
                                      std::uint8_t salt_filler = 1,
                                      const seal::ScryptCost& cost = seal_test::kCheapCost);

/// The sealed and signed file. A count of locks other than their number is stated as it is given.
[[nodiscard]] seal::Bytes forge_envelope(seal::ByteView body, const seal::EnvelopeKind& kind,
                                         const std::vector<RawLock>& locks, int count = -1);
[[nodiscard]] seal::Bytes forge_envelope(seal::ByteView body, const seal::EnvelopeKind& kind);

}  // namespace spoor::vectors
