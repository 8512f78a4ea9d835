// A vault with one packed archive, in either kind of registry: SPOOR_TEST_REGISTRY=postgres runs the same
// tests against a real server.
#pragma once

#include "tests/unit/seal/fixtures.hpp"
#include "tests/unit/vault/postgres_server.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault_test {

inline constexpr std::int64_t kNow = 1'800'000'123;
inline const std::string kVaultPassphrase = "the vault's own";

/// The server of this test program, started at first use; none where the tests run on SQLite.
[[nodiscard]] PostgresServer* test_server();

class Bench {
 public:
  explicit Bench(std::uint64_t seed = 1);
  [[nodiscard]] vault::Vault open_vault() const;
  [[nodiscard]] std::filesystem::path directory() const { return scratch / "vault"; }
  [[nodiscard]] std::filesystem::path archive_path() const { return scratch / "a.spar"; }
  [[nodiscard]] seal_write::PassphraseLock lock();
  vault::Issued issue(vault::Vault& vault, const std::string& reviewer, std::int64_t lasts_s = 8 * 3600);
  /// Behind the registry's back.
  void sql(const std::string& statement) const;
  void set_schema_version(int version) const;

  seal_test::Scratch scratch;
  seal_test::SeededRandom random;
  std::string registry_uri;  ///< empty: vault.db
  vault::ArchiveRow archive;
};

}  // namespace spoor::vault_test
