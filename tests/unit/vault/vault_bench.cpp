#include "tests/unit/vault/vault_bench.hpp"

#include <cstdlib>
#include <stdexcept>

#include "watermark/vault/postgres.hpp"
#include "watermark/vault/sqlite.hpp"

namespace spoor::vault_test {

using vault::Vault;

PostgresServer* test_server() {
  const char* wanted = std::getenv("SPOOR_TEST_REGISTRY");
  if (wanted == nullptr || std::string(wanted) != "postgres") return nullptr;
  static PostgresServer server;
  return &server;
}

Bench::Bench(std::uint64_t seed) : random(seed) {
  if (PostgresServer* server = test_server(); server != nullptr) registry_uri = server->new_database();
  const auto made =
      Vault::init(directory(), "acme", kVaultPassphrase, seal_test::kCheapCost, random, {registry_uri});
  if (!made) throw std::runtime_error(made.error().message);
  seal_test::write_text(scratch / "tree/a.c", "int a;\n");
  auto vault = open_vault();
  seal_write::PackOptions options;
  options.release = "1.0";
  options.created_unix_s = kNow;
  if (!vault.pack(scratch / "tree", archive_path(), options, random)) throw std::runtime_error("pack");
  archive = vault.find_archive(archive_path()).value();
}

Vault Bench::open_vault() const {
  return Vault::open(directory(), kVaultPassphrase).value();
}

seal_write::PassphraseLock Bench::lock() {
  return seal_write::PassphraseLock::create(seal_test::kPassphrase, seal_test::kCheapCost, random).value();
}

vault::Issued Bench::issue(Vault& vault, const std::string& reviewer, std::int64_t lasts_s) {
  const vault::IssueRequest request{reviewer, "org", archive.id, kNow + lasts_s};
  return std::move(vault.issue({&request, 1}, lock(), kNow, random).value().front());
}

void Bench::sql(const std::string& statement) const {
  std::unique_ptr<vault::SqlDatabase> database;
  if (registry_uri.empty()) {
    database =
        vault::SqliteDatabase::open(directory() / "vault.db", vault::SqliteDatabase::Mode::open).value();
  } else {
    database = vault::PostgresDatabase::open(registry_uri).value();
  }
  if (const auto done = database->script(statement); !done) throw std::runtime_error(done.error().message);
}

void Bench::set_schema_version(int version) const {
  sql((registry_uri.empty() ? "PRAGMA user_version = " : "UPDATE schema_version SET version = ") +
      std::to_string(version));
}

}  // namespace spoor::vault_test
