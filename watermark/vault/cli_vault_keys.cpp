// spoor vault rotate | successions | resign | new-mark-key | escrow | recover
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

struct KeyOptions {
  VaultOptions vault;
  std::string output;
  std::string archive;
  // rotate
  std::string token_uri;
  std::string new_pin_file;
  std::string old_sessions_until;
  bool lost = false;
  // escrow, recover
  std::vector<std::string> trustee_files;
  std::string escrow;
  std::string new_passphrase_file;
  std::uint32_t needed = 2;
  std::uint32_t trustees = 3;
};

Outcome say(const std::string& text) {
  if (const auto printed = print(text); !printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

struct OpenVault {
  Vault vault;
  seal::SecretString passphrase;
};

/// The vault, and the passphrase under which its key file is to be sealed again.
seal::Result<OpenVault> open_with_passphrase(const KeyOptions& options) {
  auto passphrase = options.vault.read();
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  VaultAccess access = options.vault.access();
  access.issuing_key_lost = options.lost;
  auto vault = Vault::open(options.vault.directory, passphrase->text(), access);
  if (!vault) return tl::make_unexpected(vault.error());
  return OpenVault{std::move(*vault), std::move(*passphrase)};
}

Outcome run_rotate(const KeyOptions& options, const Context& context) {
  NewIssuingKey wanted;
  wanted.token_uri = options.token_uri;
  wanted.token_pin = token_pin(options.new_pin_file);
  if (!options.old_sessions_until.empty()) {
    const auto until = parse_expiry(options.old_sessions_until, context.now_unix_s);
    if (!until) return tl::make_unexpected(until.error());
    wanted.old_sessions_until_unix_s = *until;
  }
  auto opened = open_with_passphrase(options);
  if (!opened) return tl::make_unexpected(opened.error());
  Vault& vault = opened->vault;
  const auto succession = vault.change_issuing_key(wanted, opened->passphrase.text(), kPassphraseCost,
                                                   context.now_unix_s, context.random);
  if (!succession) return tl::make_unexpected(succession.error());
  // What the former key signed is not to be the newest list.
  if (const auto list = vault.revoke({}, context.now_unix_s); !list) return tl::make_unexpected(list.error());
  const std::string key = seal::fingerprint_text(vault.vendor_key());
  if (!*succession) {
    return say(fmt::format(
        "The vault has a new issuing key: {}\nNothing connects it with the lost one. Have every room take it "
        "('spoor room pin ROOM_DIR --vendor KEY'), pack the archives again, and issue the sessions anew.\n",
        key));
  }
  if (const auto written = seal::write_file(options.output, **succession); !written)
    return tl::make_unexpected(written.error());
  const auto said = seal::open_succession(**succession, options.output);
  if (!said) return tl::make_unexpected(said.error());
  return say(
      fmt::format("The vault has a new issuing key: {}\nSessions of the former key open until {}. Carry {} "
                  "and the vault's "
                  "revocations.sprl to every room, sign the archives anew ('spoor vault resign'), and make a "
                  "new backup and "
                  "a new escrow.\n",
                  key, utc_text(said->until_unix_s), seal::shown(options.output)));
}

Outcome run_successions(const KeyOptions& options, const Context&) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  const auto all = vault->successions();
  if (!all) return tl::make_unexpected(all.error());
  if (!all->empty() && ::mkdir(options.output.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return seal::fail(seal::SealErrorCode::io,
                      fmt::format("Cannot make the directory {}: {}.", seal::shown(options.output),
                                  seal::system_words(errno)));
  }
  for (std::size_t i = 0; i < all->size(); ++i) {
    const fs::path path = fs::path(options.output) / fmt::format("{:03}{}", i + 1, seal::kSuccessionSuffix);
    if (const auto written = seal::write_file(path, (*all)[i]); !written)
      return tl::make_unexpected(written.error());
  }
  return say(fmt::format("Wrote {} succession{}.\n", all->size(), all->size() == 1 ? "" : "s"));
}

Outcome run_resign(const KeyOptions& options, const Context&) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  if (const auto done = vault->sign_again(options.archive, options.output); !done)
    return tl::make_unexpected(done.error());
  return say(fmt::format("Wrote {}, signed with the vault's present key.\n", seal::shown(options.output)));
}

Outcome run_new_mark_key(const KeyOptions& options, const Context& context) {
  auto opened = open_with_passphrase(options);
  if (!opened) return tl::make_unexpected(opened.error());
  const auto changed =
      opened->vault.change_mark_key(opened->passphrase.text(), kPassphraseCost, context.random);
  if (!changed) return tl::make_unexpected(changed.error());
  const auto generation = opened->vault.mark_generation();
  if (!generation) return tl::make_unexpected(generation.error());
  return say(
      fmt::format("Sessions that are issued from now on are drawn with a new mark key, number {0}. Export a "
                  "kit for them; "
                  "for leaks of earlier sessions keep your kits, or export one with --mark-key 0 to {1}. "
                  "Make a new backup "
                  "and a new escrow.\n",
                  *generation, *generation - 1));
}

/// From the files that are given, else one prompt each.
seal::Result<std::vector<seal::SecretString>> trustee_passphrases(const KeyOptions& options,
                                                                  std::size_t persons, bool is_new) {
  std::vector<seal::SecretString> out;
  const std::size_t given = options.trustee_files.size();
  for (std::size_t person = 0; person < (given == 0 ? persons : given); ++person) {
    seal::PassphraseSource source;
    if (given != 0) source.file = options.trustee_files[person];
    source.file_option = "--trustee-file";
    source.environment = "";
    source.prompt = fmt::format("{} of trustee {}{}", is_new ? "New passphrase" : "Passphrase", person + 1,
                                is_new ? fmt::format(" of {}", persons) : "");
    source.is_new = is_new;
    auto passphrase = seal::read_passphrase(source);
    if (!passphrase) return tl::make_unexpected(passphrase.error());
    out.push_back(std::move(*passphrase));
  }
  return out;
}

std::vector<const std::string*> texts_of(const std::vector<seal::SecretString>& passphrases) {
  std::vector<const std::string*> out;
  for (const seal::SecretString& passphrase : passphrases) out.push_back(&passphrase.text());
  return out;
}

Outcome run_escrow(const KeyOptions& options, const Context& context) {
  const std::size_t given = options.trustee_files.size();
  const std::size_t persons = given == 0 ? options.trustees : given;
  if (options.needed < 2 || options.needed > persons || persons > seal::kMaxUnlockers) {
    return seal::fail(seal::SealErrorCode::usage,
                      fmt::format("An escrow has up to {} trustees, of whom at least 2 and at most all are "
                                  "needed; choose --needed and --trustees so.",
                                  seal::kMaxUnlockers));
  }
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  const auto passphrases = trustee_passphrases(options, persons, true);
  if (!passphrases) return tl::make_unexpected(passphrases.error());
  const auto lock =
      seal_write::QuorumLock::create(static_cast<std::uint8_t>(options.needed), texts_of(*passphrases),
                                     std::nullopt, kPassphraseCost, context.random);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto file = vault->escrow(*lock, context.random);
  if (!file) return tl::make_unexpected(file.error());
  if (const auto written = seal::write_file(options.output, *file); !written)
    return tl::make_unexpected(written.error());
  return say(
      fmt::format("Wrote {}: any {} of the {} trustees open the vault's keys with it. Keep it with a "
                  "backup of the vault, and make it anew when keys change.\n",
                  seal::shown(options.output), options.needed, persons));
}

Outcome run_recover(const KeyOptions& options, const Context& context) {
  const auto file = seal::read_small_file(options.escrow, kEscrowKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const auto parsed = seal::parse_envelope(*file, options.escrow, kEscrowKind);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto* lock = std::get_if<seal::QuorumLockBody>(&parsed->locks.front());
  const auto passphrases = trustee_passphrases(options, lock == nullptr ? 1 : lock->n, false);
  if (!passphrases) return tl::make_unexpected(passphrases.error());
  seal::PassphraseSource source;
  source.file = options.new_passphrase_file;
  source.file_option = "--new-passphrase-file";
  source.environment = "SPOOR_NEW_PASSPHRASE";
  source.prompt = "New vault passphrase";
  source.is_new = true;
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  const auto done = Vault::recover(options.vault.directory, *file, texts_of(*passphrases), passphrase->text(),
                                   kPassphraseCost, context.random, options.vault.access());
  if (!done) return tl::make_unexpected(done.error());
  return say(
      fmt::format("The vault {} opens with the new passphrase.\n", seal::shown(options.vault.directory)));
}

using Runner = Outcome (*)(const KeyOptions&, const Context&);
using Shared = std::shared_ptr<KeyOptions>;

CLI::App* add(CLI::App& parent, const std::string& name, const std::string& what, Runner runner, Run& chosen,
              const Shared& options) {
  CLI::App* command = parent.add_subcommand(name, what);
  command->callback([options, runner, &chosen] {
    chosen = [options, runner](const Context& context) { return runner(*options, context); };
  });
  options->vault.add_to(*command);
  return command;
}

void add_rotate(CLI::App& vault, Run& chosen) {
  const auto options = std::make_shared<KeyOptions>();
  CLI::App* command =
      add(vault, "rotate", "Replace the issuing key, and say so to rooms", run_rotate, chosen, options);
  CLI::Option* output = command->add_option("-o,--output", options->output, "The succession to write")
                            ->type_name("VENDOR.spsc");
  command
      ->add_option("--old-sessions-until", options->old_sessions_until,
                   "When sessions of the present key stop opening (else when the last of them ends)")
      ->type_name("WHEN");
  command
      ->add_option("--new-issuing-key", options->token_uri,
                   "The new key is in a PKCS#11 token: pkcs11:token=NAME;object=NAME (else it is made)")
      ->type_name("URI");
  command
      ->add_option("--new-pin-file", options->new_pin_file,
                   "File with the PIN of that token (else SPOOR_TOKEN_PIN, else a prompt)")
      ->type_name("FILE");
  CLI::Option* lost = command->add_flag(
      "--lost", options->lost, "The present key is lost with its token: nothing can say who follows it");
  command->callback([options, output, lost, &chosen] {
    if (output->count() == 0 && lost->count() == 0) throw CLI::RequiredError("-o");
    chosen = [options](const Context& context) { return run_rotate(*options, context); };
  });
}

void add_trustee_option(CLI::App& command, KeyOptions& options) {
  command
      .add_option("--trustee-file", options.trustee_files,
                  "File with a trustee's passphrase, one for each (else prompts)")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void add_escrow(CLI::App& vault, Run& chosen) {
  const auto options = std::make_shared<KeyOptions>();
  CLI::App* command = add(vault, "escrow", "Seal the keys so that some of several trustees open them",
                          run_escrow, chosen, options);
  command->add_option("-n,--needed", options->needed, "How many trustees are needed")->capture_default_str();
  command->add_option("-m,--trustees", options->trustees, "How many there are")->capture_default_str();
  add_trustee_option(*command, *options);
  command->add_option("-o,--output", options->output, "The escrow to write")->required()->type_name("E.spve");

  const auto back = std::make_shared<KeyOptions>();
  command = add(vault, "recover", "Give a vault its keys back from an escrow, under a new passphrase",
                run_recover, chosen, back);
  command->add_option("ESCROW", back->escrow, "The escrow")->required();
  add_trustee_option(*command, *back);
  command
      ->add_option("--new-passphrase-file", back->new_passphrase_file,
                   "File with the new passphrase (else SPOOR_NEW_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
}

}  // namespace

void add_vault_keys(CLI::App& vault, Run& chosen) {
  add_rotate(vault, chosen);
  const auto successions = std::make_shared<KeyOptions>();
  add(vault, "successions", "Write every succession again, for a room that has seen none", run_successions,
      chosen, successions)
      ->add_option("-o,--output", successions->output, "The directory to write them to")
      ->required()
      ->type_name("DIR");
  const auto resign = std::make_shared<KeyOptions>();
  CLI::App* command = add(vault, "resign", "Sign an archive of a former issuing key with the present one",
                          run_resign, chosen, resign);
  command->add_option("ARCHIVE", resign->archive, "The archive")->required();
  command->add_option("-o,--output", resign->output, "The archive to write")->required()->type_name("B.spar");
  const auto mark = std::make_shared<KeyOptions>();
  add(vault, "new-mark-key", "Draw sessions with another mark key from now on", run_new_mark_key, chosen,
      mark);
  add_escrow(vault, chosen);
}

}  // namespace spoor::vault
