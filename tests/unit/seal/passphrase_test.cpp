// Passphrases from files and the environment; prompts need a terminal, which a test has not.
#include "watermark/seal/passphrase.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/unit/seal/fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;

namespace {

seal::Result<seal::SecretString> from_file(const Scratch& scratch, std::string_view text,
                                           mode_t mode = 0600) {
  write_text(scratch / "p", text);
  REQUIRE(::chmod((scratch / "p").c_str(), mode) == 0);
  seal::PassphraseSource source;
  source.file = scratch / "p";
  return seal::read_passphrase(source);
}

}  // namespace

TEST_CASE("a passphrase file gives its text without the line end", "[passphrase]") {
  const Scratch scratch;
  CHECK(from_file(scratch, "secret")->text() == "secret");
  CHECK(from_file(scratch, "secret\n")->text() == "secret");
  CHECK(from_file(scratch, "secret\r\n")->text() == "secret");
  CHECK(from_file(scratch, "two words \n\n")->text() == "two words \n");
  CHECK(from_file(scratch, std::string(1024, 'x') + "\r\n")->text().size() == 1024);
}

TEST_CASE("passphrase files that will not do are refused", "[passphrase]") {
  const Scratch scratch;
  CHECK(code_of(from_file(scratch, "")) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, "\n")) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, std::string(1025, 'x'))) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, std::string(100'000, 'x'))) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, std::string_view("a\0b", 3))) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, "secret", 0644)) == SealErrorCode::usage);
  CHECK(code_of(from_file(scratch, "secret", 0640)) == SealErrorCode::usage);
  seal::PassphraseSource missing;
  missing.file = scratch / "missing";
  CHECK(code_of(seal::read_passphrase(missing)) == SealErrorCode::io);
  missing.file = scratch.path();
  CHECK_FALSE(seal::read_passphrase(missing));
}

TEST_CASE("no refusal tells the passphrase", "[passphrase]") {
  const Scratch scratch;
  const auto refused = from_file(scratch, "hunter2" + std::string(2000, 'x'));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("hunter2") == std::string::npos);
}

TEST_CASE("the environment comes after the file", "[passphrase]") {
  const Scratch scratch;
  ::setenv("SPOOR_TEST_PASSPHRASE", "from the environment", 1);
  seal::PassphraseSource source;
  source.environment = "SPOOR_TEST_PASSPHRASE";
  CHECK(seal::read_passphrase(source)->text() == "from the environment");
  write_text(scratch / "p", "from the file");
  REQUIRE(::chmod((scratch / "p").c_str(), 0600) == 0);
  source.file = scratch / "p";
  CHECK(seal::read_passphrase(source)->text() == "from the file");
  ::unsetenv("SPOOR_TEST_PASSPHRASE");
}
