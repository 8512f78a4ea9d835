// spoor session extend | narrow: updates of sessions that are in use
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/cli_session.hpp"
#include "watermark/vault/expiry.hpp"
#include "watermark/vault/policy_toml.hpp"

namespace spoor::vault {
namespace {

struct UpdateOptions {
  VaultOptions vault;
  std::string id;
  std::string expires;
  std::string policy;
  std::string output;
  bool json = false;
};

Outcome run_update(const UpdateOptions& options, seal::UpdateChange change, const Context& context) {
  UpdateRequest request;
  request.session_id = options.id;
  request.change = change;
  if (!options.expires.empty()) {
    const auto expires = parse_expiry(options.expires, context.now_unix_s);
    if (!expires) return tl::make_unexpected(expires.error());
    request.expires_unix_s = *expires;
  }
  auto vault = options.vault.open();
  if (!vault) return tl::make_unexpected(vault.error());
  if (!options.policy.empty()) {
    // What the new policy does not name stays as it is today.
    const auto today = vault->policy_of(options.id);
    if (!today) return tl::make_unexpected(today.error());
    auto policy = read_policy(options.policy, *today);
    if (!policy) return tl::make_unexpected(policy.error());
    request.policy = std::move(*policy);
  }
  const auto updated = vault->update(request, context.now_unix_s, context.random);
  if (!updated) return tl::make_unexpected(updated.error());
  auto done = seal::write_file(options.output, updated->file);
  if (done) done = print(describe_update(*updated, options.output, options.json));
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

void add_common(CLI::App& command, UpdateOptions& options) {
  options.vault.add_to(command);
  command.add_option("SESSION", options.id, "The session, as list names it")->required();
  command.add_option("-o,--output", options.output, "The update to write, to be laid beside the session")
      ->required()
      ->type_name("U.spsu");
  command.add_flag("--json", options.json, "Report as one JSON object");
}

}  // namespace

std::string describe_update(const Updated& updated, const std::string& path, bool json) {
  if (json) {
    const nlohmann::json out = {{"expires", utc_text(updated.row.current_expires_unix_s)},
                                {"file", seal::printable(path)},
                                {"number", updated.row.update_number},
                                {"session", updated.row.id}};
    return out.dump() + "\n";
  }
  return fmt::format("{}  {}  update {}  until {}\n", updated.row.id, seal::printable(path),
                     updated.row.update_number, utc_text(updated.row.current_expires_unix_s));
}

void add_session_updates(CLI::App& session, Run& chosen) {
  const auto longer = std::make_shared<UpdateOptions>();
  CLI::App* extend = session.add_subcommand("extend", "Let a session last longer, by an update for its room");
  add_common(*extend, *longer);
  extend->add_option("--expires", longer->expires, "The new end: +8h from now, or 2027-01-31T18:00Z")
      ->required()
      ->type_name("WHEN");
  extend->callback([longer, &chosen] {
    chosen = [longer](const Context& context) {
      return run_update(*longer, seal::UpdateChange::extend, context);
    };
  });
  const auto less = std::make_shared<UpdateOptions>();
  CLI::App* narrow = session.add_subcommand("narrow", "Let a session allow less, by an update for its room");
  add_common(*narrow, *less);
  narrow->add_option("--policy", less->policy, "The narrower policy; what it does not name stays")
      ->type_name("policy.toml");
  narrow->add_option("--expires", less->expires, "An earlier end")->type_name("WHEN");
  narrow->callback([less, &chosen] {
    chosen = [less](const Context& context) {
      return run_update(*less, seal::UpdateChange::narrow, context);
    };
  });
}

}  // namespace spoor::vault
