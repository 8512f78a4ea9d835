// What the commands of `spoor` share: options, passphrases, reporting.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "watermark/seal/exit_code.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/seal/room.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

/// What the program is run with: main makes one.
struct Context {
  std::int64_t now_unix_s = 0;
  seal_write::RandomSource& random;
};

/// A command ends in an exit code or in an error that main reports.
using Outcome = seal::Result<ExitCode>;
using Run = std::function<Outcome(const Context&)>;

/// Registers a command; the one that is chosen leaves what is to be run in `chosen`.
void add_init(CLI::App& app, Run& chosen);
void add_pack(CLI::App& app, Run& chosen);
void add_session(CLI::App& app, Run& chosen);
void add_kit(CLI::App& app, Run& chosen);
void add_vault(CLI::App& app, Run& chosen);
/// Into `spoor vault`: what is done with its keys.
void add_vault_keys(CLI::App& vault, Run& chosen);
/// Opens a room, asking for its passphrase where it has one: passphrase_file, else SPOOR_ROOM_PASSPHRASE,
/// else a prompt. Errors: as of Room::open, read_passphrase.
[[nodiscard]] seal::Result<seal::Room> open_room(const std::filesystem::path& directory,
                                                 const std::string& passphrase_file, const Context& context);
void add_room(CLI::App& app, Run& chosen);
void add_room_prints(CLI::App& room, Run& chosen);
void add_doctor(CLI::App& app, Run& chosen);

/// --vault and --passphrase-file.
struct VaultOptions {
  std::string directory;
  std::string passphrase_file;
  std::string registry;
  std::string pin_file{};

  void add_to(CLI::App& command);
  /// All but --vault.
  void add_secrets_to(CLI::App& command);
  [[nodiscard]] VaultAccess access() const;
  /// The passphrase, once it is clear that there is a vault.
  [[nodiscard]] seal::Result<seal::SecretString> read() const;
  [[nodiscard]] seal::Result<Vault> open() const;
};

/// The second secret of a command: the session's or the kit's own passphrase.
struct OwnPassphraseOptions {
  std::string file;
  std::string noun;  ///< "session" or "kit"

  void add_to(CLI::App& command, const std::string& what);
  [[nodiscard]] seal::Result<seal_write::PassphraseLock> lock(const Context& context) const;
};

/// --pin-file, SPOOR_TOKEN_PIN or a prompt.
[[nodiscard]] PinSource token_pin(const std::string& file);
void add_pin_option(CLI::App& command, std::string& file);

/// --registry
void add_registry_option(CLI::App& command, std::string& registry);

/// Opens the prompt for the vault's passphrase.
[[nodiscard]] seal::PassphraseSource vault_passphrase(const std::string& file, bool is_new);

[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);

/// Standard output as a whole line; Error io where it cannot be written.
[[nodiscard]] seal::Result<void> print(const std::string& text);

}  // namespace spoor::vault
