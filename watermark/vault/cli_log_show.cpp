// spoor log show | export | prove
#include <fmt/format.h>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/reviewer_key.hpp"
#include "watermark/vault/cli_log.hpp"

namespace spoor::vault {
namespace {

using seal::fail;
using seal::SealErrorCode;

struct ShowOptions {
  LogOptions log;
  LogKeyOptions keys;
  std::string output;  ///< empty: standard output
  bool json = false;
};

struct ProveOptions {
  LogOptions log;
  LogKeyOptions keys;
  std::optional<std::uint64_t> entry;
  std::string output;
};

seal::Result<void> need_log(const LogOptions& options) {
  if (options.log.empty()) return fail(SealErrorCode::usage, "Give the log.");
  return {};
}

Outcome run_show(const ShowOptions& options, const Context&) {
  if (auto given = need_log(options.log); !given) return tl::make_unexpected(given.error());
  const auto header = read_log_header(options.log.log);
  if (!header) return tl::make_unexpected(header.error());
  const auto heads = options.log.kept_heads(*header);
  if (!heads) return tl::make_unexpected(heads.error());
  seal::SecretKey log_private;
  seal::SecretKey reviewer_private;
  seal_log::ReadingKeys keys;
  if (auto loaded = options.keys.load(log_private, reviewer_private, keys); !loaded)
    return tl::make_unexpected(loaded.error());
  auto bytes = seal_log::FileLog::open(options.log.log);
  if (!bytes) return tl::make_unexpected(bytes.error());
  std::string out;
  const auto reading =
      seal_log::read_log(*bytes, options.log.log, *heads, keys, [&](const seal_log::OpenedEntry& entry) {
        out += (options.json ? entry_json(entry).dump() : describe_entry(entry)) + "\n";
      });
  if (!reading) return tl::make_unexpected(reading.error());
  auto done = options.output.empty() ? print(out) : seal::write_file(options.output, seal::as_bytes(out));
  for (const std::uint32_t run : reading->unlinked_runs) {
    static_cast<void>(
        std::fprintf(stderr,
                     "spoor: opening %u of the log is not linked to the one before: the room lost what "
                     "it keeps for that, or the log was put together from parts.\n",
                     run + 1));
  }
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

seal::Result<std::string> make_proof(const ProveOptions& options) {
  const auto header = read_log_header(options.log.log);
  if (!header) return tl::make_unexpected(header.error());
  const auto heads = options.log.kept_heads(*header);
  if (!heads) return tl::make_unexpected(heads.error());
  auto bytes = seal_log::FileLog::open(options.log.log);
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (!options.entry) return seal_log::prove_growth(*bytes, options.log.log, heads->front());
  seal::SecretKey log_private;
  seal::SecretKey reviewer_private;
  seal_log::ReadingKeys keys;
  if (auto loaded = options.keys.load(log_private, reviewer_private, keys); !loaded)
    return tl::make_unexpected(loaded.error());
  return seal_log::prove_entry(*bytes, options.log.log, keys, *options.entry);
}

Outcome run_prove(const ProveOptions& options, const Context&) {
  if (auto given = need_log(options.log); !given) return tl::make_unexpected(given.error());
  if (options.entry.has_value() == (options.log.heads.size() == 1))
    return fail(
        SealErrorCode::usage,
        "Give what is to be proved: one entry with --entry, or with one --head that the log has only grown.");
  const auto proof = make_proof(options);
  if (!proof) return tl::make_unexpected(proof.error());
  auto done = seal::write_file(options.output, seal::as_bytes(*proof));
  if (done)
    done = print(fmt::format("Wrote the proof {}, {} bytes.\n", seal::shown(options.output), proof->size()));
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

}  // namespace

void LogKeyOptions::add_to(CLI::App& command) {
  command.add_option("--vault", vault, "The vault that issued the session")->type_name("VAULT");
  command
      .add_option("--passphrase-file", vault_passphrase_file,
                  "File with the vault's passphrase (else SPOOR_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  command
      .add_option("--registry", registry,
                  "The PostgreSQL server with the vault's registry (else what the vault says)")
      ->type_name("URL");
  command
      .add_option("--reviewer-key", reviewer_key, "The reviewer's key file, to read his own terms and notes")
      ->type_name("FILE");
  command
      .add_option("--reviewer-passphrase-file", reviewer_passphrase_file,
                  "File with that key's passphrase (else SPOOR_REVIEWER_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
}

seal::Result<void> LogKeyOptions::load(seal::SecretKey& log_private, seal::SecretKey& reviewer_private,
                                       seal_log::ReadingKeys& keys) const {
  if (vault.empty() && reviewer_key.empty())
    return fail(SealErrorCode::usage, "Give --vault, or --reviewer-key: a log's records are sealed.");
  if (!vault.empty()) {
    const VaultOptions options{vault, vault_passphrase_file, registry};
    const auto opened = options.open();
    if (!opened) return tl::make_unexpected(opened.error());
    log_private = opened->log_key();
    keys.log_private = &log_private;
  }
  if (!reviewer_key.empty()) {
    const auto passphrase = seal::read_passphrase(reviewer_passphrase(reviewer_passphrase_file, false));
    if (!passphrase) return tl::make_unexpected(passphrase.error());
    const auto opened = seal_log::open_reviewer_key(reviewer_key, passphrase->text());
    if (!opened) return tl::make_unexpected(opened.error());
    reviewer_private = *opened;
    keys.reviewer_private = &reviewer_private;
  }
  return {};
}

void add_log_show(CLI::App& log, Run& chosen) {
  for (const bool whole : {false, true}) {
    const auto options = std::make_shared<ShowOptions>();
    options->json = whole;
    CLI::App* command = whole ? log.add_subcommand("export", "Write all records as JSON, one object a line")
                              : log.add_subcommand("show", "Print all records");
    options->log.add_to(*command);
    options->keys.add_to(*command);
    command->add_flag("--json", options->json, "One JSON object a line");
    if (whole) command->add_option("-o,--output", options->output, "The file to write")->type_name("FILE");
    command->callback([options, &chosen] {
      chosen = [options](const Context& context) { return run_show(*options, context); };
    });
  }
}

void add_log_prove(CLI::App& log, Run& chosen) {
  const auto options = std::make_shared<ProveOptions>();
  CLI::App* command = log.add_subcommand(
      "prove", "Prove one entry, or that the log has only grown since a head, without the log");
  options->log.add_to(*command);
  options->keys.add_to(*command);
  command->add_option("--entry", options->entry, "The entry's number, as 'spoor log show' lists it")
      ->type_name("N");
  command->add_option("-o,--output", options->output, "The proof to write")->required()->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_prove(*options, context); };
  });
}

}  // namespace spoor::vault
