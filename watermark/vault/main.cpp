// spoor: the vendor's program.
#include <fmt/format.h>

#include <ctime>
#include <exception>
#include <iostream>

#include "watermark/seal/hygiene.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/cli_log.hpp"

namespace {

using spoor::ExitCode;

constexpr const char* kFooter =
    "Passphrases: the vault's comes from --passphrase-file, SPOOR_PASSPHRASE or a prompt. A session and a "
    "kit each\n"
    "have one of their own: --session-passphrase-file or SPOOR_SESSION_PASSPHRASE, --kit-passphrase-file or\n"
    "SPOOR_KIT_PASSPHRASE, or a prompt. A token's PIN: --pin-file, SPOOR_TOKEN_PIN or a prompt. Passphrase "
    "files must be private (chmod 600).\n"
    "Exit codes: 0 done, 1 failed, 2 usage, 5 wrong key, 6 refused, 7 damaged or unsupported input.";

int report(ExitCode code, const std::string& sentence) {
  fmt::print(stderr, "spoor: {}\n", sentence);
  return static_cast<int>(code);
}

int run(int argc, char** argv) {
  CLI::App app("Seals source code and issues sessions that name their reader on every screen.", "spoor");
  app.set_version_flag("--version", "spoor " SPOOR_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);
  app.get_formatter()->column_width(38);
  spoor::vault::Run chosen;
  spoor::vault::add_init(app, chosen);
  spoor::vault::add_pack(app, chosen);
  spoor::vault::add_room(app, chosen);
  spoor::vault::add_session(app, chosen);
  spoor::vault::add_kit(app, chosen);
  spoor::vault::add_log(app, chosen);
  spoor::vault::add_vault(app, chosen);
  spoor::vault::add_doctor(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      app.exit(error);
      if (std::cout.flush()) return static_cast<int>(ExitCode::done);
      return report(ExitCode::failed, "Cannot write to standard output.");
    }
    return report(ExitCode::usage, fmt::format("{}; see 'spoor --help'.", error.what()));
  }
  spoor::seal_write::SystemRandom random;
  const auto outcome = chosen({static_cast<std::int64_t>(std::time(nullptr)), random});
  if (!outcome) return report(spoor::seal::exit_code_for(outcome.error().code), outcome.error().message);
  return static_cast<int>(*outcome);
}

}  // namespace

int main(int argc, char** argv) {
  spoor::seal::harden_process();
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return report(ExitCode::failed, fmt::format("An internal failure: {}; please report it.", error.what()));
  }
}
