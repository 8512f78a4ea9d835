// The vault: what it issues opens, what was altered does not, what it holds stays its own.
#include "watermark/vault/vault.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/unit/vault/vault_bench.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/session_format.hpp"
#include "watermark/vault/registry_schema.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;
using vault::Vault;
using vault_test::Bench;
using vault_test::kNow;
using vault_test::kVaultPassphrase;

namespace {

std::optional<SealErrorCode> issue_code(Bench& bench, const vault::IssueRequest& request) {
  auto vault = bench.open_vault();
  const auto issued = vault.issue({&request, 1}, bench.lock(), kNow, bench.random);
  return issued ? std::nullopt : std::optional(issued.error().code);
}

}  // namespace

TEST_CASE("an issued session opens the archive and draws with the mark key's tables", "[vault]") {
  Bench bench;
  auto vault = bench.open_vault();
  const vault::Issued issued = bench.issue(vault, "Ada");
  const auto session = seal::open_session(issued.file, "s.spsn", kPassphrase);
  REQUIRE(session);
  CHECK(session->id == issued.row.id);
  CHECK(session->reviewer == "Ada");
  CHECK(session->vendor == "acme");
  CHECK(session->start_unix_s == kNow - kNow % 900);
  CHECK(session->expires_unix_s == kNow + 8 * 3600);
  CHECK(session->table_at(kNow));
  const auto archive =
      seal::ArchiveReader::open(bench.archive_path(), session->archive_key, session->vendor_key);
  REQUIRE(archive);
  CHECK(archive->id() == session->archive_id);
  CHECK(archive->release() == "1.0");
  CHECK(archive->read("a.c").value() == "int a;\n");

  // The kit knows the token from which the mark key makes the very same tables.
  const auto kit_file = vault.export_kit({&bench.archive.id, 1}, bench.lock(), bench.random);
  REQUIRE(kit_file);
  const auto kit = seal::open_kit(*kit_file, "k.spkit", kPassphrase);
  REQUIRE(kit);
  REQUIRE(kit->sessions.size() == 1);
  CHECK(kit->sessions[0].slots == session->tables_a.size());
  CHECK(kit->archives.at(0).key == session->archive_key);
  const auto coder = mark_code::Coder::create(kit->mark_key);
  REQUIRE(coder);
  for (std::uint16_t slot = 0; slot < session->tables_a.size(); ++slot) {
    std::array<std::uint64_t, mark::kPositionsA / 64> table{};
    coder->table_a(kit->sessions[0].token, slot, table);
    CHECK(table == session->tables_a[slot]);
  }
  std::array<std::uint64_t, mark::kPositionsB / 64> table_b{};
  coder->table_b(kit->sessions[0].token, table_b);
  CHECK(std::equal(table_b.begin(), table_b.end(), session->table_b.begin(), session->table_b.end()));
}

TEST_CASE("every session has a name and a token of its own", "[vault]") {
  Bench bench;
  auto vault = bench.open_vault();
  std::vector<vault::IssueRequest> requests(500, {"Ada", "", bench.archive.id, kNow + 900});
  const auto issued = vault.issue(requests, bench.lock(), kNow, bench.random);
  REQUIRE(issued);
  const auto kit_file = vault.export_kit({}, bench.lock(), bench.random);
  const auto kit = seal::open_kit(*kit_file, "k.spkit", kPassphrase);
  REQUIRE(kit);
  std::set<std::string> ids;
  std::set<std::uint64_t> tokens;
  for (const auto& session : kit->sessions) {
    ids.insert(session.id);
    tokens.insert(session.token);
    CHECK(session.token < (std::uint64_t{1} << 48U));
  }
  CHECK(ids.size() == 500);
  CHECK(tokens.size() == 500);
  CHECK(kit->archives.empty());
}

TEST_CASE("a generator that repeats itself is found out", "[vault]") {
  class Stuck final : public seal_write::RandomSource {
   public:
    seal::Result<void> fill(std::span<std::uint8_t> out) override {
      std::fill(out.begin(), out.end(), std::uint8_t{4});
      return {};
    }
  };
  Bench bench;
  Stuck stuck;
  auto vault = bench.open_vault();
  const std::vector<vault::IssueRequest> two(2, {"Ada", "", bench.archive.id, kNow + 900});
  CHECK(code_of(vault.issue(two, bench.lock(), kNow, stuck)) == SealErrorCode::usage);
  CHECK(vault.registry().sessions()->empty());  // all or none
}

TEST_CASE("requests that make no sense issue nothing", "[vault]") {
  Bench bench;
  const vault::IssueRequest good{"Ada", "org", bench.archive.id, kNow + 3600};
  const auto with = [&](auto change) {
    vault::IssueRequest request = good;
    change(request);
    return issue_code(bench, request);
  };
  CHECK(with([](auto& r) { r.reviewer.clear(); }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.reviewer.assign(201, 'x'); }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.reviewer = "two\nlines"; }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.organisation.assign(201, 'x'); }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.expires_unix_s = kNow; }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.expires_unix_s = kNow + 65537LL * 900; }) == SealErrorCode::usage);
  CHECK(with([](auto& r) { r.archive_id.fill(9); }) == SealErrorCode::not_found);
  CHECK(bench.open_vault().registry().sessions()->empty());
  CHECK_FALSE(issue_code(bench, good));
}

TEST_CASE("a vault opens with its passphrase only, and only where it is private", "[vault]") {
  Bench bench;
  const fs::path directory = bench.scratch / "vault";
  CHECK(code_of(Vault::open(directory, "wrong")) == SealErrorCode::wrong_key);
  CHECK(code_of(Vault::open(bench.scratch / "missing", kVaultPassphrase)) == SealErrorCode::io);
  CHECK(code_of(Vault::open(bench.archive_path(), kVaultPassphrase)) == SealErrorCode::io);
  fs::permissions(directory, fs::perms::owner_all | fs::perms::others_read);
  CHECK(code_of(Vault::open(directory, kVaultPassphrase)) == SealErrorCode::refused);
  fs::permissions(directory, fs::perms::owner_all);
  CHECK(Vault::open(directory, kVaultPassphrase));
  CHECK(fs::status(directory).permissions() == fs::perms::owner_all);
}

TEST_CASE("a vault is made in an empty place only", "[vault]") {
  Bench bench;
  SeededRandom random(2);
  const auto init = [&](const fs::path& place, const std::string& name) {
    return Vault::init(place, name, kVaultPassphrase, kCheapCost, random);
  };
  CHECK(code_of(init(bench.scratch / "vault", "acme")) == SealErrorCode::usage);
  CHECK(code_of(init(bench.archive_path(), "acme")) == SealErrorCode::usage);
  CHECK(code_of(init(bench.scratch / "new", "")) == SealErrorCode::usage);
  CHECK(code_of(init(bench.scratch / "missing/new", "acme")) == SealErrorCode::io);
  CHECK(code_of(Vault::init(bench.scratch / "empty", "acme", "", kCheapCost, random)) ==
        SealErrorCode::usage);
  CHECK_FALSE(fs::exists(bench.scratch / "empty"));  // nothing half-made
  fs::create_directories(bench.scratch / "empty");
  CHECK_FALSE(Vault::init(bench.scratch / "empty", "acme", "", kCheapCost, random));
  CHECK(fs::exists(bench.scratch / "empty"));  // what was there stays
  CHECK(init(bench.scratch / "empty", "acme"));
}

TEST_CASE("damaged keys and registries are refused", "[vault]") {
  Bench bench;
  const fs::path keys = bench.scratch / "vault/keys.spvk";
  const std::string whole = read_text(keys);
  std::size_t opened = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    write_text(keys, damaged);
    opened += Vault::open(bench.scratch / "vault", kVaultPassphrase) ? 1U : 0U;
  }
  CHECK(opened == 0);
  write_text(keys, whole);
  CHECK(Vault::open(bench.scratch / "vault", kVaultPassphrase));
  bench.set_schema_version(vault::kSchemaVersion + 1);
  CHECK(code_of(Vault::open(bench.scratch / "vault", kVaultPassphrase)) == SealErrorCode::unsupported);
  if (!bench.registry_uri.empty()) return;
  write_text(bench.scratch / "vault/vault.db", std::string(8192, 'x'));
  fs::remove(bench.scratch / "vault/vault.db-wal");
  CHECK(code_of(Vault::open(bench.scratch / "vault", kVaultPassphrase)) == SealErrorCode::damaged);
}

TEST_CASE("an edited registry row does not open", "[vault]") {
  Bench bench;
  auto vault = bench.open_vault();
  bench.issue(vault, "Ada");
  bench.issue(vault, "Bob");
  REQUIRE(vault.export_kit({}, bench.lock(), bench.random));
  bench.sql("UPDATE sessions SET reviewer = 'Mallory' WHERE reviewer = 'Ada'");
  CHECK(code_of(vault.export_kit({}, bench.lock(), bench.random)) == SealErrorCode::damaged);
  bench.sql("UPDATE sessions SET reviewer = 'Ada' WHERE reviewer = 'Mallory'");
  REQUIRE(vault.export_kit({}, bench.lock(), bench.random));
  // Tokens exchanged between two rows.
  bench.sql(
      "UPDATE sessions SET token_sealed = (SELECT token_sealed FROM sessions AS other"
      " WHERE other.issue_order <> sessions.issue_order)");
  CHECK(code_of(vault.export_kit({}, bench.lock(), bench.random)) == SealErrorCode::damaged);
  bench.sql("UPDATE archives SET release = '2.0'");
  CHECK(code_of(vault.find_archive(bench.archive_path())) == SealErrorCode::damaged);
}

TEST_CASE("no secret lies in the vault in the clear", "[vault]") {
  Bench bench(20'261'128);  // no other test's, for a server's log holds what all of them drew
  auto vault = bench.open_vault();
  const auto issued = bench.issue(vault, "Ada");
  const auto session = seal::open_session(issued.file, "s", kPassphrase).value();
  const auto kit =
      seal::open_kit(vault.export_kit({}, bench.lock(), bench.random).value(), "k", kPassphrase).value();
  std::string token(6, '\0');
  for (std::size_t i = 0; i < 6; ++i) token[i] = static_cast<char>(kit.sessions[0].token >> (8 * i));
  const std::string backwards(token.rbegin(), token.rend());
  const auto text_of = [](const auto& bytes) { return std::string(bytes.begin(), bytes.end()); };
  std::string all;
  for (const std::string& name : names_in(bench.scratch / "vault"))
    all += read_text(bench.scratch / "vault" / name);
  if (const auto* server = vault_test::test_server(); server != nullptr) {
    const std::string log = server->directory() + "/data/pg_wal";  // all that was written goes through it
    for (const std::string& name : names_in(log)) {
      if (fs::is_regular_file(fs::path(log) / name)) all += read_text(fs::path(log) / name);
    }
  }
  all += text_of(issued.file);
  REQUIRE(all.find("Ada") != std::string::npos);  // the search does find what is in the clear
  CHECK(all.find(text_of(session.archive_key)) == std::string::npos);
  CHECK(all.find(text_of(kit.mark_key)) == std::string::npos);
  CHECK(all.find(token) == std::string::npos);
  CHECK(all.find(backwards) == std::string::npos);
}

TEST_CASE("revoking marks the session and signs a list whose number rises", "[vault]") {
  Bench bench;
  auto vault = bench.open_vault();
  const auto ada = bench.issue(vault, "Ada");
  const auto bob = bench.issue(vault, "Bob");
  CHECK(code_of(vault.revoke(std::vector<std::string>{"s-000000000000"}, kNow)) == SealErrorCode::not_found);
  CHECK_FALSE(fs::exists(bench.scratch / "vault/revocations.sprl"));
  const std::vector<std::string> first = {ada.row.id};
  REQUIRE(vault.revoke(first, kNow + 10));
  const fs::path list = bench.scratch / "vault/revocations.sprl";
  const auto session_of = [](const vault::Issued& issued) {
    return seal::open_session(issued.file, "s", kPassphrase).value();
  };
  CHECK(revokes(list, session_of(ada)));
  CHECK_FALSE(revokes(list, session_of(bob)));
  const auto number = seal::open_revocations(list)->number;
  REQUIRE(vault.revoke(std::vector<std::string>{bob.row.id}, kNow + 20));
  CHECK(seal::open_revocations(list)->number > number);
  CHECK(revokes(list, session_of(ada)));
  CHECK(revokes(list, session_of(bob)));
  REQUIRE(vault.revoke(first, kNow + 30));
  CHECK(vault.registry().session(ada.row.id)->revoked_unix_s == kNow + 10);
  const auto kit = seal::open_kit(vault.export_kit({}, bench.lock(), bench.random).value(), "k", kPassphrase);
  CHECK(kit->sessions[0].revoked);
}

TEST_CASE("an archive of another vault is not granted", "[vault]") {
  Bench bench;
  Bench other;
  SeededRandom random(77);
  REQUIRE(Vault::init(other.scratch / "vault2", "other", kVaultPassphrase, kCheapCost, random));
  auto stranger = Vault::open(other.scratch / "vault2", kVaultPassphrase).value();
  CHECK(code_of(stranger.find_archive(bench.archive_path())) == SealErrorCode::wrong_key);
  // Torn, it is not granted by its own vault either.
  const std::string whole = read_text(bench.archive_path());
  write_text(bench.archive_path(), whole.substr(0, whole.size() - 1));
  CHECK(code_of(bench.open_vault().find_archive(bench.archive_path())) == SealErrorCode::damaged);
}

TEST_CASE("an archive that could not be packed is not registered", "[vault]") {
  Bench bench;
  auto vault = bench.open_vault();
  CHECK_FALSE(vault.pack(bench.scratch / "missing", bench.scratch / "b.spar", {}, bench.random));
  CHECK(vault.registry().archives()->size() == 1);
}

TEST_CASE("two openings of one vault see each other's sessions", "[vault]") {
  Bench bench;
  auto one = bench.open_vault();
  auto two = bench.open_vault();
  bench.issue(one, "Ada");
  bench.issue(two, "Bob");
  CHECK(one.registry().sessions()->size() == 2);
  CHECK(two.registry().sessions()->size() == 2);
}
