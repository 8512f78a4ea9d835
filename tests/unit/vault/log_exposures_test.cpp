// Logs as a kit carries them.
#include "watermark/vault/log_exposures.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/log/log_fixtures.hpp"

namespace spoor::vault {
namespace {

using seal_test::code_of;

std::string log_in(const seal_test::Scratch& scratch, const std::string& room, std::uint64_t line) {
  const auto directory = scratch / room;
  std::filesystem::create_directory(directory);
  auto writer = log_test::open_writer(directory, line);
  REQUIRE(writer);
  const std::vector<seal_log::Item> items{
      seal_log::Record{log_test::kNow * 1000, seal_log::Shown{{"lib/heap.c", line, line + 40}, 2500, false}}};
  REQUIRE((*writer)->commit(items, log_test::kNow + 3));
  return seal_log::LogWriter::log_path(directory, log_test::kSession);
}

TEST_CASE("a log's exposures go into the kit, and the kit keeps them") {
  const seal_test::Scratch scratch;
  const std::vector<std::string> paths{log_in(scratch, "one", 1), log_in(scratch, "two", 100)};
  const auto logs = read_kit_logs(paths, log_test::log_private());
  REQUIRE(logs);
  REQUIRE(logs->size() == 1);  // one session, two rooms
  CHECK(logs->front().session == log_test::kSession);
  CHECK(logs->front().until_unix_ms == (log_test::kNow + 3) * 1000 + 999);
  REQUIRE(logs->front().exposures.size() == 2);

  seal::Kit kit = seal_test::small_kit();
  kit.logs = *logs;
  const auto sealed = seal_test::sealed_kit(kit);
  seal_test::write_text(scratch / "k", {reinterpret_cast<const char*>(sealed.data()), sealed.size()});
  const auto opened = seal::open_kit(scratch / "k", seal_test::kPassphrase);
  REQUIRE(opened);
  REQUIRE(opened->logs.size() == 1);
  CHECK(opened->logs[0].exposures[1].first_line == 100);
  CHECK(opened->logs[0].exposures[1].last_line == 140);
  CHECK(opened->logs[0].exposures[1].duration_ms == 2500);
}

TEST_CASE("a log that is another vendor's or damaged goes into no kit") {
  const seal_test::Scratch scratch;
  const std::vector<std::string> paths{log_in(scratch, "one", 1)};
  CHECK(code_of(read_kit_logs(paths, seal_test::key_of(77))) == seal::SealErrorCode::wrong_key);
  auto bytes = log_test::file_bytes(paths[0]);
  bytes[bytes.size() / 2] ^= 1U;
  log_test::put_bytes(paths[0], bytes);
  CHECK_FALSE(read_kit_logs(paths, log_test::log_private()));
}

}  // namespace
}  // namespace spoor::vault
