// The registry: which archives were packed and which sessions were issued. What is secret in it (archive
// keys, tokens) is sealed under the vault's registry key and bound to the rest of its row, so that an edited
// row does not open. Listing needs no key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/vault/sqlite.hpp"

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
  std::int64_t expires_unix_s = 0;
  std::optional<std::int64_t> revoked_unix_s{};
};

class Registry {
 public:
  static seal::Result<Registry> create(const std::filesystem::path& path);
  /// Errors: io, damaged, unsupported (a newer vault).
  static seal::Result<Registry> open(const std::filesystem::path& path);

  [[nodiscard]] seal::Result<Transaction> begin() { return Transaction::begin(database_); }

  [[nodiscard]] seal::Result<void> add_archive(const ArchiveRow& row, const seal::ArchiveKey& key,
                                               const seal::SecretKey& registry_key,
                                               seal_write::RandomSource& random);
  [[nodiscard]] seal::Result<void> remove_archive(const seal::ArchiveId& id);
  [[nodiscard]] seal::Result<std::vector<ArchiveRow>> archives();
  /// Error not_found: this vault did not pack it.
  [[nodiscard]] seal::Result<ArchiveRow> archive(const seal::ArchiveId& id);
  [[nodiscard]] seal::Result<seal::ArchiveKey> archive_key(const ArchiveRow& row,
                                                           const seal::SecretKey& registry_key);

  /// Error usage: another session has that id or token.
  [[nodiscard]] seal::Result<void> add_session(const SessionRow& row, std::uint64_t token,
                                               const seal::SecretKey& registry_key,
                                               seal_write::RandomSource& random);
  [[nodiscard]] seal::Result<void> remove_session(const std::string& id);
  /// In order of issue.
  [[nodiscard]] seal::Result<std::vector<SessionRow>> sessions();
  [[nodiscard]] seal::Result<SessionRow> session(const std::string& id);
  [[nodiscard]] seal::Result<std::uint64_t> token(const SessionRow& row, const seal::SecretKey& registry_key);

  /// Marks it; one that is marked keeps its first time. Error: not_found.
  [[nodiscard]] seal::Result<void> revoke(const std::string& id, std::int64_t now_unix_s);
  /// The next list's number; counts up with every call, inside a transaction.
  [[nodiscard]] seal::Result<std::uint64_t> next_revocation_number();

 private:
  explicit Registry(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace spoor::vault
