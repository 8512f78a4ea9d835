// Heads as signed notes: what is written is read, and nothing else is.
#include <catch2/catch.hpp>

#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_head.hpp"

using namespace spoor;
using namespace spoor::seal_log;
using namespace spoor::log_test;
using seal_test::code_of;

namespace {

SignedHead signed_head() {
  SignedHead out;
  out.head = {kSession, {}, 1234, {}, {}, kNow};
  out.head.log_id.fill(0xFB);  // '-' and '_' in the origin
  out.head.root.fill(2);
  out.head.chain.fill(3);
  out.signature = seal_test::vendor(9).sign(seal::as_bytes(head_text(out.head))).value();
  return out;
}

}  // namespace

TEST_CASE("a note has the form of a C2SP checkpoint", "[log][head]") {
  const std::string note = encode_note(signed_head(), room_key()).value();
  CHECK(
      note.starts_with("spoor.log/s-0123456789ab/-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s\n"
                       "1234\n"
                       "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n"
                       "chain AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n"
                       "time 1800000000\n"
                       "\n"
                       "\xE2\x80\x94 spoor.log/s-0123456789ab/-_v7"));
  CHECK(note.back() == '\n');
  const auto read = open_note(note, room_key(), "note");
  REQUIRE(read);
  CHECK(read->head == signed_head().head);
  CHECK(read->signature == signed_head().signature);
}

TEST_CASE("a note is refused under another room's key, and where its signature does not hold",
          "[log][head]") {
  const std::string note = encode_note(signed_head(), room_key()).value();
  CHECK(code_of(open_note(note, seal_test::vendor(8).public_key(), "note")) == SealErrorCode::wrong_key);
  SignedHead other = signed_head();
  other.head.entries = 1235;
  CHECK(code_of(open_note(encode_note(other, room_key()).value(), room_key(), "note")) ==
        SealErrorCode::bad_signature);
}

TEST_CASE("no flipped bit and no truncation of a note is accepted", "[log][head]") {
  const std::string note = encode_note(signed_head(), room_key()).value();
  for (std::size_t size = 0; size < note.size(); ++size)
    CHECK_FALSE(open_note(note.substr(0, size), room_key(), "note"));
  for (std::size_t bit = 0; bit < 8 * note.size(); ++bit) {
    std::string flipped = note;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(open_note(flipped, room_key(), "note"));
  }
}

TEST_CASE("a note is found within a receipt", "[log][head]") {
  const std::string note = encode_note(signed_head(), room_key()).value();
  CHECK(note_within(note) == note);
  CHECK(note_within("Receipt\n\n" + note + "\nKeep this.\n") == note);
  CHECK(note_within("Receipt: spoor.log/ is what a note begins with\n").empty());
  CHECK(note_within("").empty());
}

TEST_CASE("base64 has one encoding", "[log][head]") {
  Bytes out;
  CHECK(from_base64("", out));
  CHECK(out.empty());
  CHECK(from_base64("AA==", out));
  CHECK(out == Bytes{0});
  CHECK_FALSE(from_base64("AB==", out));  // bits that nothing uses
  CHECK_FALSE(from_base64("AA", out));
  CHECK_FALSE(from_base64("AA= ", out));
  CHECK_FALSE(from_base64("A===", out));
  CHECK_FALSE(from_base64("AA==AA==", out));
}
