// spoor init, spoor pack
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "watermark/tables/gram_maker.hpp"
#include "watermark/tables/line_maker.hpp"
#include "watermark/tables/symbol_maker.hpp"
#include "watermark/vault/cli.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

struct InitOptions {
  std::string directory;
  std::string name;
  std::string passphrase_file;
  std::string registry;
  std::string issuing_key;
  std::string pin_file;
};

Outcome run_init(const InitOptions& options, const Context& context) {
  const auto passphrase = seal::read_passphrase(vault_passphrase(options.passphrase_file, true));
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  // "vaults/acme/" is called acme too.
  const fs::path directory = fs::path(options.directory) / "";
  const std::string name = options.name.empty() ? directory.parent_path().filename().native() : options.name;
  const auto made =
      Vault::init(directory.parent_path(), name, passphrase->text(), kPassphraseCost, context.random,
                  {options.registry, options.issuing_key, token_pin(options.pin_file)});
  if (!made) return tl::make_unexpected(made.error());
  const auto printed =
      print(fmt::format("Made the vault {} of {}. Back it up; without it or its passphrase no "
                        "leak can be traced.\n",
                        seal::shown(options.directory), seal::shown(name)));
  if (!printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

/// Keeps Ctrl-C and its like pending while it lives, so that packing can stop in an orderly way; afterwards
/// they take their usual course.
class HeldSignals {
 public:
  HeldSignals() {
    ::sigemptyset(&held_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&held_, number);
    ::pthread_sigmask(SIG_BLOCK, &held_, &before_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  [[nodiscard]] bool any() const {
    sigset_t pending{};
    ::sigpending(&pending);
    return ::sigismember(&pending, SIGINT) == 1 || ::sigismember(&pending, SIGTERM) == 1 ||
           ::sigismember(&pending, SIGHUP) == 1;
  }

 private:
  sigset_t held_{};
  sigset_t before_{};
};

/// One line that is written over, at most ten times a second, on a terminal only.
class ProgressLine {
 public:
  ProgressLine() : shown_(::isatty(STDERR_FILENO) == 1) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (written_) fmt::print(stderr, "\r{:60}\r", "");
  }
  void show(const seal_write::PackProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    written_ = true;
    fmt::print(stderr, "\r{} files, {} MB packed", progress.files, progress.file_bytes / 1'000'000);
    std::fflush(stderr);
  }

 private:
  bool shown_;
  bool written_ = false;
  std::chrono::steady_clock::time_point last_{};
};

struct PackCommand {
  VaultOptions vault;
  std::string tree;  ///< empty: each release names its own
  std::string output;
  std::vector<std::string> releases;
  std::vector<std::string> exclude;
  bool json = false;
};

/// What is packed: one tree, or several releases, each with its own.
struct Packed {
  std::string tree;     ///< of one release
  std::string release;  ///< its name
  std::vector<seal_write::ReleaseTree> releases;
};

seal::Result<Packed> trees_of(const PackCommand& command) {
  Packed out{command.tree, "", {}};
  if (!command.tree.empty()) {
    if (command.releases.size() > 1)
      return seal::fail(seal::SealErrorCode::usage,
                        "One tree is one release: for several leave DIR out and give each as --release "
                        "NAME=DIR.");
    if (!command.releases.empty()) out.release = command.releases[0];
    return out;
  }
  for (const std::string& text : command.releases) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
      return seal::fail(seal::SealErrorCode::usage,
                        fmt::format("--release {} does not say where its tree is: give it as NAME=DIR, or "
                                    "the one tree as DIR.",
                                    seal::shown(text)));
    out.releases.push_back({text.substr(0, equals), text.substr(equals + 1), {}});
  }
  if (out.releases.empty())
    return seal::fail(seal::SealErrorCode::usage,
                      "Nothing is named to be packed: give DIR, or several times --release NAME=DIR.");
  if (out.releases.size() == 1) {
    out.tree = out.releases[0].tree.native();
    out.release = std::exchange(out.releases, {})[0].name;
  }
  return out;
}

nlohmann::json names_of(const Packed& packed) {
  nlohmann::json out = nlohmann::json::array();
  for (const seal_write::ReleaseTree& release : packed.releases) out.push_back(seal::printable(release.name));
  return out;
}

std::string describe(const PackCommand& command, const Packed& packed,
                     const seal_write::PackSummary& summary) {
  if (command.json) {
    nlohmann::json out = {
        {"archive", seal::printable(command.output)}, {"archive_bytes", summary.archive_bytes},
        {"directories", summary.directories},         {"excluded", summary.excluded},
        {"file_bytes", summary.file_bytes},           {"files", summary.files},
        {"special_left_out", summary.special},        {"symlinks", summary.symlinks}};
    if (packed.releases.empty()) {
      out["release"] = seal::printable(packed.release);
    } else {
      out["releases"] = names_of(packed);
      out["stored_bytes"] = summary.stored_bytes;
    }
    return out.dump() + "\n";
  }
  std::string out = fmt::format("Packed {} files ({:.1f} MB) into {} ({:.1f} MB).\n", summary.files,
                                static_cast<double>(summary.file_bytes) / 1e6, seal::shown(command.output),
                                static_cast<double>(summary.archive_bytes) / 1e6);
  if (!packed.releases.empty())
    out += fmt::format("{} releases; what they hold alike is stored once: {:.1f} MB of the files' bytes.\n",
                       packed.releases.size(), static_cast<double>(summary.stored_bytes) / 1e6);
  if (summary.excluded != 0) out += fmt::format("Left out by rule: {}.\n", summary.excluded);
  if (summary.special != 0) {
    out += fmt::format("Left out as they are no files (sockets, devices, pipes): {}.\n", summary.special);
  }
  return out;
}

seal::Result<seal_write::PackSummary> pack(Vault& vault, Packed packed, const std::string& output,
                                           seal_write::PackOptions options,
                                           seal_write::RandomSource& random) {
  const auto grams = tables::gram_maker();
  const auto symbols = tables::symbol_maker();
  options.tables = {grams.get(), symbols.get()};
  std::vector<std::unique_ptr<seal_write::TableMaker>> lines;
  const auto new_lines = [&lines] { return lines.emplace_back(tables::line_maker()).get(); };
  if (packed.releases.empty()) {
    options.release = packed.release;
    options.tables.push_back(new_lines());
    return vault.pack(packed.tree, output, std::move(options), random);
  }
  for (seal_write::ReleaseTree& release : packed.releases) release.tables = {new_lines()};
  return vault.pack_releases(packed.releases, output, std::move(options), random);
}

Outcome run_pack(const PackCommand& command, const Context& context) {
  const auto packed = trees_of(command);
  if (!packed) return tl::make_unexpected(packed.error());
  auto vault = command.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  const HeldSignals signals;
  seal::Result<seal_write::PackSummary> summary;
  {
    ProgressLine line;
    seal_write::PackOptions options;
    options.exclude = command.exclude;
    options.created_unix_s = context.now_unix_s;
    options.threads = std::max(2U, std::thread::hardware_concurrency());
    options.progress = [&](const seal_write::PackProgress& progress) { line.show(progress); };
    options.cancelled = [&] { return signals.any(); };
    summary = pack(*vault, *packed, command.output, std::move(options), context.random);
  }
  if (!summary) return tl::make_unexpected(summary.error());
  const auto printed = print(describe(command, *packed, *summary));
  if (!printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

}  // namespace

void add_init(CLI::App& app, Run& chosen) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App* command = app.add_subcommand("init", "Make a vault: keys, registry");
  command->add_option("VAULT", options->directory, "Directory to make")->required();
  command->add_option("--name", options->name, "The vendor's name (else the directory's)");
  command
      ->add_option("--passphrase-file", options->passphrase_file,
                   "File with the vault's passphrase (else SPOOR_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  add_registry_option(*command, options->registry);
  command
      ->add_option("--issuing-key", options->issuing_key,
                   "The issuing key is in a PKCS#11 token: pkcs11:token=NAME;object=NAME (else it is made)")
      ->type_name("URI");
  add_pin_option(*command, options->pin_file);
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_init(*options, context); };
  });
}

void add_pack(CLI::App& app, Run& chosen) {
  const auto options = std::make_shared<PackCommand>();
  CLI::App* command = app.add_subcommand("pack", "Seal a source tree into an archive");
  command->add_option("DIR", options->tree, "The source tree; not where --release names trees");
  command->add_option("-o,--output", options->output, "The archive to write")
      ->required()
      ->type_name("NAME.spar");
  options->vault.add_to(*command);
  command
      ->add_option(
          "--release", options->releases,
          "The vendor's name for this release. Without DIR: NAME=DIR, once for each release in their "
          "order, the newest last; what releases hold alike is stored once")
      ->type_name("NAME[=DIR]")
      ->allow_extra_args(false);
  command
      ->add_option("--exclude", options->exclude,
                   "Leave out what matches: a name, or a path from DIR where the pattern holds a '/'; may be "
                   "repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command->add_flag("--json", options->json, "Report as one JSON object");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_pack(*options, context); };
  });
}

}  // namespace spoor::vault
