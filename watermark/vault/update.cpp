// Changing a session that is in use: extend, narrow, revoke.
#include <fmt/format.h>

#include "watermark/vault/expiry.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;
using seal::UpdateChange;

namespace {

Result<seal::Policy> policy_in(const SessionRow& row) {
  seal::Policy out;
  if (row.policy.empty() || seal::decode_policy(row.policy, out)) return out;
  return fail(SealErrorCode::damaged, "The registry's policy of the session was altered; restore a backup.");
}

Result<void> check_extension(const SessionRow& row, std::int64_t expires_unix_s, std::int64_t now_unix_s) {
  if (expires_unix_s <= row.current_expires_unix_s || expires_unix_s <= now_unix_s) {
    return fail(
        SealErrorCode::usage,
        fmt::format("The session {} lasts until {}; an extension must end later than that, and in the "
                    "future.",
                    row.id, utc_text(row.current_expires_unix_s)));
  }
  if (seal::slots_of_window(row.start_unix_s, expires_unix_s)) return {};
  return fail(SealErrorCode::usage, fmt::format("A session may last {} days at most; choose an earlier end.",
                                                seal::kMaxSlots * seal::kSlotSeconds / 86400));
}

Result<void> check_narrowing(const SessionRow& row, const UpdateRequest& request, const seal::Policy& now) {
  const bool changes = request.policy.has_value() || request.expires_unix_s != 0;
  const bool ends_within =
      request.expires_unix_s == 0 ||
      (request.expires_unix_s > row.start_unix_s && request.expires_unix_s < row.current_expires_unix_s);
  if (!changes || !ends_within) {
    return fail(SealErrorCode::usage,
                fmt::format("To narrow the session {}, give a policy, or an end between {} and {}.", row.id,
                            utc_text(row.start_unix_s), utc_text(row.current_expires_unix_s)));
  }
  const auto clause = request.policy ? seal::wider_clause(*request.policy, now) : std::nullopt;
  if (!clause) return {};
  return fail(
      SealErrorCode::usage,
      fmt::format("The policy's {} allows more than the session does today; narrow it, or issue a new "
                  "session.",
                  *clause));
}

Result<void> check(const SessionRow& row, const UpdateRequest& request, const seal::Policy& now,
                   std::int64_t now_unix_s) {
  if (request.change == UpdateChange::revoke) return {};
  if (row.revoked_unix_s) {
    return fail(SealErrorCode::refused, fmt::format("The session {} was revoked at {}; issue a new one.",
                                                    row.id, utc_text(*row.revoked_unix_s)));
  }
  if (request.change == UpdateChange::extend) return check_extension(row, request.expires_unix_s, now_unix_s);
  return check_narrowing(row, request, now);
}

}  // namespace

Result<seal::Policy> Vault::policy_of(const std::string& session_id) {
  const auto row = registry_.session(session_id);
  if (!row) return tl::make_unexpected(row.error());
  return policy_in(*row);
}

Result<void> Vault::check_key_holds(const SessionRow& row, std::int64_t expires_unix_s) {
  const auto ends_unix_s = key_ends_unix_s(row.issued_unix_s);
  if (!ends_unix_s) return tl::make_unexpected(ends_unix_s.error());
  if (!*ends_unix_s || expires_unix_s <= **ends_unix_s) return {};
  return fail(
      SealErrorCode::usage,
      fmt::format("The session {} was issued with a former issuing key, whose sessions open until {}; "
                  "issue a new session.",
                  row.id, utc_text(**ends_unix_s)));
}

Result<Updated> Vault::update(const UpdateRequest& request, std::int64_t now_unix_s,
                              seal_write::RandomSource& random) {
  auto transaction = registry_.begin();
  if (!transaction) return tl::make_unexpected(transaction.error());
  auto row = registry_.session(request.session_id);
  if (!row) return tl::make_unexpected(row.error());
  const auto secrets = registry_.secrets(*row, keys_.registry_key);
  const auto policy = policy_in(*row);
  if (!secrets || !policy) return tl::make_unexpected(secrets ? policy.error() : secrets.error());
  if (!secrets->update_key) {
    return fail(SealErrorCode::refused,
                fmt::format("The session {} was issued before there were updates; revoke it and issue a new "
                            "one.",
                            row->id));
  }
  if (auto sound = check(*row, request, *policy, now_unix_s); !sound)
    return tl::make_unexpected(sound.error());
  const bool extends = request.change == UpdateChange::extend;
  if (auto held = extends ? check_key_holds(*row, request.expires_unix_s) : Result<void>(); !held)
    return tl::make_unexpected(held.error());
  const auto coder = coder_of(row->mark_generation);
  if (!coder) return tl::make_unexpected(coder.error());

  seal::SessionUpdate update;
  update.session_id = row->id;
  update.room = row->room_id;
  update.number = row->update_number + 1;
  update.made_unix_s = now_unix_s;
  update.change = request.change;
  update.policy = request.policy.value_or(*policy);
  const bool moves = request.change != UpdateChange::revoke && request.expires_unix_s != 0;
  update.expires_unix_s = moves ? request.expires_unix_s : row->current_expires_unix_s;
  // The session itself holds the tables up to the expiry that it was issued with.
  const auto own = seal::slots_of_window(row->start_unix_s, row->expires_unix_s).value_or(0);
  const auto all = seal::slots_of_window(row->start_unix_s, update.expires_unix_s).value_or(0);
  for (std::uint32_t slot = own; slot < all; ++slot)
    coder->table_a(secrets->token, static_cast<std::uint16_t>(slot), update.tables_a.emplace_back());
  auto file = seal_write::seal_update(update, *secrets->update_key, *issuer_, random);
  if (!file) return tl::make_unexpected(file.error());

  row->policy = seal::encode_policy(update.policy);
  row->update_number = update.number;
  row->current_expires_unix_s = update.expires_unix_s;
  auto done = registry_.update_session(*row, keys_.registry_key, random);
  if (done) done = transaction->commit();
  if (!done) return tl::make_unexpected(done.error());
  return Updated{std::move(*row), std::move(*file)};
}

}  // namespace spoor::vault
