// spoor session list | show | revoke
#include "watermark/vault/cli_session.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

struct ListOptions {
  std::string directory;
  std::string registry;
  std::string id;  ///< show: which one
  bool json = false;
};

struct RevokeOptions {
  VaultOptions vault;
  std::vector<std::string> ids;
  std::string output;
  std::string updates;  ///< a directory; empty: none are written
  bool json = false;
};

std::string_view state_of(const SessionRow& row, std::int64_t now_unix_s) {
  if (row.revoked_unix_s) return "revoked";
  return now_unix_s < row.current_expires_unix_s ? "active" : "expired";
}

Outcome run_list(const ListOptions& options, const Context& context) {
  auto registry = open_registry(options.directory, options.registry);
  if (!registry) return tl::make_unexpected(registry.error());
  const auto rows = registry->sessions();
  if (!rows) return tl::make_unexpected(rows.error());
  std::string out;
  if (!options.json) out = fmt::format("{:14}  {:8}  {:20}  {}\n", "session", "state", "expires", "reviewer");
  for (const SessionRow& row : *rows) {
    out += options.json
               ? session_json(row, context.now_unix_s)
               : fmt::format("{:14}  {:8}  {:20}  {}{}{}\n", row.id, state_of(row, context.now_unix_s),
                             utc_text(row.current_expires_unix_s), seal::printable(row.reviewer),
                             row.organisation.empty() ? "" : ", ", seal::printable(row.organisation));
  }
  if (const auto printed = print(out); !printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

std::string describe(const SessionRow& row, const std::string& release, std::int64_t now_unix_s) {
  std::string out = fmt::format("session       {}\n", row.id);
  out += fmt::format("state         {}\n", state_of(row, now_unix_s));
  out += fmt::format("reviewer      {}\n", seal::printable(row.reviewer));
  out += fmt::format("organisation  {}\n", seal::printable(row.organisation));
  out += fmt::format("archive       {}\n", hex(row.archive_id));
  out += fmt::format("release       {}\n", seal::printable(release));
  out += fmt::format("issued        {}\n", utc_text(row.issued_unix_s));
  out += fmt::format("start         {}\n", utc_text(row.start_unix_s));
  out += fmt::format("expires       {}\n", utc_text(row.current_expires_unix_s));
  if (row.update_number > 0) out += fmt::format("updates       {}\n", row.update_number);
  if (row.room_id != seal::RoomId{}) out += fmt::format("room          {}\n", hex(row.room_id));
  if (row.revoked_unix_s) out += fmt::format("revoked       {}\n", utc_text(*row.revoked_unix_s));
  return out;
}

Outcome run_show(const ListOptions& options, const Context& context) {
  auto registry = open_registry(options.directory, options.registry);
  if (!registry) return tl::make_unexpected(registry.error());
  const auto row = registry->session(options.id);
  if (!row) return tl::make_unexpected(row.error());
  const auto archive = registry->archive(row->archive_id);
  if (!archive) return tl::make_unexpected(archive.error());
  const auto printed = print(options.json ? session_json(*row, context.now_unix_s)
                                          : describe(*row, archive->release, context.now_unix_s));
  if (!printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

/// For rooms that look for updates only: the list alone would do for one that gets it.
seal::Result<void> write_revoking_updates(const RevokeOptions& options, Vault& vault,
                                          const Context& context) {
  if (options.updates.empty()) return {};
  for (const std::string& id : options.ids) {
    const auto updated =
        vault.update({id, seal::UpdateChange::revoke, 0, std::nullopt}, context.now_unix_s, context.random);
    if (!updated) return tl::make_unexpected(updated.error());
    const auto path = std::filesystem::path(options.updates) / (id + std::string(seal::kUpdateSuffix));
    if (auto written = seal::write_file(path, updated->file); !written) return written;
  }
  return {};
}

Outcome run_revoke(const RevokeOptions& options, const Context& context) {
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  if (auto written = write_revoking_updates(options, *vault, context); !written)
    return tl::make_unexpected(written.error());
  const auto file = vault->revoke(options.ids, context.now_unix_s);
  if (!file) return tl::make_unexpected(file.error());
  auto done = options.output.empty() ? seal::Result<void>() : seal::write_file(options.output, *file);
  const std::string list =
      options.output.empty()
          ? (std::filesystem::path(options.vault.directory) / seal::kRevocationFileName).native()
          : options.output;
  if (done) {
    done =
        print(options.json
                  ? nlohmann::json({{"list", seal::printable(list)}, {"revoked", options.ids}}).dump() + "\n"
                  : fmt::format("Revoked {}. Put {} beside the session or the archive in the room.\n",
                                fmt::join(options.ids, ", "), seal::shown(list)));
  }
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

void add_listing(CLI::App& session, Run& chosen, bool one) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* command = one ? session.add_subcommand("show", "Show one session")
                          : session.add_subcommand("list", "List all sessions, in order of issue");
  command->add_option("--vault", options->directory, "The vault's directory")->required()->type_name("VAULT");
  add_registry_option(*command, options->registry);
  if (one) command->add_option("SESSION", options->id, "The session, as list names it")->required();
  command->add_flag("--json", options->json, "One JSON object a session");
  command->callback([options, one, &chosen] {
    chosen = [options, one](const Context& context) {
      return one ? run_show(*options, context) : run_list(*options, context);
    };
  });
}

void add_revoke(CLI::App& session, Run& chosen) {
  const auto options = std::make_shared<RevokeOptions>();
  CLI::App* command = session.add_subcommand("revoke", "Take sessions back and sign a new revocation list");
  options->vault.add_to(*command);
  command->add_option("SESSION", options->ids, "The sessions, as list names them")->required();
  command->add_option("-o,--output", options->output, "Write the list here too")
      ->type_name("revocations.sprl");
  command
      ->add_option("--updates", options->updates,
                   "Write an update that revokes, for each, into this directory")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Report as one JSON object");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_revoke(*options, context); };
  });
}

}  // namespace

std::string session_json(const SessionRow& row, std::int64_t now_unix_s) {
  nlohmann::json out = {{"archive_id", hex(row.archive_id)},
                        {"expires", utc_text(row.current_expires_unix_s)},
                        {"issued", utc_text(row.issued_unix_s)},
                        {"organisation", seal::printable(row.organisation)},
                        {"reviewer", seal::printable(row.reviewer)},
                        {"revoked", nullptr},
                        {"room", nullptr},
                        {"session", row.id},
                        {"start", utc_text(row.start_unix_s)},
                        {"state", state_of(row, now_unix_s)},
                        {"update", row.update_number}};
  if (row.room_id != seal::RoomId{}) out["room"] = hex(row.room_id);
  if (row.revoked_unix_s) out["revoked"] = utc_text(*row.revoked_unix_s);
  return out.dump() + "\n";
}

void add_session(CLI::App& app, Run& chosen) {
  CLI::App* session = app.add_subcommand("session", "Sessions: one reviewer's grant each");
  session->require_subcommand(1);
  add_session_new(*session, chosen);
  add_session_updates(*session, chosen);
  add_listing(*session, chosen, false);
  add_listing(*session, chosen, true);
  add_revoke(*session, chosen);
}

}  // namespace spoor::vault
