// The program `spoor`: the way from a tree to a kit, and a table of everything that may go wrong on it. Each
// failure is one sentence on standard error and the exit code of its kind.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/unit/vault/program.hpp"
#include "watermark/seal/revocation.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using vault_test::Ran;
using vault_test::RunOptions;

namespace {

const std::map<std::string, std::string> kSecrets = {{"SPOOR_PASSPHRASE", "vault-secret"},
                                                     {"SPOOR_SESSION_PASSPHRASE", kPassphrase},
                                                     {"SPOOR_KIT_PASSPHRASE", "kit-secret"}};

/// A vault, an archive, a session and a kit, made by the program once for all tests of this file.
class Stage {
 public:
  Stage() {
    write_text(scratch / "tree/a.c", "int a;\n");
    write_text(scratch / "tree/d/b.c", "int b;\n");
    must({"init", at("vault"), "--name", "acme"});
    must({"pack", at("tree"), "-o", at("a.spar"), "--vault", at("vault"), "--release", "1.0"});
    must({"session", "new", "--vault", at("vault"), "--archive", at("a.spar"), "--reviewer", "Ada", "--org",
          "AE", "-o", at("s.spsn")});
    must({"kit", "export", "--vault", at("vault"), "--archive", at("a.spar"), "-o", at("k.spkit")});
  }
  std::string at(const std::string& name) const { return (scratch / name).native(); }
  Ran spoor(std::vector<std::string> arguments, RunOptions options = {}) const {
    arguments.insert(arguments.begin(), SPOOR_PROGRAM);
    for (const auto& [name, value] : kSecrets) options.environment.emplace(name, value);
    return vault_test::run(arguments, options);
  }
  Ran must(const std::vector<std::string>& arguments) const {
    Ran ran = spoor(arguments);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    CHECK(ran.err.empty());
    return ran;
  }

  Scratch scratch;
};

const Stage& stage() {
  static const Stage shared;
  return shared;
}

bool is_one_sentence(const std::string& text) {
  return text.starts_with("spoor: ") && text.ends_with(".\n") &&
         std::count(text.begin(), text.end(), '\n') == 1;
}

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line));
  return out;
}

}  // namespace

TEST_CASE("from a tree to a kit", "[cli]") {
  const Stage& s = stage();
  const auto session = seal::open_session(s.at("s.spsn"), kPassphrase);
  REQUIRE(session);
  CHECK(session->reviewer == "Ada");
  CHECK(session->organisation == "AE");
  CHECK(session->vendor == "acme");
  CHECK(session->expires_unix_s - session->start_unix_s >= 8 * 3600);
  const auto archive = seal::ArchiveReader::open(s.at("a.spar"), session->archive_key, session->vendor_key);
  REQUIRE(archive);
  CHECK(archive->read("d/b.c").value() == "int b;\n");
  const auto kit = seal::open_kit(s.at("k.spkit"), "kit-secret");
  REQUIRE(kit);
  CHECK(std::any_of(kit->sessions.begin(), kit->sessions.end(),
                    [&](const seal::KitSession& one) { return one.id == session->id; }));
  for (const char* name : {"a.spar", "s.spsn", "k.spkit", "vault/vault.db", "vault/keys.spvk"}) {
    CAPTURE(name);
    CHECK(fs::status(s.at(name)).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  }
}

TEST_CASE("sessions for a whole team", "[cli]") {
  const Stage& s = stage();
  std::string team;
  for (int i = 0; i < 60; ++i) team += fmt::format("Reviewer {},Org {}\n", i, i % 3);
  write_text(s.at("team.csv"), team);
  const Ran ran =
      s.must({"session", "new", "--vault", s.at("vault"), "--archive", s.at("a.spar"), "--reviewers-file",
              s.at("team.csv"), "--expires", "+5d", "-o", s.at("team"), "--json"});
  const auto lines = json_lines(ran.out);
  REQUIRE(lines.size() == 60);
  CHECK(names_in(s.at("team")).size() == 60);
  for (const std::size_t i : {0U, 31U, 59U}) {
    const auto session = seal::open_session(lines[i]["file"].get<std::string>(), kPassphrase);
    REQUIRE(session);
    CHECK(session->reviewer == fmt::format("Reviewer {}", i));
    CHECK(session->organisation == fmt::format("Org {}", i % 3));
    CHECK(session->id == lines[i]["session"]);
  }
}

TEST_CASE("list, show and revoke", "[cli]") {
  const Stage& s = stage();
  s.must({"session", "new", "--vault", s.at("vault"), "--archive", s.at("a.spar"), "--reviewer", "Leaver",
          "-o", s.at("leaver.spsn")});
  const auto session = seal::open_session(s.at("leaver.spsn"), kPassphrase).value();
  const auto listed = json_lines(s.must({"session", "list", "--vault", s.at("vault"), "--json"}).out);
  const auto row = std::find_if(listed.begin(), listed.end(),
                                [&](const auto& one) { return one["session"] == session.id; });
  REQUIRE(row != listed.end());
  CHECK((*row)["state"] == "active");
  CHECK((*row)["revoked"].is_null());
  CHECK(s.must({"session", "list", "--vault", s.at("vault")}).out.find(session.id) != std::string::npos);

  s.must({"session", "revoke", "--vault", s.at("vault"), session.id, "-o", s.at("list.sprl")});
  const auto shown =
      json_lines(s.must({"session", "show", "--vault", s.at("vault"), session.id, "--json"}).out).at(0);
  CHECK(shown["state"] == "revoked");
  CHECK(shown["revoked"].is_string());
  CHECK(revokes(s.at("list.sprl"), session));
  CHECK(revokes(s.at("vault/revocations.sprl"), session));
  CHECK(s.must({"session", "show", "--vault", s.at("vault"), session.id}).out.find("revoked") !=
        std::string::npos);
}

TEST_CASE("help, version and doctor", "[cli]") {
  const Stage& s = stage();
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"init", "--help"},
                                                    {"pack", "--help"},
                                                    {"session", "--help"},
                                                    {"session", "new", "--help"},
                                                    {"kit", "export", "--help"},
                                                    {"doctor", "--help"}}) {
    CHECK(s.must(arguments).out.find("Usage: spoor") != std::string::npos);
  }
  CHECK(s.must({"--version"}).out.starts_with("spoor "));
  const Ran doctor = s.spoor({"doctor", "--vault", s.at("vault"), "--json"});
  for (const auto& finding : json_lines(doctor.out)) {
    CAPTURE(finding.dump());
    if (finding["what"] == "cryptography" || finding["what"] == "vault") CHECK(finding["health"] == "ok");
  }
  const Ran sick = s.spoor({"doctor", "--vault", s.at("missing")});
  CHECK(sick.code == 1);
}

TEST_CASE("every bad input is one sentence and its exit code", "[cli]") {
  const Stage& s = stage();
  const std::string vault = s.at("vault");
  const std::string archive = s.at("a.spar");
  const std::string whole = read_text(archive);
  write_text(s.at("torn.spar"), whole.substr(0, whole.size() / 2));
  std::string altered = whole;
  altered[altered.size() - 100] ^= 1;
  write_text(s.at("altered.spar"), altered);
  write_text(s.at("text.spar"), "not an archive\n");
  write_text(s.at("empty.csv"), "");
  write_text(s.at("open.txt"), "vault-secret\n");
  fs::permissions(s.at("open.txt"), static_cast<fs::perms>(0644));
  fs::create_directories(s.at("empty"));
  fs::permissions(s.at("empty"), fs::perms::owner_all);
  REQUIRE(s.spoor({"init", s.at("loose")}).code == 0);
  fs::permissions(s.at("loose"), static_cast<fs::perms>(0755));
  REQUIRE(s.spoor({"init", s.at("other")}).code == 0);
  REQUIRE(s.spoor({"pack", s.at("tree"), "-o", s.at("foreign.spar"), "--vault", s.at("other")}).code == 0);

  struct Row {
    std::vector<std::string> arguments;
    int code;
    std::string words;  ///< of the sentence
    std::map<std::string, std::string> environment;
  };
  const auto issue = [&](const std::string& file, const std::string& expires = "+8h") {
    return std::vector<std::string>{"session",    "new", "--vault",   vault,   "--archive", file,
                                    "--reviewer", "Eve", "--expires", expires, "-o",        s.at("x.spsn")};
  };
  const std::vector<Row> table = {
      {{}, 2, "subcommand", {}},
      {{"nonsense"}, 2, "subcommand", {}},
      {{"pack"}, 2, "--output is required", {}},
      {{"pack", s.at("tree"), "--vault", vault}, 2, "--output is required", {}},
      {{"init", vault}, 2, "not an empty directory", {}},
      {{"init", s.at("missing/vault")}, 1, "No such file", {}},
      {{"init", s.at("new")},
       2,
       "Give --passphrase-file FILE or set SPOOR_PASSPHRASE",
       {{"SPOOR_PASSPHRASE", ""}}},
      {{"init", s.at("new"), "--passphrase-file", s.at("open.txt")}, 2, "chmod 600", {}},
      {{"init", s.at("new"), "--passphrase-file", s.at("missing")}, 1, "No such file", {}},
      {{"pack", s.at("tree"), "-o", s.at("x.spar"), "--vault", s.at("missing")}, 1, "No such file", {}},
      {{"pack", s.at("tree"), "-o", s.at("x.spar"), "--vault", s.at("empty")}, 1, "not a vault", {}},
      {{"pack", s.at("tree"), "-o", s.at("x.spar"), "--vault", s.at("loose")}, 6, "chmod 700", {}},
      {{"pack", s.at("tree"), "-o", s.at("x.spar"), "--vault", vault},
       5,
       "passphrase",
       {{"SPOOR_PASSPHRASE", "wrong"}}},
      {{"pack", s.at("missing"), "-o", s.at("x.spar"), "--vault", vault}, 1, "No such file", {}},
      {{"pack", archive, "-o", s.at("x.spar"), "--vault", vault}, 1, "Not a directory", {}},
      {{"pack", s.at("tree"), "-o", s.at("missing/x.spar"), "--vault", vault}, 1, "No such file", {}},
      {issue(s.at("torn.spar")), 7, "cut short", {}},
      {issue(s.at("altered.spar")), 7, "altered", {}},
      {issue(s.at("text.spar")), 7, "not a Spoor archive", {}},
      {issue(s.at("s.spsn")), 7, "not a Spoor archive", {}},
      {issue(s.at("foreign.spar")), 5, "did not pack", {}},
      {issue(s.at("missing.spar")), 1, "No such file", {}},
      {issue(archive, "+0h"), 2, "no expiry", {}},
      {issue(archive, "2020-01-01T00:00Z"), 2, "past", {}},
      {issue(archive, "+200w"), 2, "days", {}},
      {issue(archive), 2, "SPOOR_SESSION_PASSPHRASE", {{"SPOOR_SESSION_PASSPHRASE", ""}}},
      {{"session", "new", "--vault", vault, "--archive", archive, "-o", s.at("x.spsn")}, 2, "--reviewer", {}},
      {{"session", "new", "--vault", vault, "--archive", archive, "--reviewers-file", s.at("empty.csv"), "-o",
        s.at("x")},
       2,
       "empty",
       {}},
      {{"session", "show", "--vault", vault, "s-000000000000"}, 1, "no session", {}},
      {{"session", "revoke", "--vault", vault, "s-000000000000"}, 1, "no session", {}},
      {{"session", "list", "--vault", s.at("missing")}, 1, "No such file", {}},
      {{"kit", "export", "--vault", vault, "--archive", s.at("torn.spar"), "-o", s.at("x.spkit")},
       7,
       "cut short",
       {}},
      {{"kit", "export", "--vault", vault, "-o", s.at("x.spkit")},
       2,
       "SPOOR_KIT_PASSPHRASE",
       {{"SPOOR_KIT_PASSPHRASE", ""}}},
  };
  for (const Row& row : table) {
    RunOptions options;
    options.environment = row.environment;
    const Ran ran = s.spoor(row.arguments, options);
    CAPTURE(row.arguments, ran.err, ran.out);
    CHECK(ran.code == row.code);
    CHECK(is_one_sentence(ran.err));
    CHECK(ran.err.find(row.words) != std::string::npos);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("secret") == std::string::npos);
  }
  for (const char* name : {"x.spar", "x.spsn", "x.spkit", "x", "new"}) CHECK_FALSE(fs::exists(s.at(name)));
}

TEST_CASE("a full disk leaves neither a file nor a registry entry", "[cli]") {
  const Stage& s = stage();
  std::string noise(2'000'000, ' ');
  std::mt19937 words(1);
  for (char& c : noise) c = static_cast<char>(words() & 0xFFU);
  write_text(s.at("large/noise"), noise);
  fs::create_directories(s.at("full"));
  RunOptions options;
  options.file_limit_bytes = 500'000;
  const Ran ran =
      s.spoor({"pack", s.at("large"), "-o", s.at("full/x.spar"), "--vault", s.at("vault")}, options);
  CHECK(ran.code == 1);
  CHECK(is_one_sentence(ran.err));
  CHECK(ran.err.find("File too large") != std::string::npos);
  CHECK(names_in(s.at("full")).empty());
}

TEST_CASE("several releases go into one archive, and what cannot is refused", "[cli]") {
  const Stage& s = stage();
  const std::string tree = fmt::format("1.0={}", s.at("tree"));
  const std::string again = fmt::format("2.0={}", s.at("tree"));
  const Ran packed = s.must({"pack", "-o", s.at("two.spar"), "--vault", s.at("vault"), "--release", tree,
                             "--release", again, "--json"});
  const auto report = json_lines(packed.out).at(0);
  CHECK(report["releases"] == nlohmann::json{"1.0", "2.0"});
  CHECK(report["files"] == 4);
  CHECK(report["stored_bytes"] == report["file_bytes"].get<int>() / 2);
  s.must({"session", "new", "--vault", s.at("vault"), "--archive", s.at("two.spar"), "--reviewer", "Ada",
          "-o", s.at("two.spsn")});
  const auto refused = [&](std::vector<std::string> more, int code, const std::string& words) {
    std::vector<std::string> arguments = {"pack", "-o", s.at("x.spar"), "--vault", s.at("vault")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = s.spoor(arguments);
    CAPTURE(ran.err);
    CHECK(ran.code == code);
    CHECK(is_one_sentence(ran.err));
    CHECK(ran.err.find(words) != std::string::npos);
    CHECK_FALSE(fs::exists(s.at("x.spar")));
  };
  refused({}, 2, "give DIR, or several times");
  refused({"--release", "1.0"}, 2, "NAME=DIR");
  refused({"--release", "1.0="}, 2, "NAME=DIR");
  refused({s.at("tree"), "--release", "1", "--release", "2"}, 2, "leave DIR out");
  refused({"--release", tree, "--release", tree}, 2, "its own name");
  refused({"--release", tree, "--release", fmt::format("2={}", s.at("missing"))}, 1, "No such file");
}

TEST_CASE("Ctrl-C while packing leaves nothing", "[cli]") {
  const Stage& s = stage();
  // Sparse, so that it costs no disk: packing 8 GB takes long enough to be interrupted.
  write_text(s.at("huge/zeros"), "");
  fs::resize_file(s.at("huge/zeros"), 8'000'000'000);
  fs::create_directories(s.at("stopped"));
  RunOptions options;
  options.signal_after_ms = 700;
  const Ran ran =
      s.spoor({"pack", s.at("huge"), "-o", s.at("stopped/x.spar"), "--vault", s.at("vault")}, options);
  CHECK(ran.code == 128 + 2);
  CHECK(names_in(s.at("stopped")).empty());
}
