// Makes a mutated file pass the checks that a fuzzer cannot guess its way through (checksum, signature, the
// price of scrypt), so that it reaches the parsers behind them.
#pragma once

#include "watermark/seal/envelope.hpp"

namespace spoor::fuzz {

/// Signed again by the tests' vendor, whose key is put in the header.
[[nodiscard]] seal::Bytes signed_envelope(seal::ByteView file, const seal::EnvelopeKind& kind);
/// The same of a file whose first lock stretches passphrases: its cost, at this offset in the lock's body,
/// becomes one that a fuzzer can pay.
[[nodiscard]] seal::Bytes repaired_envelope(seal::ByteView file, const seal::EnvelopeKind& kind,
                                            std::size_t cost_offset = 0);
[[nodiscard]] seal::Bytes repaired_archive(seal::ByteView file);

/// Stops the fuzzer: a property that must hold did not.
void insist(bool holds);

}  // namespace spoor::fuzz
