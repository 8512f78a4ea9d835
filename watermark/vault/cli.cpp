#include "watermark/vault/cli.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

#include "watermark/seal/file.hpp"

namespace spoor::vault {

seal::PassphraseSource vault_passphrase(const std::string& file, bool is_new) {
  seal::PassphraseSource source;
  source.file = file;
  source.prompt = is_new ? "New vault passphrase" : "Vault passphrase";
  source.is_new = is_new;
  return source;
}

void add_registry_option(CLI::App& command, std::string& registry) {
  command
      .add_option(
          "--registry", registry,
          "The PostgreSQL server with the registry: postgresql://USER@HOST/DATABASE (else what the vault "
          "says; passwords come from ~/.pgpass or PGPASSFILE)")
      ->type_name("URI");
}

PinSource token_pin(const std::string& file) {
  return [file] {
    seal::PassphraseSource source;
    source.file = file;
    source.file_option = "--pin-file";
    source.environment = "SPOOR_TOKEN_PIN";
    source.prompt = "The token's PIN";
    return seal::read_passphrase(source);
  };
}

void add_pin_option(CLI::App& command, std::string& file) {
  command
      .add_option(
          "--pin-file", file,
          "File with the PIN of the token that holds the issuing key (else SPOOR_TOKEN_PIN, else a prompt)")
      ->type_name("FILE");
}

void VaultOptions::add_to(CLI::App& command) {
  command.add_option("--vault", directory, "The vault's directory")->required()->type_name("VAULT");
  add_secrets_to(command);
}

void VaultOptions::add_secrets_to(CLI::App& command) {
  command
      .add_option("--passphrase-file", passphrase_file,
                  "File with the vault's passphrase (else SPOOR_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  add_pin_option(command, pin_file);
  add_registry_option(command, registry);
}

VaultAccess VaultOptions::access() const {
  return {registry, {}, token_pin(pin_file)};
}

seal::Result<seal::SecretString> VaultOptions::read() const {
  // Looked at first: nobody should type a passphrase for a directory that is no vault.
  if (const auto closed = check_private(directory); !closed) return tl::make_unexpected(closed.error());
  return seal::read_passphrase(vault_passphrase(passphrase_file, false));
}

seal::Result<Vault> VaultOptions::open() const {
  // Looked at first: nobody should type a passphrase for a directory that is no vault.
  if (const auto opened = open_registry(directory, registry); !opened) {
    return tl::make_unexpected(opened.error());
  }
  const auto passphrase = seal::read_passphrase(vault_passphrase(passphrase_file, false));
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  return Vault::open(directory, passphrase->text(), access());
}

void OwnPassphraseOptions::add_to(CLI::App& command, const std::string& what) {
  noun = what;
  command
      .add_option(fmt::format("--{}-passphrase-file", noun), file,
                  fmt::format("File with the passphrase that the {0} will open with (else "
                              "SPOOR_{1}_PASSPHRASE, else a prompt)",
                              noun, noun == "kit" ? "KIT" : "SESSION"))
      ->type_name("FILE");
}

seal::Result<seal_write::PassphraseLock> OwnPassphraseOptions::lock(const Context& context) const {
  seal::PassphraseSource source;
  source.file = file;
  source.file_option = fmt::format("--{}-passphrase-file", noun);
  source.environment = noun == "kit" ? "SPOOR_KIT_PASSPHRASE" : "SPOOR_SESSION_PASSPHRASE";
  source.prompt = fmt::format("New {} passphrase", noun);
  source.is_new = true;
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  return seal_write::PassphraseLock::create(passphrase->text(), kPassphraseCost, context.random);
}

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

seal::Result<void> print(const std::string& text) {
  const bool done = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  if (done) return {};
  return seal::fail(seal::SealErrorCode::io,
                    fmt::format("Cannot write to standard output: {}.", seal::system_words(errno)));
}

}  // namespace spoor::vault
