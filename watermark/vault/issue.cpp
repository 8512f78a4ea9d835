// Issuing sessions: a token, the kerning tables of every slot, the sealed file.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "watermark/seal/session_format.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr int kMostDraws = 8;  // two draws that collide are a broken generator; eight, certainly

struct Name {
  std::uint64_t token = 0;  ///< 48 bits
  seal::SessionIdBytes id{};
};

Result<Name> draw_name(seal_write::RandomSource& random) {
  seal::SecretArray<6> token{};
  Name out;
  if (auto filled = random.fill(token); !filled) return tl::make_unexpected(filled.error());
  if (auto filled = random.fill(out.id); !filled) return tl::make_unexpected(filled.error());
  for (const std::uint8_t byte : token) out.token = out.token << 8U | byte;
  return out;
}

bool is_line(std::string_view text) {
  return text.size() <= kMaxNameBytes && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

Result<void> check_request(const IssueRequest& request, std::int64_t start_unix_s, std::int64_t now_unix_s) {
  if (request.reviewer.empty() || !is_line(request.reviewer) || !is_line(request.organisation)) {
    return fail(
        SealErrorCode::usage,
        fmt::format("A reviewer's name must be 1 to {} bytes on one line, an organisation at most that.",
                    kMaxNameBytes));
  }
  if (request.expires_unix_s <= now_unix_s) {
    return fail(SealErrorCode::usage, "The expiry lies in the past; choose a later one.");
  }
  if (!seal::slots_of_window(start_unix_s, request.expires_unix_s)) {
    return fail(SealErrorCode::usage,
                fmt::format("A session may last {} days at most; choose an earlier expiry.",
                            seal::kMaxSlots * seal::kSlotSeconds / 86400));
  }
  return {};
}

void fill_tables(const mark_code::Coder& coder, std::uint64_t token, seal::Session& session) {
  const auto slots = seal::slots_of_window(session.start_unix_s, session.expires_unix_s).value_or(0);
  session.tables_a.resize(slots);
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    coder.table_a(token, static_cast<std::uint16_t>(slot), session.tables_a[slot]);
  }
  session.table_b.resize(mark::kPositionsB / 64);
  coder.table_b(token, std::span<std::uint64_t, mark::kPositionsB / 64>(session.table_b));
}

}  // namespace

Result<Issued> Vault::issue_one(const IssueRequest& request, const seal::ArchiveKey& archive_key,
                                std::uint32_t generation, const seal_write::Lock& lock,
                                std::int64_t now_unix_s, seal_write::RandomSource& random) {
  const std::int64_t start_unix_s = now_unix_s - now_unix_s % seal::kSlotSeconds;
  if (auto sound = check_request(request, start_unix_s, now_unix_s); !sound) {
    return tl::make_unexpected(sound.error());
  }
  SessionRow row;
  row.reviewer = request.reviewer;
  row.organisation = request.organisation;
  row.archive_id = request.archive_id;
  row.issued_unix_s = now_unix_s;
  row.start_unix_s = start_unix_s;
  row.expires_unix_s = row.current_expires_unix_s = request.expires_unix_s;
  row.room_id = request.room;
  row.mark_generation = generation;
  row.policy = seal::encode_policy(request.policy);
  seal::SecretKey update_key;
  if (auto filled = random.fill(update_key); !filled) return tl::make_unexpected(filled.error());
  Name name;
  Result<void> added = fail(SealErrorCode::usage, "");
  for (int draw = 0; draw < kMostDraws && !added && added.error().code == SealErrorCode::usage; ++draw) {
    const auto drawn = draw_name(random);
    if (!drawn) return tl::make_unexpected(drawn.error());
    name = *drawn;
    row.id = seal::session_id_text(name.id);
    added = registry_.add_session(row, {name.token, update_key}, keys_.registry_key, random);
  }
  if (!added) return tl::make_unexpected(added.error());

  seal::Session session;
  session.id = row.id;
  session.reviewer = row.reviewer;
  session.organisation = row.organisation;
  session.vendor = keys_.vendor;
  session.archive_id = row.archive_id;
  session.archive_key = archive_key;
  session.start_unix_s = row.start_unix_s;
  session.expires_unix_s = row.expires_unix_s;
  session.room = request.room;
  session.policy = request.policy;
  session.update_key = update_key;
  const auto log_key = seal::agreement_public_key(keys_.log_key);
  if (!log_key) return tl::make_unexpected(log_key.error());
  session.log_key = *log_key;
  fill_tables(coder_, name.token, session);
  auto file = seal_write::seal_session(session, lock, *issuer_, random);
  if (!file) return tl::make_unexpected(file.error());
  return Issued{std::move(row), std::move(*file)};
}

Result<std::vector<Issued>> Vault::issue(std::span<const IssueRequest> requests, const seal_write::Lock& lock,
                                         std::int64_t now_unix_s, seal_write::RandomSource& random,
                                         const BeforeCommit& before_commit) {
  auto transaction = registry_.begin();
  if (!transaction) return tl::make_unexpected(transaction.error());
  const auto generation = mark_generation();
  if (!generation) return tl::make_unexpected(generation.error());
  std::map<seal::ArchiveId, seal::ArchiveKey> keys;
  std::vector<Issued> out;
  for (const IssueRequest& request : requests) {
    if (!keys.contains(request.archive_id)) {
      const auto row = registry_.archive(request.archive_id);
      if (!row) return tl::make_unexpected(row.error());
      const auto key = registry_.archive_key(*row, keys_.registry_key);
      if (!key) return tl::make_unexpected(key.error());
      keys.emplace(request.archive_id, *key);
    }
    auto issued = issue_one(request, keys.at(request.archive_id), *generation, lock, now_unix_s, random);
    if (!issued) return tl::make_unexpected(issued.error());
    out.push_back(std::move(*issued));
  }
  auto done = before_commit ? before_commit(out) : Result<void>();
  if (done) done = transaction->commit();
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

}  // namespace spoor::vault
