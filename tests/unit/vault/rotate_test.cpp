// Keys that others follow: issuing key, mark key; and the escrow of all of them; in either database.
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

seal::Succession rotate(Vault& vault, Bench& bench, const vault::NewIssuingKey& wanted = {}) {
  const auto file =
      vault.change_issuing_key(wanted, kVaultPassphrase, kCheapCost, kNow + 10, bench.random).value();
  return seal::open_succession(file.value(), "s").value();
}

seal::Session session_of(const vault::Issued& issued) {
  return seal::open_session(issued.file, "s", kPassphrase).value();
}

}  // namespace

TEST_CASE("another issuing key takes over, and the former one says so", "[rotate]") {
  Bench bench;
  auto vault = bench.open_vault();
  const auto first = vault.vendor_key();
  const auto ada = bench.issue(vault, "Ada", 8 * 3600);
  const auto old_list = seal::open_revocations(vault.revoke({}, kNow).value(), "list").value();
  const auto said = rotate(vault, bench);
  CHECK(said.from == first);
  CHECK(said.to == vault.vendor_key());
  CHECK(said.to != first);
  CHECK(said.until_unix_s == ada.row.expires_unix_s);  // of the last session
  auto again = bench.open_vault();
  CHECK(again.vendor_key() == said.to);
  CHECK(session_of(bench.issue(again, "Bob")).vendor_key == said.to);
  const auto list = seal::open_revocations(again.revoke({}, kNow + 20).value(), "list").value();
  CHECK(list.vendor_key == said.to);
  CHECK(list.number > old_list.number);

  // Once more: rooms get the whole line.
  const auto next = rotate(again, bench, {{}, vault::no_pin, kNow + 20});
  CHECK(next.from == said.to);
  CHECK(next.until_unix_s == kNow + 20);
  const auto all = again.successions().value();
  REQUIRE(all.size() == 2);
  CHECK(seal::open_succession(all[0], "s")->to == said.to);
  CHECK(seal::open_succession(all[1], "s")->to == next.to);
  vault::NewIssuingKey past;
  past.old_sessions_until_unix_s = kNow;
  CHECK(code_of(again.change_issuing_key(past, kVaultPassphrase, kCheapCost, kNow + 30, bench.random)) ==
        SealErrorCode::usage);
}

TEST_CASE("a change of the issuing key that was cut short is finished or never was", "[rotate]") {
  Bench bench;
  auto vault = bench.open_vault();
  const std::string old_keys = read_text(bench.directory() / "keys.spvk");
  const auto said = rotate(vault, bench);
  // Killed between the registry and the key file.
  write_text(bench.directory() / "keys.spvk.next", read_text(bench.directory() / "keys.spvk"));
  write_text(bench.directory() / "keys.spvk", old_keys);
  CHECK(bench.open_vault().vendor_key() == said.to);
  write_text(bench.directory() / "keys.spvk", old_keys);
  CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase)) == SealErrorCode::wrong_key);
}

TEST_CASE("sessions of a former key are not extended beyond its time", "[rotate]") {
  Bench bench;
  auto vault = bench.open_vault();
  const auto ada = bench.issue(vault, "Ada", 3600);
  vault::NewIssuingKey wanted;
  wanted.old_sessions_until_unix_s = kNow + 7200;
  rotate(vault, bench, wanted);
  const auto extend = [&](const std::string& id, std::int64_t until) {
    return vault.update({id, seal::UpdateChange::extend, until}, kNow + 20, bench.random);
  };
  const auto longer = extend(ada.row.id, kNow + 7200);
  REQUIRE(longer);
  CHECK(seal::open_update(longer->file, "u", session_of(ada).update_key)->vendor_key == vault.vendor_key());
  const auto too_long = extend(ada.row.id, kNow + 7201);
  REQUIRE_FALSE(too_long);
  CHECK(too_long.error().code == SealErrorCode::usage);
  CHECK(too_long.error().message.find("former issuing key") != std::string::npos);
  const vault::IssueRequest request{"Bob", "", bench.archive.id, kNow + 3600};
  const auto bob = vault.issue({&request, 1}, bench.lock(), kNow + 20, bench.random).value().front();
  CHECK(extend(bob.row.id, kNow + 90'000));
}

TEST_CASE("an archive of a former key is signed anew, and nobody else's is", "[rotate]") {
  Bench bench;
  auto vault = bench.open_vault();
  const fs::path again = bench.scratch / "again.spar";
  CHECK(code_of(vault.sign_again(bench.archive_path(), again)) == SealErrorCode::usage);
  rotate(vault, bench);
  const auto found = vault.find_archive(bench.archive_path());
  REQUIRE_FALSE(found);
  CHECK(found.error().message.find("spoor vault resign") != std::string::npos);
  REQUIRE(vault.sign_again(bench.archive_path(), again));
  REQUIRE(vault.find_archive(again));
  const auto session = session_of(bench.issue(vault, "Ada"));
  const auto archive = seal::ArchiveReader::open(again, session.archive_key, session.vendor_key).value();
  CHECK(archive.read("a.c").value() == "int a;\n");
  CHECK(archive.id() == session.archive_id);
  // Both files differ in their ends alone.
  const std::string before = read_text(bench.archive_path());
  const std::string after = read_text(again);
  REQUIRE(before.size() == after.size());
  CHECK(before.substr(60, before.size() - 60 - 164) == after.substr(60, after.size() - 60 - 164));

  // Altered after the former key signed it.
  std::string altered = before;
  altered[altered.size() - 140] = static_cast<char>(altered[altered.size() - 140] ^ 1);
  write_text(bench.scratch / "altered.spar", altered);
  CHECK_FALSE(vault.sign_again(bench.scratch / "altered.spar", bench.scratch / "out.spar"));
  CHECK_FALSE(fs::exists(bench.scratch / "out.spar"));
  CHECK(code_of(vault.sign_again(again, bench.scratch / "out.spar")) == SealErrorCode::usage);
}

TEST_CASE("where the issuing key is lost, a new one takes over and nothing connects them", "[rotate]") {
  Bench bench;
  const auto first = bench.open_vault().vendor_key();
  vault::VaultAccess access;
  access.issuing_key_lost = true;
  auto vault = Vault::open(bench.directory(), kVaultPassphrase, access).value();
  const auto said = vault.change_issuing_key({}, kVaultPassphrase, kCheapCost, kNow, bench.random);
  REQUIRE(said);
  CHECK_FALSE(said->has_value());
  CHECK(vault.vendor_key() != first);
  CHECK(vault.successions()->empty());
  CHECK_FALSE(bench.issue(vault, "Ada").file.empty());
  CHECK(bench.open_vault().vendor_key() == vault.vendor_key());
}

TEST_CASE("leaks of every mark key can be traced", "[rotate]") {
  Bench bench;
  auto vault = bench.open_vault();
  const auto ada = bench.issue(vault, "Ada");
  REQUIRE(vault.change_mark_key(kVaultPassphrase, kCheapCost, bench.random));
  const auto bob = bench.issue(vault, "Bob");
  REQUIRE(vault.change_registry_key(kVaultPassphrase, kCheapCost, bench.random));
  REQUIRE(vault.change_mark_key(kVaultPassphrase, kCheapCost, bench.random));
  auto again = bench.open_vault();
  CHECK(again.mark_generation() == 2U);
  const auto kit_of = [&](std::optional<std::uint32_t> generation) {
    const auto file = again.export_kit({}, bench.lock(), bench.random, {}, generation);
    return seal::open_kit(file.value(), "k", kPassphrase).value();
  };
  CHECK(kit_of({}).sessions.empty());
  const auto draws = [&](std::uint32_t generation, const vault::Issued& issued) {
    const seal::Kit kit = kit_of(generation);
    REQUIRE(kit.sessions.size() == 1);
    CHECK(kit.sessions[0].id == issued.row.id);
    std::array<std::uint64_t, mark::kPositionsA / 64> table{};
    mark_code::Coder::create(kit.mark_key)->table_a(kit.sessions[0].token, 3, table);
    CHECK(table == session_of(issued).tables_a.at(3));
  };
  draws(0, ada);
  draws(1, bob);
  CHECK(code_of(again.export_kit({}, bench.lock(), bench.random, {}, 3)) == SealErrorCode::usage);

  // An update of an earlier session is drawn with its own key.
  const auto longer =
      again.update({ada.row.id, seal::UpdateChange::extend, kNow + 9 * 3600}, kNow, bench.random).value();
  const auto update = seal::open_update(longer.file, "u", session_of(ada).update_key).value();
  const seal::Kit kit = kit_of(0);
  std::array<std::uint64_t, mark::kPositionsA / 64> table{};
  const auto own = static_cast<std::uint16_t>(session_of(ada).tables_a.size());
  mark_code::Coder::create(kit.mark_key)->table_a(kit.sessions[0].token, own, table);
  CHECK(update.tables_a.at(0) == table);

  // Which key drew a session is bound into its row.
  bench.sql("UPDATE sessions SET mark_generation = 0 WHERE reviewer = 'Bob'");
  auto edited = bench.open_vault();
  CHECK(code_of(edited.export_kit({}, bench.lock(), bench.random, {}, 0)) == SealErrorCode::damaged);
}

TEST_CASE("former keys travel with a backup", "[rotate][care]") {
  Bench bench;
  auto vault = bench.open_vault();
  bench.issue(vault, "Ada");
  REQUIRE(vault.change_mark_key(kVaultPassphrase, kCheapCost, bench.random));
  rotate(vault, bench);
  REQUIRE(vault.back_up(bench.scratch / "backup"));
  auto backup = Vault::open(bench.scratch / "backup", kVaultPassphrase).value();
  CHECK(backup.mark_generation() == 1U);
  CHECK(backup.successions()->size() == 1);
  CHECK(backup.sign_again(bench.archive_path(), bench.scratch / "again.spar"));
  const auto kit = backup.export_kit({}, bench.lock(), bench.random, {}, 0).value();
  CHECK(seal::open_kit(kit, "k", kPassphrase)->sessions.size() == 1);
}

TEST_CASE("n of m trustees open an escrow, and fewer do not", "[escrow]") {
  Bench bench;
  auto vault = bench.open_vault();
  bench.issue(vault, "Ada");
  const std::vector<std::string> words = {"first trustee", "second trustee", "third trustee"};
  const auto lock =
      seal_write::QuorumLock::create(2, {&words[0], &words[1], &words[2]}, {}, kCheapCost, bench.random)
          .value();
  const seal::Bytes escrow = vault.escrow(lock, bench.random).value();
  const auto recover = [&](const std::vector<const std::string*>& given) {
    return Vault::recover(bench.directory(), escrow, given, "found again", kCheapCost, bench.random);
  };
  fs::remove(bench.directory() / "keys.spvk");
  CHECK(code_of(recover({&words[1]})) == SealErrorCode::wrong_key);
  CHECK(code_of(recover({&words[1], &words[1]})) == SealErrorCode::wrong_key);
  CHECK_THAT(recover({&words[1], &words[1]}).error().message,
             Catch::StartsWith("The vault's escrow"));  // no policy's matter
  CHECK(code_of(recover({&words[0], &kPassphrase})) == SealErrorCode::wrong_key);
  CHECK_FALSE(fs::exists(bench.directory() / "keys.spvk"));
  REQUIRE(recover({&words[2], &words[0]}));
  CHECK(code_of(Vault::open(bench.directory(), kVaultPassphrase)) == SealErrorCode::wrong_key);
  auto back = Vault::open(bench.directory(), "found again").value();
  CHECK(back.vendor_key() == vault.vendor_key());
  const auto kit = back.export_kit({}, bench.lock(), bench.random).value();
  CHECK(seal::open_kit(kit, "k", kPassphrase)->sessions.size() == 1);

  // Keys that were changed since are not put back: the registry knows better.
  REQUIRE(back.change_registry_key("found again", kCheapCost, bench.random));
  CHECK(code_of(recover({&words[0], &words[1]})) == SealErrorCode::wrong_key);
  CHECK(Vault::open(bench.directory(), "found again"));
  // And a vault's key file is not opened by trustees, nor an escrow by a passphrase of a vault.
  CHECK(code_of(vault::open_keys(escrow, "escrow", words[0])) == SealErrorCode::damaged);
}
