// The registry: which archives were packed and which sessions were issued. What is secret in it (archive
// keys, tokens, update keys) is sealed under the vault's registry key and bound to the rest of its row, so
// that an edited row does not open. Listing needs no key.
//
// It lies in a file of the vault (SQLite) or on a server (PostgreSQL), where several officers share it; see
// registry_place.hpp. Whatever runs at the same time, numbers of revocation lists and of session updates are
// given once, and a row that was committed stays.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/crypto.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/vault/sql_database.hpp"

namespace spoor::vault {

struct ArchiveRow {
  seal::ArchiveId id{};
  std::string release{};
  std::int64_t created_unix_s = 0;
};

struct SessionRow {
  std::string id{};  ///< "s-" and 12 hex digits
  std::string reviewer{};
  std::string organisation{};
  seal::ArchiveId archive_id{};
  std::int64_t issued_unix_s = 0;
  std::int64_t start_unix_s = 0;
  std::int64_t expires_unix_s = 0;  ///< as issued
  std::optional<std::int64_t> revoked_unix_s{};

  std::array<std::uint8_t, 32> room_id{};  ///< zeros: bound to no room
  std::uint32_t mark_generation = 0;       ///< which mark key drew its tables: 0 the vault's first
  // The state after the session's updates.
  seal::Bytes policy{};  ///< in its canonical form; empty: none
  std::uint64_t update_number = 0;
  std::int64_t current_expires_unix_s = 0;
};

struct SessionSecrets {
  std::uint64_t token = 0;                      ///< 48 bits
  std::optional<seal::SecretKey> update_key{};  ///< absent in sessions from before there were updates
};

class Registry {
 public:
  /// A database with the tables of this program's version: create_schema or update_schema.
  explicit Registry(std::unique_ptr<SqlDatabase> database) : database_(std::move(database)) {}

  /// From here on, transactions are refused where somebody changed the vault's keys since. Errors: wrong_key
  /// (the registry belongs to other keys), io.
  [[nodiscard]] seal::Result<void> bind_to(const seal::Digest& key_check);
  /// Says in the registry which keys it belongs to from now on; inside an exclusive transaction.
  [[nodiscard]] seal::Result<void> rebind(const seal::Digest& key_check);

  /// Errors: wrong_key, where the keys were changed since bind_to; io.
  [[nodiscard]] seal::Result<Transaction> begin(Locking locking = Locking::shared);

  [[nodiscard]] seal::Result<void> add_archive(const ArchiveRow& row, const seal::ArchiveKey& key,
                                               const seal::SecretKey& registry_key,
                                               seal_write::RandomSource& random);
  [[nodiscard]] seal::Result<void> remove_archive(const seal::ArchiveId& id);
  [[nodiscard]] seal::Result<std::vector<ArchiveRow>> archives();
  /// Error not_found: this vault did not pack it.
  [[nodiscard]] seal::Result<ArchiveRow> archive(const seal::ArchiveId& id);
  [[nodiscard]] seal::Result<seal::ArchiveKey> archive_key(const ArchiveRow& row,
                                                           const seal::SecretKey& registry_key);

  /// Error usage: another session has that id or token; the transaction stays usable.
  [[nodiscard]] seal::Result<void> add_session(const SessionRow& row, const SessionSecrets& secrets,
                                               const seal::SecretKey& registry_key,
                                               seal_write::RandomSource& random);
  [[nodiscard]] seal::Result<void> remove_session(const std::string& id);
  /// In order of issue.
  [[nodiscard]] seal::Result<std::vector<SessionRow>> sessions();
  [[nodiscard]] seal::Result<SessionRow> session(const std::string& id);
  /// Error damaged: the row was altered.
  [[nodiscard]] seal::Result<SessionSecrets> secrets(const SessionRow& row,
                                                     const seal::SecretKey& registry_key);

  /// Takes over the policy, update number and current expiry of a row, whose number must be one more than
  /// what the registry has. Errors: refused, where another officer was faster; not_found; damaged.
  [[nodiscard]] seal::Result<void> update_session(const SessionRow& row, const seal::SecretKey& registry_key,
                                                  seal_write::RandomSource& random);

  /// Marks it; one that is marked keeps its first time. Error: not_found.
  [[nodiscard]] seal::Result<void> revoke(const std::string& id, std::int64_t now_unix_s);
  /// The next list's number, inside a transaction; until it ends, no other transaction gets one.
  [[nodiscard]] seal::Result<std::uint64_t> next_revocation_number();

  /// Keys of the vault that others have followed, each kept under its number from 0. Sealed as all secrets
  /// are, so that nobody can put another in. Errors: damaged, io.
  enum class FormerKind { mark_key, issuing_key };
  [[nodiscard]] seal::Result<std::vector<seal::SecretKey>> former_keys(FormerKind kind,
                                                                       const seal::SecretKey& registry_key);
  [[nodiscard]] seal::Result<void> add_former_key(FormerKind kind, const seal::SecretKey& key,
                                                  const seal::SecretKey& registry_key,
                                                  seal_write::RandomSource& random);

  /// Seals every secret anew, inside an exclusive transaction. Errors: damaged, io.
  [[nodiscard]] seal::Result<void> reseal(const seal::SecretKey& from, const seal::SecretKey& to,
                                          seal_write::RandomSource& random);

  /// Every row into another registry that has none; both are in an exclusive transaction. Errors: io, usage.
  [[nodiscard]] seal::Result<void> copy_to(Registry& other);
  /// Lists get greater numbers from here on. Inside a transaction.
  [[nodiscard]] seal::Result<void> skip_revocation_numbers(std::uint64_t count);

  /// A named value. None: nothing is there.
  [[nodiscard]] seal::Result<std::optional<seal::Bytes>> fact(std::string_view name);
  [[nodiscard]] seal::Result<void> set_fact(std::string_view name, seal::ByteView value);

 private:
  seal::Result<std::int64_t> run(std::string_view sql, std::initializer_list<SqlValue> values,
                                 const OnRow& on_row = {});
  seal::Result<seal::Bytes> sealed_column(std::string_view sql, const SqlValue& id);
  seal::Result<std::optional<seal::SecretKey>> update_key(const SessionRow& row,
                                                          const seal::SecretKey& registry_key);
  seal::Result<void> put_former_key(FormerKind kind, std::size_t number, const seal::SecretKey& key,
                                    const seal::SecretKey& registry_key, seal_write::RandomSource& random);
  seal::Result<void> reseal_former_keys(const seal::SecretKey& from, const seal::SecretKey& to,
                                        seal_write::RandomSource& random);

  std::unique_ptr<SqlDatabase> database_;
  std::optional<seal::Digest> key_check_{};
};

}  // namespace spoor::vault
