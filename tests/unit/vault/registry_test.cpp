// The registry under several officers at once, in either database.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <thread>

#include "tests/unit/vault/vault_bench.hpp"
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

const seal::SecretKey kRegistryKey = key_of(6);

vault::SessionRow row_of(const Bench& bench, const std::string& id = "s-0123456789ab") {
  vault::SessionRow out;
  out.id = id;
  out.reviewer = "Ada \xC3\x84";
  out.archive_id = bench.archive.id;
  out.issued_unix_s = kNow;
  out.start_unix_s = kNow;
  out.expires_unix_s = out.current_expires_unix_s = kNow + 3600;
  out.room_id.fill(4);
  out.policy = {0, 1, 2, 255};
  return out;
}

}  // namespace

TEST_CASE("a session's row comes back as it went in, with what updates made of it", "[registry]") {
  Bench bench;
  auto registry = vault::open_registry(bench.directory()).value();
  vault::SessionRow row = row_of(bench);
  REQUIRE(registry.add_session(row, {0x123456789ABC, key_of(9)}, kRegistryKey, bench.random));
  const auto check = [&] {
    const auto back = registry.session(row.id).value();
    CHECK(back.reviewer == row.reviewer);
    CHECK(back.organisation.empty());
    CHECK(back.archive_id == row.archive_id);
    CHECK(back.expires_unix_s == kNow + 3600);
    CHECK_FALSE(back.revoked_unix_s);
    CHECK(back.room_id == row.room_id);
    CHECK(back.policy == row.policy);
    CHECK(back.update_number == row.update_number);
    CHECK(back.current_expires_unix_s == row.current_expires_unix_s);
    const auto secrets = registry.secrets(back, kRegistryKey).value();
    CHECK(secrets.token == 0x123456789ABC);
    CHECK(*secrets.update_key == key_of(9));
    CHECK(code_of(registry.secrets(back, key_of(7))) == SealErrorCode::damaged);
  };
  check();
  row.policy.clear();
  row.update_number = 1;
  row.current_expires_unix_s = kNow + 7200;
  REQUIRE(registry.update_session(row, kRegistryKey, bench.random));
  check();
  // The same number again is another officer's, who was slower.
  CHECK(code_of(registry.update_session(row, kRegistryKey, bench.random)) == SealErrorCode::refused);
  row.update_number = 3;
  CHECK(code_of(registry.update_session(row, kRegistryKey, bench.random)) == SealErrorCode::refused);
  row.update_number = 2;
  bench.sql("UPDATE sessions SET current_expires_unix_s = current_expires_unix_s + 1");
  CHECK(code_of(registry.update_session(row, kRegistryKey, bench.random)) == SealErrorCode::damaged);
  row.id = "s-000000000000";
  CHECK(code_of(registry.update_session(row, kRegistryKey, bench.random)) == SealErrorCode::not_found);
}

TEST_CASE("an id or token that is taken is refused and the transaction goes on", "[registry]") {
  Bench bench;
  auto registry = vault::open_registry(bench.directory()).value();
  {
    auto transaction = registry.begin().value();
    const auto add = [&](const std::string& id, std::uint64_t token) {
      return registry.add_session(row_of(bench, id), {token, {}}, kRegistryKey, bench.random);
    };
    REQUIRE(add("s-000000000001", 1));
    CHECK(code_of(add("s-000000000001", 2)) == SealErrorCode::usage);
    CHECK(code_of(add("s-000000000002", 1)) == SealErrorCode::usage);
    REQUIRE(add("s-000000000003", 3));
    REQUIRE(transaction.commit());
  }
  REQUIRE(registry.sessions()->size() == 2);
  CHECK(registry.sessions()->at(1).id == "s-000000000003");
  CHECK_FALSE(registry.secrets(registry.sessions()->at(0), kRegistryKey)->update_key);
  // Of an archive that nobody packed.
  auto row = row_of(bench, "s-000000000004");
  row.archive_id.fill(99);
  CHECK(code_of(registry.add_session(row, {4, {}}, kRegistryKey, bench.random)) == SealErrorCode::usage);
}

TEST_CASE("officers who revoke at once lose nothing", "[registry]") {
  Bench bench;
  constexpr int kOfficers = 4;
  constexpr int kEach = 5;
  std::vector<std::string> ids;
  {
    auto vault = bench.open_vault();
    const std::vector<vault::IssueRequest> requests(kOfficers * kEach,
                                                    {"Ada", "", bench.archive.id, kNow + 900});
    const auto issued = vault.issue(requests, bench.lock(), kNow, bench.random).value();
    for (const auto& one : issued) ids.push_back(one.row.id);
  }
  std::vector<Vault> vaults;
  for (int i = 0; i < kOfficers; ++i) vaults.push_back(bench.open_vault());
  std::vector<seal::Bytes> lists(ids.size());
  std::vector<std::thread> officers;
  for (std::size_t officer = 0; officer < kOfficers; ++officer) {
    officers.emplace_back([&, officer] {
      for (std::size_t i = officer * kEach; i < (officer + 1) * kEach; ++i) {
        lists[i] = vaults[officer].revoke({&ids[i], 1}, kNow + 5).value_or(seal::Bytes());
      }
    });
  }
  for (std::thread& officer : officers) officer.join();

  // Each list has a number of its own, and a list of a greater number knows no less.
  std::map<std::uint64_t, std::set<seal::SessionIdBytes>> known;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto list = seal::open_revocations(lists[i], "list");
    REQUIRE(list);
    std::set<seal::SessionIdBytes> revoked(list->revoked.begin(), list->revoked.end());
    CHECK(revoked.contains(*seal::session_id_bytes(ids[i])));
    CHECK(known.emplace(list->number, std::move(revoked)).second);
  }
  std::set<seal::SessionIdBytes> before;
  for (const auto& [number, revoked] : known) {
    CHECK(std::includes(revoked.begin(), revoked.end(), before.begin(), before.end()));
    before = revoked;
  }
  CHECK(before.size() == ids.size());
  // The vault keeps the last one, whoever wrote his file last.
  const auto kept = seal::open_revocations(bench.directory() / "revocations.sprl").value();
  CHECK(kept.number == known.rbegin()->first);
  CHECK(kept.revoked.size() == ids.size());
}

TEST_CASE("officers who issue at once lose nothing", "[registry]") {
  Bench bench;
  constexpr std::size_t kOfficers = 4;
  std::vector<Vault> vaults;
  for (std::size_t i = 0; i < kOfficers; ++i) vaults.push_back(bench.open_vault());
  const auto lock = bench.lock();
  std::vector<std::vector<std::string>> ids(kOfficers);
  std::vector<std::thread> officers;
  for (std::size_t officer = 0; officer < kOfficers; ++officer) {
    officers.emplace_back([&, officer] {
      SeededRandom random(100 + officer);
      const std::vector<vault::IssueRequest> two(2, {"Ada", "", bench.archive.id, kNow + 900});
      for (int i = 0; i < 10; ++i) {
        const auto issued = vaults[officer].issue(two, lock, kNow, random);
        if (!issued) return;
        for (const auto& one : *issued) ids[officer].push_back(one.row.id);
      }
    });
  }
  for (std::thread& officer : officers) officer.join();
  std::set<std::string> registered;
  const auto rows = vaults[0].registry().sessions().value();
  for (const auto& row : rows) registered.insert(row.id);
  CHECK(registered.size() == kOfficers * 20);
  for (const auto& of_one : ids) {
    CHECK(of_one.size() == 20);
    for (const std::string& id : of_one) CHECK(registered.contains(id));
  }
}

TEST_CASE("a registry of other keys is not written to", "[registry]") {
  Bench bench;
  Bench other;
  auto vault = bench.open_vault();
  auto stranger = vault::open_registry(bench.directory()).value();
  REQUIRE(stranger.rebind({1, 2, 3}));  // the keys were changed elsewhere
  const vault::IssueRequest request{"Ada", "", bench.archive.id, kNow + 900};
  CHECK(code_of(vault.issue({&request, 1}, bench.lock(), kNow, bench.random)) == SealErrorCode::wrong_key);
  CHECK(code_of(vault.revoke({}, kNow)) == SealErrorCode::wrong_key);
  CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase)) == SealErrorCode::wrong_key);
  if (!bench.registry_uri.empty()) {
    REQUIRE(vault::open_registry(other.directory())->rebind({4, 5, 6}));
    CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase, {other.registry_uri})) ==
          SealErrorCode::wrong_key);
  }
}
