// spoor kit export
#include <fmt/format.h>

#include <memory>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/log_exposures.hpp"

namespace spoor::vault {
namespace {

struct KitOptions {
  VaultOptions vault;
  OwnPassphraseOptions passphrase;
  std::vector<std::string> archives;
  std::vector<std::string> logs;
  std::string output;
  std::optional<std::uint32_t> mark_key;
};

Outcome run_export(const KitOptions& options, const Context& context) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  std::vector<seal::ArchiveId> readable;
  for (const std::string& path : options.archives) {
    const auto row = vault->find_archive(path);
    if (!row) return tl::make_unexpected(row.error());
    readable.push_back(row->id);
  }
  auto logs = read_kit_logs(options.logs, vault->log_key());
  if (!logs) return tl::make_unexpected(logs.error());
  const auto lock = options.passphrase.lock(context);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto file = vault->export_kit(readable, *lock, context.random, std::move(*logs), options.mark_key);
  if (!file) return tl::make_unexpected(file.error());
  auto done = seal::write_file(options.output, *file);
  if (done) {
    std::string report =
        fmt::format("Wrote the kit {}; it can read {} archive{} and knows {} log{}.\n",
                    seal::shown(options.output), readable.size(), readable.size() == 1 ? "" : "s",
                    options.logs.size(), options.logs.size() == 1 ? "" : "s");
    const auto generation = vault->mark_generation();
    if (generation && *generation > 0 && !options.mark_key)
      report += fmt::format(
          "It traces sessions of the present mark key; for earlier ones export another with --mark-key 0 to "
          "{}.\n",
          *generation - 1);
    done = print(report);
  }
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

}  // namespace

void add_kit(CLI::App& app, Run& chosen) {
  CLI::App* kit = app.add_subcommand("kit", "Kits, with which forensics traces leaks");
  kit->require_subcommand(1);
  const auto options = std::make_shared<KitOptions>();
  CLI::App* command = kit->add_subcommand("export", "Write the mark key and all sessions into a sealed kit");
  options->vault.add_to(*command);
  options->passphrase.add_to(*command, "kit");
  command
      ->add_option("--archive", options->archives,
                   "An archive that the kit may also read, to locate a leak in it; may be repeated")
      ->type_name("A.spar")
      ->allow_extra_args(false);
  command
      ->add_option("--log", options->logs,
                   "A room's log: lets the kit tell who had a retyped text on screen; may be repeated")
      ->type_name("LOG");
  command->add_option("-o,--output", options->output, "The kit to write")->required()->type_name("K.spkit");
  command
      ->add_option(
          "--mark-key", options->mark_key,
          "Of a vault that has had several mark keys: which sessions, from 0 (else of the present key)")
      ->type_name("N");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_export(*options, context); };
  });
}

}  // namespace spoor::vault
