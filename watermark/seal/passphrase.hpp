// Where a program takes a passphrase from: a file, the environment, or a prompt without echo, in that order.
#pragma once

#include <filesystem>
#include <string>

#include "watermark/seal/error.hpp"
#include "watermark/seal/secret.hpp"

namespace spoor::seal {

inline constexpr std::size_t kMaxPassphraseBytes = 1024;

struct PassphraseSource {
  std::filesystem::path file{};                   ///< --passphrase-file; empty: not given
  std::string file_option = "--passphrase-file";  ///< for messages
  std::string environment = "SPOOR_PASSPHRASE";   ///< the variable to look at
  std::string prompt = "Passphrase";              ///< what the terminal asks for
  bool is_new = false;                            ///< the prompt asks twice
};

/// One trailing line end is stripped from a file. A variable is wiped and taken out of the environment once
/// it was read, so it gives its passphrase once; call this before there are other threads. Errors: io; usage:
/// nothing gives a passphrase, it is empty, too long or holds a NUL, or other users may read the file.
[[nodiscard]] Result<SecretString> read_passphrase(const PassphraseSource& source);

}  // namespace spoor::seal
