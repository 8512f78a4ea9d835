// Looking after a vault: new passphrase, new registry key, backup and restoring, in either database.
#include <catch2/catch.hpp>

#include "tests/unit/vault/vault_bench.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/revocation.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;
using vault::Vault;
using vault_test::Bench;
using vault_test::kNow;
using vault_test::kVaultPassphrase;

namespace {

std::size_t sessions_in_kit(Vault& vault, Bench& bench) {
  const auto kit = vault.export_kit({&bench.archive.id, 1}, bench.lock(), bench.random);
  return kit ? seal::open_kit(*kit, "k", kPassphrase)->sessions.size() : 0;
}

/// For restored vaults: a second database where the tests run on a server.
std::string another_place() {
  auto* server = vault_test::test_server();
  return server == nullptr ? std::string() : server->new_database();
}

}  // namespace

TEST_CASE("a new passphrase opens the vault, the old one does not", "[care]") {
  Bench bench;
  {
    auto vault = bench.open_vault();
    bench.issue(vault, "Ada");
    CHECK(code_of(vault.change_passphrase("", kCheapCost, bench.random)) == SealErrorCode::usage);
    REQUIRE(vault.change_passphrase("another", kCheapCost, bench.random));
  }
  CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase)) == SealErrorCode::wrong_key);
  auto vault = Vault::open(bench.directory(), "another").value();
  CHECK(sessions_in_kit(vault, bench) == 1);
}

TEST_CASE("a new registry key opens every row, and old keys are found out", "[care]") {
  Bench bench;
  auto vault = bench.open_vault();
  auto elsewhere = bench.open_vault();  // another officer's, with the keys of before
  bench.issue(vault, "Ada");
  const std::string old_keys = read_text(bench.directory() / "keys.spvk");
  REQUIRE(vault.change_registry_key(kVaultPassphrase, kCheapCost, bench.random));
  bench.issue(vault, "Bob");
  CHECK(sessions_in_kit(vault, bench) == 2);
  auto again = bench.open_vault();
  CHECK(sessions_in_kit(again, bench) == 2);
  CHECK_FALSE(fs::exists(bench.directory() / "keys.spvk.next"));
  const vault::IssueRequest request{"Eve", "", bench.archive.id, kNow + 900};
  CHECK(code_of(elsewhere.issue({&request, 1}, bench.lock(), kNow, bench.random)) ==
        SealErrorCode::wrong_key);

  // Killed between the registry and the key file: the next opening finishes it.
  write_text(bench.directory() / "keys.spvk.next", read_text(bench.directory() / "keys.spvk"));
  write_text(bench.directory() / "keys.spvk", old_keys);
  auto finished = bench.open_vault();
  CHECK(sessions_in_kit(finished, bench) == 2);
  CHECK_FALSE(fs::exists(bench.directory() / "keys.spvk.next"));
  // Killed before the registry had it: nothing has changed, and the file that was left does not matter.
  write_text(bench.directory() / "keys.spvk.next", old_keys);
  auto unchanged = bench.open_vault();
  CHECK(sessions_in_kit(unchanged, bench) == 2);
  write_text(bench.directory() / "keys.spvk", old_keys);
  CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase)) == SealErrorCode::wrong_key);
}

TEST_CASE("a backup is a vault, and a vault comes back from it", "[care]") {
  Bench bench;
  auto vault = bench.open_vault();
  const auto ada = bench.issue(vault, "Ada");
  bench.issue(vault, "Bob");
  REQUIRE(vault.revoke({&ada.row.id, 1}, kNow + 1));
  const fs::path backup = bench.scratch / "backup";
  REQUIRE(vault.back_up(backup));
  CHECK(code_of(vault.back_up(backup)) == SealErrorCode::usage);
  CHECK(fs::status(backup).permissions() == fs::perms::owner_all);
  {
    auto opened = Vault::open(backup, kVaultPassphrase).value();
    CHECK(sessions_in_kit(opened, bench) == 2);
  }
  // Signed after the backup, so that the restored vault knows nothing of it: its next list must go beyond.
  const auto lost = seal::open_revocations(vault.revoke({}, kNow + 2).value(), "list")->number;
  const fs::path restored = bench.scratch / "restored";
  REQUIRE(Vault::restore(backup, restored, another_place()));
  auto back = Vault::open(restored, kVaultPassphrase).value();
  const auto rows = back.registry().sessions().value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].reviewer == "Ada");
  CHECK(rows[0].revoked_unix_s == kNow + 1);
  CHECK(rows[1].reviewer == "Bob");
  CHECK(sessions_in_kit(back, bench) == 2);
  CHECK(back.find_archive(bench.archive_path()));
  CHECK(seal::open_revocations(back.revoke({}, kNow + 3).value(), "list")->number > lost);
  bench.issue(back, "Cyd");
  CHECK(back.registry().sessions()->at(2).reviewer == "Cyd");
  CHECK(code_of(Vault::restore(backup, restored, {})) == SealErrorCode::usage);
  CHECK(code_of(Vault::restore(bench.scratch / "missing", bench.scratch / "new", {})) == SealErrorCode::io);
  CHECK_FALSE(fs::exists(bench.scratch / "new"));
}
