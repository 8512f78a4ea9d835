// Logs as they are written, torn, mended, altered, cut and proved.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_proof.hpp"
#include "watermark/seal/log_writer.hpp"

using namespace spoor;
using namespace spoor::seal_log;
using namespace spoor::log_test;
using seal_test::code_of;
using seal_test::Scratch;

namespace {

/// A log of three runs, of 2, 3 and 1 groups.
std::filesystem::path small_log(const Scratch& scratch) {
  std::uint64_t number = 0;
  for (const int groups : {2, 3, 1}) {
    const auto writer = open_writer(scratch.path(), number + 1).value();
    for (int i = 0; i < groups; ++i) {
      const Private own{Private::Kind::search, kNow * 1000, {9}, "needle"};
      const std::vector<Item> items{shown_record(number), own, Place{"a.c", number, 0},
                                    shown_record(number + 1)};
      number += 2;
      REQUIRE(writer->commit(items, kNow + static_cast<std::int64_t>(number)));
    }
  }
  return LogWriter::log_path(scratch.path(), kSession);
}

ReadingKeys vendor_keys(const SecretKey& key) {
  return {&key, nullptr};
}

}  // namespace

TEST_CASE("what was committed is read back by those it is for", "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const auto all = contents(path);
  REQUIRE(all.size() == 6 * 3);
  CHECK(std::get<Record>(all[0].content) == shown_record(0));
  CHECK(std::get<Private>(all[1].content).text == "needle");
  CHECK(std::get<Record>(all[2].content) == shown_record(1));
  CHECK(std::get<Record>(all[17].content) == shown_record(11));
  const SecretKey vendor = log_private();
  const SecretKey reviewer = reviewer_private();
  const SecretKey stranger = seal_test::key_of(0x66);
  auto bytes = FileLog::open(path).value();
  int records = 0;
  const auto count = [&](const OpenedEntry&) { ++records; };
  const auto by_vendor = read_log(bytes, "log", {}, vendor_keys(vendor), count);
  REQUIRE(by_vendor);
  CHECK(records == 12);
  CHECK(by_vendor->summary.runs == 3);
  CHECK(by_vendor->unlinked_runs.empty());
  records = 0;
  CHECK(read_log(bytes, "log", {}, {nullptr, &reviewer}, count));
  CHECK(records == 6);
  records = 0;
  CHECK(code_of(read_log(bytes, "log", {}, vendor_keys(stranger), count)) == SealErrorCode::wrong_key);
  CHECK(read_log(bytes, "log", {}, {nullptr, &stranger}, count));
  CHECK(records == 0);
  const auto exposures = read_exposures(bytes, "log", vendor).value();
  REQUIRE(exposures.size() == 12);
  CHECK(exposures[3].session == kSession);
  CHECK(exposures[3].archive_id == seal_test::kArchiveId);
  CHECK(exposures[3].path == "src/file3.c");
  CHECK(exposures[3].first_line == 4);
}

TEST_CASE("a term is dropped where there is no reviewer's key", "[log][writer]") {
  const Scratch scratch;
  const auto writer = open_writer(scratch.path(), 1, false).value();
  const std::vector<Item> items{Private{Private::Kind::search, 0, {}, "needle"}, shown_record(0)};
  REQUIRE(writer->commit(items, kNow));
  const auto all = contents(LogWriter::log_path(scratch.path(), kSession));
  REQUIRE(all.size() == 1);
  CHECK(std::get<Record>(all[0].content) == shown_record(0));
}

TEST_CASE("the place is where the last group left it, and only the session opens it", "[log][writer]") {
  const Scratch scratch;
  small_log(scratch);
  CHECK(open_writer(scratch.path()).value()->place() == Place{"a.c", 10, 0});
  WriterKeys other = writer_keys();
  other.update_key = seal_test::key_of(0x34);
  CHECK_FALSE(LogWriter::open(scratch.path(), identity(), std::move(other), kNow).value()->place());
}

TEST_CASE("one session's log has one writer", "[log][writer]") {
  const Scratch scratch;
  const auto first = open_writer(scratch.path()).value();
  CHECK(code_of(open_writer(scratch.path())) == SealErrorCode::refused);
}

TEST_CASE("a log of another room, vendor, archive or key is not gone on with", "[log][writer]") {
  const Scratch scratch;
  small_log(scratch);
  for (int which = 0; which < 5; ++which) {
    LogIdentity other = identity();
    if (which == 0) other.vendor_key[0] ^= 1U;
    if (which == 1) other.room_id[0] ^= 1U;
    if (which == 2) other.archive_id[0] ^= 1U;
    if (which == 3) other.log_key[0] ^= 1U;
    if (which == 4) other.room_key[0] ^= 1U;
    CHECK(code_of(LogWriter::open(scratch.path(), other, writer_keys(), kNow)) == SealErrorCode::refused);
  }
}

TEST_CASE("a log whose last write was torn anywhere goes on behind what was durable", "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes whole = file_bytes(path);
  const auto borders = group_borders(whole);
  const std::uint64_t durable = borders[borders.size() - 2];
  seal_test::SeededRandom random(5);
  const auto goes_on = [&](const Bytes& torn) {
    put_bytes(path, torn);
    const auto writer = open_writer(scratch.path(), 77);
    REQUIRE(writer);
    CHECK((*writer)->mended_bytes() == torn.size() - durable);
    CHECK((*writer)->place() == Place{"a.c", 8, 0});
    const std::vector<Item> items{shown_record(1000)};
    REQUIRE((*writer)->commit(items, kNow));
    const Bytes mended = file_bytes(path);
    REQUIRE(mended.size() > durable);
    CHECK(std::equal(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(durable), mended.begin()));
    CHECK(std::get<Record>(contents(path).back().content) == shown_record(1000));
  };
  for (std::uint64_t size = durable; size < whole.size(); size += 29)
    goes_on({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
  // The size became durable, but not the bytes: some of them are still zero, or were never ours.
  for (std::uint64_t from = durable; from < whole.size(); from += 97) {
    Bytes torn = whole;
    std::fill(torn.begin() + static_cast<std::ptrdiff_t>(from), torn.end(), std::uint8_t{0});
    goes_on(torn);
    REQUIRE(random.fill(std::span(torn).subspan(static_cast<std::size_t>(from))));
    goes_on(torn);
  }
}

TEST_CASE("a log that no torn write explains is kept as it is, and nothing is written to it",
          "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes whole = file_bytes(path);
  const auto borders = group_borders(whole);
  for (std::size_t at = 0; at < borders[borders.size() - 2]; at += 37) {
    Bytes altered = whole;
    altered[at] ^= 0x10U;
    put_bytes(path, altered);
    const auto writer = open_writer(scratch.path());
    // Damage may hide the groups behind it and look like a torn write; then a head that was kept tells.
    if (writer) continue;
    CHECK(file_bytes(path) == altered);
  }
  Bytes altered = whole;
  altered[borders[1] + 40] ^= 1U;  // within a group that others follow: their signatures cannot hold
  put_bytes(path, altered);
  CHECK(code_of(open_writer(scratch.path())) == SealErrorCode::damaged);
}

TEST_CASE("nothing that differs from a log agrees with its head", "[log][verify]") {
  const Scratch scratch;
  const Bytes whole = file_bytes(small_log(scratch));
  const SignedHead head = head_of(whole);
  const auto accepted = [&](ByteView log) {
    MemoryLog bytes(log);
    return verify_log(bytes, "log", {head.head}).has_value();
  };
  REQUIRE(accepted(whole));
  for (std::size_t size = 0; size < whole.size(); ++size)
    REQUIRE_FALSE(accepted(ByteView(whole).first(size)));
  // Flips of bits of the last signature are seen by the signature, all others by the digest too.
  for (std::size_t byte = 0; byte < whole.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes flipped = whole;
      flipped[byte] ^= static_cast<std::uint8_t>(1U << static_cast<unsigned>(bit));
      REQUIRE_FALSE(accepted(flipped));
    }
  }
}

TEST_CASE("every flipped bit and every truncation gives a beginning of the log, or nothing",
          "[log][verify]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes whole = file_bytes(path);
  const auto all = contents(path);
  const SecretKey vendor = log_private();
  const SecretKey reviewer = reviewer_private();
  const auto borders = group_borders(whole);
  std::size_t accepted = 0;
  const auto check = [&](ByteView log) {
    MemoryLog bytes(log);
    std::vector<OpenedEntry> out;
    const auto read = read_log(bytes, "log", {}, {&vendor, &reviewer},
                               [&](const OpenedEntry& entry) { out.push_back(entry); });
    if (read) ++accepted;
    if (!read) REQUIRE(out.empty());
    REQUIRE(out.size() <= all.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      REQUIRE(out[i].index == all[i].index);
      REQUIRE(out[i].content == all[i].content);
    }
  };
  for (std::size_t size = 0; size < whole.size(); ++size) check(ByteView(whole).first(size));
  // A log that ends early is a log: only a head that was kept elsewhere tells.
  CHECK(accepted == whole.size() - kHeaderBytes);
  for (std::size_t byte = 0; byte < whole.size(); byte += 3) {
    Bytes flipped = whole;
    flipped[byte] ^= 0x04U;
    check(flipped);
  }
}

TEST_CASE("entries that were left out, swapped or repeated are noticed", "[log][verify]") {
  const Scratch scratch;
  const Bytes whole = file_bytes(small_log(scratch));
  const auto borders = group_borders(whole);
  const SecretKey vendor = log_private();
  const auto group = [&](std::size_t i) {
    return Bytes(whole.begin() + static_cast<std::ptrdiff_t>(borders[i]),
                 whole.begin() + static_cast<std::ptrdiff_t>(borders[i + 1]));
  };
  const auto put_together = [&](const std::vector<std::size_t>& groups) {
    Bytes out(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kHeaderBytes));
    for (const std::size_t i : groups) {
      const Bytes one = group(i);
      out.insert(out.end(), one.begin(), one.end());
    }
    return out;
  };
  const auto outcome = [&](const Bytes& log) {
    MemoryLog bytes(log);
    const auto read = verify_log(bytes, "log", {});
    return read ? std::nullopt : std::optional(read.error().code);
  };
  CHECK_FALSE(outcome(put_together({0, 1, 2, 3, 4, 5})));
  CHECK(outcome(put_together({0, 2, 3, 4, 5})) == SealErrorCode::bad_signature);
  CHECK(outcome(put_together({0, 1, 3, 2, 4, 5})) == SealErrorCode::bad_signature);
  CHECK(outcome(put_together({0, 1, 1, 2, 3, 4, 5})) == SealErrorCode::bad_signature);
  CHECK(outcome(put_together({1, 2, 3, 4, 5})) == SealErrorCode::damaged);  // no run begins it
  CHECK(outcome(put_together({0, 1, 5})) == SealErrorCode::damaged);        // run 2 without run 1
  CHECK(outcome(put_together({0, 1, 2, 3, 4, 5, 0})) == SealErrorCode::damaged);
}

TEST_CASE("who has all of the room's keys cannot rewrite the past unnoticed", "[log][verify]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes whole = file_bytes(path);
  const auto borders = group_borders(whole);
  const SecretKey vendor = log_private();
  // Cut behind the first run, and gone on with by a program that has the room's signing key, the session and
  // all that the room has on its disk.
  put_bytes(path, ByteView(whole).first(static_cast<std::size_t>(borders[2])));
  {
    const auto writer = open_writer(scratch.path(), 55).value();
    const std::vector<Item> items{shown_record(500)};
    REQUIRE(writer->commit(items, kNow));
  }
  auto bytes = FileLog::open(path).value();
  CHECK(verify_log(bytes, "log", {}));  // everything that anybody can check holds
  const auto read = read_log(bytes, "log", {}, vendor_keys(vendor), [](const OpenedEntry&) {});
  REQUIRE(read);
  CHECK(read->unlinked_runs == std::vector<std::uint32_t>{1});  // the vendor is told
}

TEST_CASE("a room that lost its carry goes on, and links again from there", "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  std::filesystem::remove(std::filesystem::path(path).replace_extension(".splk"));
  for (const std::uint64_t seed : {41U, 42U}) {
    const auto writer = open_writer(scratch.path(), seed).value();
    const std::vector<Item> items{shown_record(seed)};
    REQUIRE(writer->commit(items, kNow));
  }
  const SecretKey vendor = log_private();
  auto bytes = FileLog::open(path).value();
  const auto read = read_log(bytes, "log", {}, vendor_keys(vendor), [](const OpenedEntry&) {});
  REQUIRE(read);
  CHECK(read->unlinked_runs == std::vector<std::uint32_t>{3});
}

TEST_CASE("a run that was killed before its carry was stored is linked all the same", "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const auto carry = std::filesystem::path(path).replace_extension(".splk");
  const Bytes before = file_bytes(carry);
  const auto write = [&](std::uint64_t seed) {
    const auto writer = open_writer(scratch.path(), seed).value();
    const std::vector<Item> items{shown_record(seed)};
    REQUIRE(writer->commit(items, kNow));
  };
  write(41);
  put_bytes(carry, before);
  write(42);
  const SecretKey vendor = log_private();
  auto bytes = FileLog::open(path).value();
  const auto read = read_log(bytes, "log", {}, vendor_keys(vendor), [](const OpenedEntry&) {});
  REQUIRE(read);
  CHECK(read->unlinked_runs.empty());
}

TEST_CASE("a full disk is an error, and leaves the log as it was", "[log][writer]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes before = file_bytes(path);
  const auto writer = open_writer(scratch.path(), 3).value();
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &usual) == 0);
  rlimit small = usual;
  small.rlim_cur = before.size() + 100;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::vector<Item> items{shown_record(1)};
  const auto full = writer->commit(items, kNow);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &usual) == 0);
  REQUIRE_FALSE(full);
  CHECK(full.error().code == SealErrorCode::io);
  CHECK(full.error().message.find("make room") != std::string::npos);
  CHECK(file_bytes(path) == before);
  CHECK_FALSE(
      writer->commit(items, kNow));  // what was not recorded may have been asked for: no more is taken
}

TEST_CASE("an entry is proved to who has the room's public key alone", "[log][proof]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const SecretKey vendor = log_private();
  const SecretKey reviewer = reviewer_private();
  auto bytes = FileLog::open(path).value();
  for (const OpenedEntry& entry : contents(path)) {
    const auto proof = prove_entry(bytes, "log", {&vendor, &reviewer}, entry.index);
    REQUIRE(proof);
    const auto proven = open_entry_proof(*proof, room_key(), "proof");
    REQUIRE(proven);
    CHECK(proven->entry.index == entry.index);
    CHECK(proven->entry.content == entry.content);
    CHECK(proven->head.head.session == kSession);
  }
  CHECK(code_of(prove_entry(bytes, "log", vendor_keys(vendor), 0)) == SealErrorCode::not_found);  // a run
  CHECK(code_of(prove_entry(bytes, "log", vendor_keys(vendor), 2)) ==
        SealErrorCode::not_found);  // the reviewer's
  CHECK(code_of(prove_entry(bytes, "log", {nullptr, &reviewer}, 1)) == SealErrorCode::not_found);
  CHECK(code_of(prove_entry(bytes, "log", vendor_keys(vendor), 1000)) == SealErrorCode::not_found);
  const std::string proof = prove_entry(bytes, "log", vendor_keys(vendor), 1).value();
  CHECK(code_of(open_entry_proof(proof, seal_test::vendor(8).public_key(), "proof")) ==
        SealErrorCode::wrong_key);
  for (std::size_t size = 0; size < proof.size(); ++size)
    REQUIRE_FALSE(open_entry_proof(proof.substr(0, size), room_key(), "proof"));
  for (std::size_t bit = 0; bit < 8 * proof.size(); ++bit) {
    std::string flipped = proof;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    REQUIRE_FALSE(open_entry_proof(flipped, room_key(), "proof"));
  }
}

TEST_CASE("a log is proved to have grown from every head that it had", "[log][proof]") {
  const Scratch scratch;
  const auto path = small_log(scratch);
  const Bytes whole = file_bytes(path);
  MemoryLog bytes(whole);
  const auto borders = group_borders(whole);
  for (std::size_t i = 1; i < borders.size(); ++i) {
    const Head old = head_of(ByteView(whole).first(static_cast<std::size_t>(borders[i]))).head;
    const auto proof = prove_growth(bytes, "log", old);
    REQUIRE(proof);
    CHECK(is_growth_proof(*proof));
    const auto grown = open_growth_proof(*proof, old, room_key(), "proof");
    REQUIRE(grown);
    CHECK(grown->head == head_of(whole).head);
    Head other = old;
    other.root[0] ^= 1U;
    CHECK(code_of(open_growth_proof(*proof, other, room_key(), "proof")) == SealErrorCode::bad_signature);
    other.log_id[0] ^= 1U;
    CHECK(code_of(open_growth_proof(*proof, other, room_key(), "proof")) == SealErrorCode::wrong_key);
    CHECK(code_of(prove_growth(bytes, "log", other)) == SealErrorCode::wrong_key);
  }
}
