// The reviewer's own key (.sprk): what he looked for and noted is sealed to its public half, which lies in
// the clear; the private half is under a passphrase that the vendor does not know. SPEC.md 7.9.
#pragma once

#include <filesystem>
#include <string>

#include "watermark/seal/log_hash.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal_log {

/// A new key file. Errors: usage (an empty passphrase, a cost out of bounds), io.
[[nodiscard]] Result<Bytes> new_reviewer_key(const std::string& passphrase, const seal::ScryptCost& cost,
                                             const seal::RandomFill& random);
/// The public half, which asks for no passphrase. Errors: io, damaged, unsupported.
[[nodiscard]] Result<PublicKey> read_reviewer_public(const std::filesystem::path& path);
/// The private half. Errors: io, damaged, unsupported; wrong_key.
[[nodiscard]] Result<SecretKey> open_reviewer_key(const std::filesystem::path& path,
                                                  const std::string& passphrase);

}  // namespace spoor::seal_log
