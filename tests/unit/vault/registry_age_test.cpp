// Registries of other versions, and what may be wrong with a server.
#include <catch2/catch.hpp>

#include "tests/unit/vault/vault_bench.hpp"
#include "watermark/vault/postgres.hpp"
#include "watermark/vault/registry_schema.hpp"
#include "watermark/vault/row_secret.hpp"
#include "watermark/vault/sqlite.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;
using vault::Vault;
using vault_test::Bench;
using vault_test::kNow;
using vault_test::kVaultPassphrase;

namespace {

/// What the program of the first version made.
constexpr const char* kFirstSchema = R"(
CREATE TABLE archives (id BLOB PRIMARY KEY, release TEXT NOT NULL, created_unix_s INTEGER NOT NULL,
  key_sealed BLOB NOT NULL) STRICT;
CREATE TABLE sessions (issue_order INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, reviewer TEXT NOT NULL,
  organisation TEXT NOT NULL, archive_id BLOB NOT NULL REFERENCES archives (id), issued_unix_s INTEGER NOT NULL,
  start_unix_s INTEGER NOT NULL, expires_unix_s INTEGER NOT NULL, token_sealed BLOB NOT NULL,
  token_fingerprint BLOB NOT NULL UNIQUE, revoked_unix_s INTEGER) STRICT;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT INTO counters VALUES ('revocation', 41);
PRAGMA user_version = 1;
)";

}  // namespace

TEST_CASE("a registry of the first version is brought up to date and keeps what it has", "[registry]") {
  Scratch scratch;
  SeededRandom random(3);
  fs::create_directories(scratch / "vault");
  fs::permissions(scratch / "vault", fs::perms::owner_all);
  {
    auto database =
        vault::SqliteDatabase::open(scratch / "vault/vault.db", vault::SqliteDatabase::Mode::create).value();
    REQUIRE(database->script(kFirstSchema));
    vault::SessionRow row;
    row.id = "s-0123456789ab";
    row.reviewer = "Ada";
    row.issued_unix_s = row.start_unix_s = kNow;
    row.expires_unix_s = kNow + 3600;
    const auto token = vault::seal_token(77, row, key_of(6), random).value();
    REQUIRE(database->script("INSERT INTO archives VALUES (zeroblob(16), '1.0', 5, x'00')"));
    const std::array<vault::SqlValue, 1> values = {seal::ByteView(token)};
    REQUIRE(database->run(
        "INSERT INTO sessions VALUES (1, 's-0123456789ab', 'Ada', '', zeroblob(16), 1800000123, "
        "1800000123, 1800003723, $1, x'01', NULL)",
        values, {}));
  }
  auto registry = vault::open_registry(scratch / "vault").value();
  const auto row = registry.session("s-0123456789ab").value();
  CHECK(row.current_expires_unix_s == kNow + 3600);
  CHECK(row.update_number == 0);
  CHECK(row.policy.empty());
  CHECK(row.room_id == std::array<std::uint8_t, 32>{});
  const auto secrets = registry.secrets(row, key_of(6)).value();
  CHECK(secrets.token == 77);
  CHECK_FALSE(secrets.update_key);
  CHECK(registry.next_revocation_number() == 42U);
  CHECK(vault::open_registry(scratch / "vault"));
}

TEST_CASE("a newer registry is refused and left alone", "[registry]") {
  Bench bench;
  bench.set_schema_version(vault::kSchemaVersion + 1);
  const auto opened = vault::open_registry(bench.directory());
  REQUIRE(code_of(opened) == SealErrorCode::unsupported);
  CHECK(opened.error().message.find("version " + std::to_string(vault::kSchemaVersion + 1)) !=
        std::string::npos);
  bench.set_schema_version(vault::kSchemaVersion);
  CHECK(vault::open_registry(bench.directory()));
}

TEST_CASE("names of a server that cannot be", "[registry]") {
  CHECK(code_of(vault::check_postgres_uri("postgresql://host/db?nonsense=1")) == SealErrorCode::usage);
  CHECK(code_of(vault::check_postgres_uri("mysql://host/db")) == SealErrorCode::usage);
  CHECK(code_of(vault::check_postgres_uri("host=here")) == SealErrorCode::usage);
  for (const char* uri : {"postgresql://ada:hush@host/db", "postgres://host/db?password=hush",
                          "postgresql://host/db?sslpassword=hush"}) {
    const auto checked = vault::check_postgres_uri(uri);
    CHECK(code_of(checked) == SealErrorCode::usage);
    CHECK(checked.error().message.find("hush") == std::string::npos);
  }
  CHECK(vault::check_postgres_uri("postgresql://ada@host:5432/db?sslmode=verify-full"));
}

TEST_CASE("what may be wrong with a server", "[registry][postgres]") {
  vault_test::PostgresServer* server = vault_test::test_server();
  if (server == nullptr) return;  // this test program runs on SQLite now; vault_postgres_test has the server
  Bench bench;
  Scratch scratch;
  const auto message_of = [&](const std::string& uri, SealErrorCode code) {
    const auto opened = vault::open_registry(bench.directory(), uri);
    REQUIRE(code_of(opened) == code);
    const std::string message = opened.error().message;
    CHECK(message.find('\n') == std::string::npos);
    CHECK(message.ends_with('.'));
    CHECK(message.find("let me") == std::string::npos);
    return message;
  };
  const auto says = [](const std::string& message, const char* words) {
    CAPTURE(message);
    CHECK(message.find(words) != std::string::npos);
  };
  const std::string empty = server->new_database();
  says(message_of(empty, SealErrorCode::not_found), "no registry");
  says(message_of(server->uri("nowhere", "spoor"), SealErrorCode::io), "does not exist");
  says(message_of(server->uri("postgres", "locked"), SealErrorCode::wrong_key), "asks for a password");
  const auto with_password = [&](const std::string& password) {
    const std::string file = (scratch / "pass").native();
    write_text(file, "*:*:*:*:" + password + "\n");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    return server->uri("postgres", "locked") + "&passfile=" + file;
  };
  says(message_of(with_password("wrong"), SealErrorCode::wrong_key), "does not let this officer in");
  says(message_of(with_password("let me in"), SealErrorCode::not_found), "no registry");
  // Another schema's rights: the registry is the owner's until he shares it.
  const auto database = bench.registry_uri.substr(bench.registry_uri.find("/vendor") + 1);
  const auto name = database.substr(0, database.find('?'));
  auto locked = with_password("let me in");
  locked.replace(locked.find("postgres?"), 8, name);
  says(message_of(locked, SealErrorCode::refused), "ask for the rights");
  SeededRandom random(5);
  CHECK(code_of(Vault::init(scratch / "second", "acme", kVaultPassphrase, kCheapCost, random,
                            {bench.registry_uri})) == SealErrorCode::usage);
  CHECK_FALSE(fs::exists(scratch / "second"));

  auto vault = bench.open_vault();
  server->stop();
  says(message_of("", SealErrorCode::io), "No PostgreSQL server answers");
  const vault::IssueRequest request{"Ada", "", bench.archive.id, kNow + 900};
  const auto issued = vault.issue({&request, 1}, bench.lock(), kNow, bench.random);
  REQUIRE(code_of(issued) == SealErrorCode::io);
  says(issued.error().message, "connection to the registry's server broke");
  server->start();
  CHECK(bench.open_vault().registry().sessions()->empty());
}
