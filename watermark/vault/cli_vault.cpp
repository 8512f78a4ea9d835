// spoor vault passphrase | rekey | backup | restore
#include <fmt/format.h>

#include <memory>

#include "watermark/vault/cli.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

struct CareOptions {
  VaultOptions vault;
  std::string new_passphrase_file;
  std::string target;
};

Outcome say(const std::string& text) {
  if (const auto printed = print(text); !printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

Outcome run_passphrase(const CareOptions& options, const Context& context) {
  auto opened = options.vault.open();
  if (!opened) return tl::make_unexpected(opened.error());
  seal::PassphraseSource source;
  source.file = options.new_passphrase_file;
  source.file_option = "--new-passphrase-file";
  source.environment = "SPOOR_NEW_PASSPHRASE";
  source.prompt = "New vault passphrase";
  source.is_new = true;
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  const auto changed = opened->change_passphrase(passphrase->text(), kPassphraseCost, context.random);
  if (!changed) return tl::make_unexpected(changed.error());
  return say(
      "The vault has a new passphrase. Copies of its old key file, as in backups, still open with the old "
      "one: make "
      "a new backup and destroy them.\n");
}

Outcome run_rekey(const CareOptions& options, const Context& context) {
  const auto passphrase = options.vault.read();
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  auto vault = Vault::open(options.vault.directory, passphrase->text(), options.vault.access());
  if (!vault) return tl::make_unexpected(vault.error());
  const auto changed = vault->change_registry_key(passphrase->text(), kPassphraseCost, context.random);
  if (!changed) return tl::make_unexpected(changed.error());
  return say(
      "The registry is sealed under a new key. Make a new backup; officers who share this registry need the "
      "new "
      "keys.spvk.\n");
}

Outcome run_backup(const CareOptions& options, const Context&) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  if (const auto done = vault->back_up(options.target); !done) return tl::make_unexpected(done.error());
  return say(
      fmt::format("Copied the vault to {}. It opens with the vault's passphrase; keep it as safe as the "
                  "vault.\n",
                  seal::shown(options.target)));
}

Outcome run_restore(const CareOptions& options, const Context&) {
  const auto passphrase = options.vault.read();
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  // Opened first: a backup that does not open must not take the place of anything.
  VaultAccess access = options.vault.access();
  const std::string registry_uri = std::exchange(access.registry_uri, {});
  if (const auto backup = Vault::open(options.vault.directory, passphrase->text(), access); !backup) {
    return tl::make_unexpected(backup.error());
  }
  const auto done = Vault::restore(options.vault.directory, options.target, registry_uri);
  if (!done) return tl::make_unexpected(done.error());
  return say(
      fmt::format("Made the vault {} from the backup. Sessions that were issued after the backup are not in "
                  "it and cannot be traced: issue them anew, and revoke again what was revoked since.\n",
                  seal::shown(options.target)));
}

using Runner = Outcome (*)(const CareOptions&, const Context&);

CLI::App* add(CLI::App& parent, const std::string& name, const std::string& what, Runner runner, Run& chosen,
              const std::shared_ptr<CareOptions>& options) {
  CLI::App* command = parent.add_subcommand(name, what);
  command->callback([options, runner, &chosen] {
    chosen = [options, runner](const Context& context) { return runner(*options, context); };
  });
  return command;
}

}  // namespace

void add_vault(CLI::App& app, Run& chosen) {
  CLI::App* vault = app.add_subcommand("vault", "Look after a vault: passphrase, keys, backup");
  vault->require_subcommand(1);

  const auto passphrase = std::make_shared<CareOptions>();
  CLI::App* command =
      add(*vault, "passphrase", "Give the vault another passphrase", run_passphrase, chosen, passphrase);
  passphrase->vault.add_to(*command);
  command
      ->add_option("--new-passphrase-file", passphrase->new_passphrase_file,
                   "File with the new passphrase (else SPOOR_NEW_PASSPHRASE, else a prompt)")
      ->type_name("FILE");

  const auto rekey = std::make_shared<CareOptions>();
  command = add(*vault, "rekey", "Seal the registry under a new key", run_rekey, chosen, rekey);
  rekey->vault.add_to(*command);

  const auto backup = std::make_shared<CareOptions>();
  command = add(*vault, "backup", "Copy the whole vault, also from a server", run_backup, chosen, backup);
  backup->vault.add_to(*command);
  command->add_option("-o,--output", backup->target, "Directory to make")->required()->type_name("BACKUP");

  const auto restore = std::make_shared<CareOptions>();
  command = add(*vault, "restore", "Make a vault from a backup, in a file or on a server", run_restore,
                chosen, restore);
  command->add_option("BACKUP", restore->vault.directory, "The backup")->required();
  command->add_option("VAULT", restore->target, "Directory to make")->required();
  restore->vault.add_secrets_to(*command);
  add_vault_keys(*vault, chosen);
}

}  // namespace spoor::vault
