// spoor session new: for one reviewer, or for a list of them at once
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/cli_session.hpp"
#include "watermark/vault/expiry.hpp"
#include "watermark/vault/reviewers.hpp"
#include "watermark/vault/session_lock.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

struct NewOptions {
  VaultOptions vault;
  SessionLockOptions lock;
  std::string archive;
  std::string reviewer;
  std::string organisation;
  std::string reviewers_file;
  std::string expires = "+8h";
  std::string output;
  bool json = false;
};

seal::Result<std::vector<IssueRequest>> requests_of(const NewOptions& options, const seal::ArchiveId& archive,
                                                    const SessionTerms& terms, const Context& context) {
  const seal::RoomId room = terms.room ? terms.room->id : seal::RoomId{};
  const auto expires_unix_s = parse_expiry(options.expires, context.now_unix_s);
  if (!expires_unix_s) return tl::make_unexpected(expires_unix_s.error());
  if (options.reviewers_file.empty()) {
    return std::vector<IssueRequest>{
        {options.reviewer, options.organisation, archive, *expires_unix_s, terms.policy, room}};
  }
  const auto reviewers = read_reviewers(options.reviewers_file);
  if (!reviewers) return tl::make_unexpected(reviewers.error());
  std::vector<IssueRequest> out;
  for (const Reviewer& reviewer : *reviewers) {
    const std::string& organisation =
        reviewer.organisation.empty() ? options.organisation : reviewer.organisation;
    out.push_back({reviewer.name, organisation, archive, *expires_unix_s, terms.policy, room});
  }
  return out;
}

seal::Result<void> make_output_directory(const fs::path& directory) {
  if (::mkdir(directory.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
  return seal::fail(seal::SealErrorCode::io,
                    fmt::format("Cannot make the directory {}: {}.", seal::shown(directory.native()),
                                seal::system_words(errno)));
}

fs::path path_of(const Issued& issued, const NewOptions& options) {
  return options.reviewers_file.empty() ? fs::path(options.output)
                                        : fs::path(options.output) / (issued.row.id + ".spsn");
}

struct Delivery {
  std::vector<Issued> issued;
  seal::PreparedFiles files;
};

/// The files are on the disk before the registry keeps the sessions, so that a full disk leaves neither; they
/// get their names afterwards, so that no session is anywhere that the registry does not know.
seal::Result<Delivery> issue(Vault& vault, std::span<const IssueRequest> requests, const SessionTerms& terms,
                             const NewOptions& options, const Context& context) {
  std::optional<seal::PreparedFiles> prepared;
  const auto prepare = [&](std::span<const Issued> issued) -> seal::Result<void> {
    std::vector<seal::NamedBytes> files;
    for (const Issued& one : issued) files.push_back({path_of(one, options), one.file});
    auto made = seal::PreparedFiles::create(files);
    if (!made) return tl::make_unexpected(made.error());
    prepared = std::move(*made);
    return {};
  };
  auto issued = vault.issue(requests, *terms.lock, context.now_unix_s, context.random, prepare);
  if (!issued) return tl::make_unexpected(issued.error());
  return Delivery{std::move(*issued), std::move(*prepared)};
}

/// Sessions whose files get no name are taken out of the registry again, for nobody holds them.
seal::Result<void> deliver(Delivery& delivery, Vault& vault) {
  std::size_t named = 0;
  auto done = delivery.files.publish(named);
  for (std::size_t k = named; k < delivery.issued.size(); ++k) {
    if (auto removed = vault.registry().remove_session(delivery.issued[k].row.id); !removed) return removed;
  }
  return done;
}

std::string describe(const Issued& issued, const fs::path& path, const seal::VendorPublicKey& vendor,
                     bool json) {
  if (json) {
    const nlohmann::json out = {{"expires", utc_text(issued.row.expires_unix_s)},
                                {"file", seal::printable(path.native())},
                                {"organisation", seal::printable(issued.row.organisation)},
                                {"reviewer", seal::printable(issued.row.reviewer)},
                                {"session", issued.row.id},
                                {"vendor_key", hex(vendor)}};
    return out.dump() + "\n";
  }
  return fmt::format("{}  {}  {}  until {}\n", issued.row.id, seal::printable(path.native()),
                     seal::printable(issued.row.reviewer), utc_text(issued.row.expires_unix_s));
}

Outcome run_new(const NewOptions& options, const Context& context) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  const auto archive = vault->find_archive(options.archive);
  if (!archive) return tl::make_unexpected(archive.error());
  const auto terms = session_terms(options.lock, context);
  if (!terms) return tl::make_unexpected(terms.error());
  const auto requests = requests_of(options, archive->id, *terms, context);
  if (!requests) return tl::make_unexpected(requests.error());
  const bool batch = !options.reviewers_file.empty();
  if (auto made = batch ? make_output_directory(options.output) : seal::Result<void>(); !made) {
    return tl::make_unexpected(made.error());
  }
  auto delivery = issue(*vault, *requests, *terms, options, context);
  if (!delivery) return tl::make_unexpected(delivery.error());
  std::string report;
  for (const Issued& one : delivery->issued)
    report += describe(one, path_of(one, options), vault->vendor_key(), options.json);
  if (terms->room && !options.json)
    report +=
        fmt::format("The vendor's key, for rooms to pin: {}\n", seal::fingerprint_text(vault->vendor_key()));
  auto done = deliver(*delivery, *vault);
  if (done) done = print(report);
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

}  // namespace

void add_session_new(CLI::App& session, Run& chosen) {
  const auto options = std::make_shared<NewOptions>();
  CLI::App* command = session.add_subcommand("new",
                                             "Issue a session. Two passphrases are needed: the vault's, and "
                                             "the one that the session will open with");
  options->vault.add_to(*command);
  options->lock.add_to(*command);
  command->add_option("--archive", options->archive, "The archive to grant")->required()->type_name("A.spar");
  CLI::Option* one =
      command->add_option("--reviewer", options->reviewer, "The reviewer's name")->type_name("NAME");
  command
      ->add_option(
          "--reviewers-file", options->reviewers_file,
          "Issue for many instead: one 'name' or 'name,organisation' a line; -o then names a directory")
      ->type_name("FILE")
      ->excludes(one);
  command->add_option("--org", options->organisation, "The reviewer's organisation")->type_name("ORG");
  command->add_option("--expires", options->expires, "+90m, +8h, +5d, +2w or 2027-01-31T18:00Z")
      ->type_name("WHEN")
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "The session to write")
      ->required()
      ->type_name("S.spsn");
  command->add_flag("--json", options->json, "One JSON object a session");
  command->callback([options, &chosen] {
    if (options->reviewer.empty() && options->reviewers_file.empty()) {
      throw CLI::RequiredError("--reviewer or --reviewers-file");
    }
    chosen = [options](const Context& context) { return run_new(*options, context); };
  });
}

}  // namespace spoor::vault
