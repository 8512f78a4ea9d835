// The issuing key in a token: SoftHSM with a scratch directory of its own, through the program.
#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/unit/vault/program.hpp"
#include "watermark/seal/revocation.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using vault_test::Ran;

namespace {

constexpr const char* kPin = "5678";

/// A machine with a token in which there is an Ed25519 key pair "issuing", an Ed25519 pair twice named
/// "twice" and an elliptic one of another kind.
class Machine {
 public:
  Machine() {
    fs::create_directories(scratch / "tokens");
    write_text(scratch / "softhsm.conf", "directories.tokendir = " + (scratch / "tokens").native() + "\n");
    tool({SPOOR_SOFTHSM_UTIL, "--init-token", "--free", "--label", "vendor", "--so-pin", "1234", "--pin",
          kPin});
    key_pair("EC:edwards25519", "issuing", "01");
    key_pair("EC:edwards25519", "twice", "02");
    key_pair("EC:edwards25519", "twice", "03");
    key_pair("EC:prime256v1", "other", "04");
    write_text(scratch / "tree/a.c", "int a;\n");
  }
  [[nodiscard]] std::string at(const std::string& name) const { return (scratch / name).native(); }
  [[nodiscard]] static std::string uri(const std::string& object, const std::string& token = "vendor") {
    return "pkcs11:token=" + token + ";object=" + object + "?module-path=" SPOOR_SOFTHSM_MODULE;
  }
  [[nodiscard]] Ran spoor(std::vector<std::string> arguments, const std::string& pin = kPin) const {
    arguments.insert(arguments.begin(), SPOOR_PROGRAM);
    vault_test::RunOptions options;
    options.environment = {{"SPOOR_PASSPHRASE", "vault"},
                           {"SPOOR_SESSION_PASSPHRASE", kPassphrase},
                           {"SPOOR_TOKEN_PIN", pin},
                           {"SOFTHSM2_CONF", at("softhsm.conf")}};
    return vault_test::run(arguments, options);
  }
  void must(const std::vector<std::string>& arguments) const {
    const Ran ran = spoor(arguments);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
  }

  Scratch scratch;

 private:
  void tool(const std::vector<std::string>& arguments) const {
    vault_test::RunOptions options;
    options.environment = {{"SOFTHSM2_CONF", at("softhsm.conf")}};
    const Ran ran = vault_test::run(arguments, options);
    if (ran.code != 0) throw std::runtime_error(arguments[0] + ": " + ran.out + ran.err);
  }
  void key_pair(const std::string& type, const std::string& label, const std::string& id) const {
    tool({SPOOR_PKCS11_TOOL, "--module", SPOOR_SOFTHSM_MODULE, "--token-label", "vendor", "--login", "--pin",
          kPin, "--keypairgen", "--key-type", type, "--label", label, "--id", id});
  }
};

}  // namespace

TEST_CASE("a vault whose issuing key never leaves its token", "[token]") {
  const Machine m;
  m.must({"init", m.at("vault"), "--name", "acme", "--issuing-key", Machine::uri("issuing")});
  m.must({"pack", m.at("tree"), "-o", m.at("a.spar"), "--vault", m.at("vault")});
  m.must({"session", "new", "--vault", m.at("vault"), "--archive", m.at("a.spar"), "--reviewer", "Ada", "-o",
          m.at("s.spsn")});
  const auto session = seal::open_session(m.at("s.spsn"), kPassphrase);
  REQUIRE(session);
  CHECK(seal::ArchiveReader::open(m.at("a.spar"), session->archive_key, session->vendor_key));
  m.must({"session", "revoke", "--vault", m.at("vault"), session->id});
  CHECK(revokes(m.at("vault/revocations.sprl"), *session));
  m.must({"vault", "rekey", "--vault", m.at("vault")});
  m.must({"vault", "backup", "--vault", m.at("vault"), "-o", m.at("backup")});
  m.must({"vault", "restore", m.at("backup"), m.at("restored")});

  const auto refused = [&](const std::vector<std::string>& arguments, int code, const char* words,
                           const std::string& pin = kPin) {
    const Ran ran = m.spoor(arguments, pin);
    CAPTURE(arguments, ran.err);
    CHECK(ran.code == code);
    CHECK(ran.err.find(words) != std::string::npos);
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    CHECK(ran.err.find(kPin) == std::string::npos);
  };
  const auto init = [&](const std::string& uri) {
    return std::vector<std::string>{"init", m.at("new"), "--issuing-key", uri};
  };
  refused(init("pkcs11:nonsense"), 2, "cannot be understood");
  refused(init(Machine::uri("issuing") + "&pin-value=0000"), 2, "holds a PIN");
  refused(init(Machine::uri("twice")), 2, "several keys");
  refused(init(Machine::uri("other")), 1, "no such Ed25519 key");
  refused(init(Machine::uri("missing")), 1, "no such Ed25519 key");
  refused(init(Machine::uri("issuing", "none")), 1, "No token of that name");
  refused(init("pkcs11:token=vendor;object=issuing?module-path=/missing.so"), 1, "module");
  refused(init(Machine::uri("issuing")), 5, "does not take that PIN", "0000");
  refused(init(Machine::uri("issuing")), 2, "--pin-file", "");
  CHECK_FALSE(fs::exists(m.at("new")));

  // Without its token the vault signs nothing more.
  for (const fs::directory_entry& token : fs::directory_iterator(m.scratch / "tokens")) fs::remove_all(token);
  refused({"session", "revoke", "--vault", m.at("vault"), session->id}, 1, "No token of that name");
  // Listing asks for no key at all.
  m.must({"session", "list", "--vault", m.at("vault")});
}
