// A log of two runs, and all that is handed out of one.
#include "tests/fuzz/repair.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_proof.hpp"
#include "watermark/seal/log_receipt.hpp"

namespace spoor::fuzz {

namespace fs = std::filesystem;
using namespace seal_log;

namespace {

void write_groups(const fs::path& directory, std::uint64_t seed) {
  auto writer = log_test::open_writer(directory, seed).value();
  const std::int64_t now_ms = log_test::kNow * 1000;
  const std::vector<Item> opening = {Record{now_ms, Opened{"A. Reader", OpenedBy::several}},
                                     Private{Private::Kind::search, now_ms + 1, {1, 2, 3}, "needle"},
                                     Record{now_ms + 1, Searched{SearchScope::release, {4, 5}}}};
  insist(writer->commit(opening, log_test::kNow).has_value());
  const std::vector<Item> reading = {log_test::shown_record(seed), log_test::shown_record(seed + 1),
                                     Place{"lib/a.c", 4, 2}};
  insist(writer->commit(reading, log_test::kNow + 10).has_value());
}

void put_text(const fs::path& path, const std::string& text) {
  put(path, seal::as_bytes(text));
}

}  // namespace

void write_log_seeds(const fs::path& corpus) {
  const seal_test::Scratch scratch;
  const fs::path path = LogWriter::log_path(scratch.path(), log_test::kSession);
  write_groups(scratch.path(), 1);
  const Head first = log_test::head_of(log_test::file_bytes(path)).head;
  write_groups(scratch.path(), 2);
  const Bytes whole = log_test::file_bytes(path);
  put(corpus / "fuzz_log/whole", whole);
  put(corpus / "fuzz_log/record", encode(log_test::shown_record(3)));
  // The room lost its carry.
  for (const auto& item : fs::directory_iterator(scratch.path()))
    if (item.path() != path) fs::remove(item.path());
  write_groups(scratch.path(), 3);
  put(corpus / "fuzz_log/unlinked", log_test::file_bytes(path));

  const SecretKey vendor = log_test::log_private();
  const SecretKey reviewer = log_test::reviewer_private();
  MemoryLog log(whole);
  const SignedHead head = log_test::head_of(whole);
  const std::string note = encode_note(head, log_test::room_key()).value();
  put_text(corpus / "fuzz_receipt/note", note);
  put_text(corpus / "fuzz_receipt/receipt", receipt_text({note, head.head, "A. Reader", "1.0"}));
  put_text(corpus / "fuzz_receipt/entry", prove_entry(log, "seed", {&vendor, &reviewer}, 1).value());
  put_text(corpus / "fuzz_receipt/own", prove_entry(log, "seed", {&vendor, &reviewer}, 2).value());
  put_text(corpus / "fuzz_receipt/growth", prove_growth(log, "seed", first).value());
}

}  // namespace spoor::fuzz
