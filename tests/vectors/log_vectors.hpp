// The vectors of logs, heads and proofs: a set of their own, in log_files. Read with the vendor's log key and
// the reviewer's; what is released of a log, and hashed, is 8 index, 4 length, plaintext of each record; of a
// head its bytes, also out of a receipt; of a proof the record.
#pragma once

#include "tests/vectors/reading.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/log_open.hpp"

namespace spoor::vectors {

[[nodiscard]] Scenarios log_scenarios();
/// Of a log with this head.
void add_receipts(const seal_log::SignedHead& head, Scenarios& out);
[[nodiscard]] Answer read_log_vector(const seal::Bytes& file, const std::string& suffix);
[[nodiscard]] seal::Bytes plain_of(const seal_log::OpenedEntry& entry);

}  // namespace spoor::vectors
