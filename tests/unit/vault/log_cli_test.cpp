// spoor log: a log that a room wrote for a real vault is checked, read, proved and receipted by the program.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/log/log_fixtures.hpp"
#include "tests/unit/vault/program.hpp"
#include "watermark/seal/reviewer_key.hpp"
#include "watermark/vault/vault.hpp"

using namespace spoor;
using namespace spoor::seal_log;
using vault_test::Ran;

namespace {

constexpr const char* kVaultWords = "vault-secret";

class Stage {
 public:
  Stage() {
    REQUIRE(spoor({"init", at("vault"), "--name", "acme"}).code == 0);
    REQUIRE(spoor({"log", "key", "-o", at("me.sprk")}).code == 0);
    write(2);
    REQUIRE(spoor({"log", "receipt", log(), "-o", at("receipt.txt")}).code == 0);
    earlier = log_test::file_bytes(log());
    write(3);
  }
  /// One run of a reader who looked at a file, with a log key that is the vault's.
  void write(std::uint64_t records) const {
    LogIdentity identity = log_test::identity();
    const auto vault = vault::Vault::open(at("vault"), kVaultWords);
    REQUIRE(vault);
    identity.log_key = log_test::public_of(vault->log_key());
    WriterKeys keys = log_test::writer_keys(records);
    keys.reviewer_key = read_reviewer_public(at("me.sprk")).value();
    const auto writer = LogWriter::open(scratch.path(), identity, keys, log_test::kNow).value();
    std::vector<Item> items{Private{Private::Kind::search, log_test::kNow * 1000, {}, "needle"}};
    for (std::uint64_t i = 0; i < records; ++i) items.emplace_back(log_test::shown_record(i));
    REQUIRE(writer->commit(items, log_test::kNow));
  }
  [[nodiscard]] std::string at(const std::string& name) const { return (scratch / name).native(); }
  [[nodiscard]] std::string log() const { return LogWriter::log_path(scratch.path(), log_test::kSession); }
  [[nodiscard]] Ran spoor(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), SPOOR_PROGRAM);
    vault_test::RunOptions options;
    options.environment = {{"SPOOR_PASSPHRASE", kVaultWords}, {"SPOOR_REVIEWER_PASSPHRASE", "my own"}};
    return vault_test::run(arguments, options);
  }

  [[nodiscard]] Ran verify(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"log", "verify"});
    return spoor(std::move(arguments));
  }

  seal_test::Scratch scratch;
  seal::Bytes earlier;  ///< the log when its receipt was made
};

std::string room_digits() {
  std::ostringstream out;
  out << std::hex;
  for (const std::uint8_t byte : log_test::room_key()) out << (byte >> 4U) << (byte & 15U);
  return out.str();
}

}  // namespace

TEST_CASE("a log is checked by the program", "[cli][log]") {
  const Stage s;
  SECTION("verify") {
    CHECK(s.verify({s.log()}).code == 0);
    const Ran ran = s.verify({s.log(), "--receipt", s.at("receipt.txt"), "--room", room_digits(), "--json"});
    REQUIRE(ran.code == 0);
    const auto json = nlohmann::json::parse(ran.out);
    CHECK(json["entries"] == 9);
    CHECK(json["openings"] == 2);
    CHECK(json["heads_agree"] == 1);
    CHECK(s.verify({s.log(), "--room", std::string(64, 'a')}).code == 5);
    CHECK(s.verify({s.at("missing.splog")}).code == 1);
    CHECK(s.verify({}).code == 2);
  }
  SECTION("a log that was cut or altered since its receipt") {
    const std::vector<std::string> with = {s.log(), "--receipt", s.at("receipt.txt")};
    seal::Bytes cut = s.earlier;
    cut.resize(cut.size() - 1);
    log_test::put_bytes(s.log(), cut);
    const Ran ran = s.verify(with);
    CHECK(ran.code == 5);
    CHECK(ran.err.find("cut short") != std::string::npos);
    seal::Bytes altered = s.earlier;
    altered[kHeaderBytes + 60] ^= 1U;
    log_test::put_bytes(s.log(), altered);
    CHECK(s.verify(with).code == 5);
    log_test::put_bytes(s.log(), s.earlier);
    CHECK(s.verify(with).code == 0);
  }
}

TEST_CASE("a log's records are read, proved and receipted by the program", "[cli][log]") {
  const Stage s;
  SECTION("show and export, by whom it is for") {
    const Ran vendor = s.spoor({"log", "show", s.log(), "--vault", s.at("vault")});
    REQUIRE(vendor.code == 0);
    CHECK(vendor.err.empty());
    CHECK(vendor.out.find("src/file0.c:1-40") != std::string::npos);
    CHECK(vendor.out.find("needle") == std::string::npos);
    const Ran reviewer = s.spoor({"log", "show", s.log(), "--reviewer-key", s.at("me.sprk")});
    REQUIRE(reviewer.code == 0);
    CHECK(reviewer.out.find("needle") != std::string::npos);
    CHECK(reviewer.out.find("src/file0.c") == std::string::npos);
    const Ran lines = s.spoor({"log", "export", s.log(), "--vault", s.at("vault")});
    REQUIRE(lines.code == 0);
    const auto first = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
    CHECK(first["kind"] == "shown");
    CHECK(first["path"] == "src/file0.c");
    CHECK(s.spoor({"log", "show", s.log()}).code == 2);
  }
  SECTION("proofs") {
    REQUIRE(
        s.spoor({"log", "prove", s.log(), "--vault", s.at("vault"), "--entry", "2", "-o", s.at("p")}).code ==
        0);
    const Ran proved = s.verify({"--proof", s.at("p"), "--room", room_digits()});
    REQUIRE(proved.code == 0);
    CHECK(proved.out.find("src/file0.c:1-40") != std::string::npos);
    CHECK(s.verify({"--proof", s.at("p")}).code == 2);
    CHECK(s.verify({"--proof", s.at("p"), "--room", std::string(64, 'a')}).code == 5);
    REQUIRE(s.spoor({"log", "prove", s.log(), "--head", s.at("receipt.txt"), "-o", s.at("g")}).code == 0);
    CHECK(s.verify({"--proof", s.at("g"), "--room", room_digits(), "--head", s.at("receipt.txt")}).code == 0);
    CHECK(s.spoor({"log", "prove", s.log(), "-o", s.at("x")}).code == 2);
  }
  SECTION("receipts") {
    REQUIRE(s.spoor({"log", "receipt", s.log(), "-o", s.at("r.pdf")}).code == 0);
    const std::string pdf = seal_test::read_text(s.at("r.pdf"));
    CHECK(pdf.starts_with("%PDF-"));
    REQUIRE(s.spoor({"log", "receipt", s.log(), "-o", s.at("r2.pdf")}).code == 0);
    CHECK(seal_test::read_text(s.at("r2.pdf")) == pdf);
  }
}
