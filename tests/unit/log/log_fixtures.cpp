#include "tests/unit/log/log_fixtures.hpp"

#include <memory>

namespace spoor::log_test {

using namespace seal_log;

SecretKey log_private() {
  return seal_test::key_of(0x51);
}
SecretKey reviewer_private() {
  return seal_test::key_of(0x52);
}
PublicKey public_of(const SecretKey& secret) {
  return seal::agreement_public_key(secret).value();
}
PublicKey room_key() {
  return seal_test::vendor(9).public_key();
}

LogIdentity identity() {
  LogIdentity out;
  out.vendor_key = seal_test::vendor().public_key();
  out.room_id.fill(0x77);
  out.room_key = room_key();
  out.session = kSession;
  out.archive_id = seal_test::kArchiveId;
  out.log_key = public_of(log_private());
  return out;
}

WriterKeys writer_keys(std::uint64_t seed, bool with_reviewer) {
  WriterKeys out;
  out.sign = [room = seal_test::vendor(9)](ByteView message) { return room.sign(message); };
  out.update_key = seal_test::key_of(0x33);
  if (with_reviewer) out.reviewer_key = public_of(reviewer_private());
  out.random = [random = std::make_shared<seal_test::SeededRandom>(seed)](std::span<std::uint8_t> bytes) {
    return random->fill(bytes);
  };
  return out;
}

Result<std::unique_ptr<LogWriter>> open_writer(const std::filesystem::path& directory, std::uint64_t seed,
                                               bool with_reviewer) {
  return LogWriter::open(directory, identity(), writer_keys(seed, with_reviewer), kNow);
}

Record shown_record(std::uint64_t number) {
  return {kNow * 1000 + static_cast<std::int64_t>(number),
          Shown{{"src/file" + std::to_string(number % 7) + ".c", number + 1, number + 40},
                number,
                number % 2 == 1}};
}

std::vector<OpenedEntry> contents(const std::filesystem::path& log) {
  std::vector<OpenedEntry> out;
  auto bytes = FileLog::open(log);
  const SecretKey vendor = log_private();
  const SecretKey reviewer = reviewer_private();
  read_log(*bytes, "test", {}, {&vendor, &reviewer}, [&](const OpenedEntry& entry) {
    out.push_back(entry);
  }).value();
  return out;
}

Bytes file_bytes(const std::filesystem::path& path) {
  const std::string text = seal_test::read_text(path);
  return {text.begin(), text.end()};
}
void put_bytes(const std::filesystem::path& path, ByteView bytes) {
  seal_test::write_text(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

SignedHead head_of(ByteView log) {
  MemoryLog bytes(log);
  return verify_log(bytes, "test", {}).value().head;
}

std::vector<std::uint64_t> group_borders(ByteView log) {
  MemoryLog bytes(log);
  auto walk = LogWalk::begin(bytes, "test").value();
  std::vector<std::uint64_t> out{walk.state().end_bytes};
  while (walk.next().value()) out.push_back(walk.state().end_bytes);
  return out;
}

}  // namespace spoor::log_test
