// Which lock a new session gets: by its policy (one person, or n of m) and its room.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/policy.hpp"
#include "watermark/vault/cli.hpp"

namespace spoor::vault {

/// --room, --policy and the passphrases that the session will open with.
struct SessionLockOptions {
  std::string room;
  std::string policy;
  std::vector<std::string> passphrase_files;

  void add_to(CLI::App& command);
};

struct SessionTerms {
  std::optional<seal::RoomPublic> room;
  seal::Policy policy;
  std::unique_ptr<const seal_write::Lock> lock;
};

/// Reads room and policy, then asks for as many passphrases as the policy has persons. Errors: usage (the
/// policy's mistake; passphrases that are too few, too many or equal), io, damaged, bad_signature.
[[nodiscard]] seal::Result<SessionTerms> session_terms(const SessionLockOptions& options,
                                                       const Context& context);

}  // namespace spoor::vault
