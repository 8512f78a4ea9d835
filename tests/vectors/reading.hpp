// How our own reader answers to a vector.
#pragma once

#include <filesystem>
#include <string>

#include "watermark/seal/crypto.hpp"
#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::vectors {

/// Under which a reader looks for a print, whatever the vector's own name.
inline constexpr std::string_view kPrintNumber = "0123456789AB-C0DE-000001";
/// Of the room that looks for it.
[[nodiscard]] seal::SecretKey print_state_key();

struct Answer {
  std::string outcome;   ///< "ok" or a failure class of SPEC.md
  seal::Bytes released;  ///< what came out before the first refusal
};

/// The failure class of SPEC.md.
[[nodiscard]] std::string class_of(seal::SealErrorCode code);
[[nodiscard]] std::string hex_digest(seal::ByteView bytes);  ///< SHA-256

/// Reads a whole file as the kind that the suffix says. What is released, and hashed: the body of a session,
/// a kit, a key file or an escrow; the pages of a print; a revocation list up to its trailer; of an archive,
/// for every entry in order of name, a directory before what is in it: 1 kind, 2 length of its path, path, 8
/// length of its contents or target, contents; of several releases each in turn, behind its name as a text.
/// Nothing of an entry counts before all of it was read; reading ends at the first refusal.
[[nodiscard]] Answer read_vector(const std::filesystem::path& path, const std::string& suffix);

}  // namespace spoor::vectors
