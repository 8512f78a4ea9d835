// Prints that lie in a room, as the room looks for one: under a number, with its own id and state key.
#include <fmt/format.h>

#include <functional>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/reading.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/room_prints.hpp"

namespace spoor::vectors {
namespace {

constexpr std::string_view kPdf = "%PDF-1.4\nwhat was printed\n%%EOF\n";
// Offsets in the file (SPEC.md 8.5).
constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kRoomAt = 12;
constexpr std::size_t kNumberAt = 44;
constexpr std::size_t kSealedAt = kNumberAt + 2 + kPrintNumber.size() + 12;

struct PrintFields {
  std::string magic = "SPOORPRT";
  std::uint16_t version = 1;
  std::uint16_t flags = 0;
  seal::RoomId room = seal_test::room_secret().id;
  std::string number{kPrintNumber};
  seal::SecretKey state_key = print_state_key();
  std::string purpose = "spoor room print";
  std::string pdf{kPdf};

  /// Sealed as it is stated, so that nothing but what is stated is wrong.
  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.bytes(seal::as_bytes(magic));
    out.integer(version);
    out.integer(flags);
    out.bytes(room);
    out.text(number);
    seal::Bytes sealed(pdf.size() + seal::kTagBytes);
    const seal::Nonce nonce{9, 9, 9};
    const auto key = seal::derive_key(state_key, room, purpose).value();
    must(seal::gcm_seal(key, nonce, out.view(), seal::as_bytes(pdf), sealed));
    out.bytes(nonce);
    out.bytes(sealed);
    return out.take();
  }
};

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("print-{}.sprt", name), fault, expect, std::move(file)});
  }
  void add(const char* name, const char* fault, const std::function<void(PrintFields&)>& change,
           const char* expect = kDamaged) {
    PrintFields fields;
    change(fields);
    put(name, fault, fields.encode(), expect);
  }

 private:
  Scenarios& out_;
};

using Print = PrintFields;

void add_fields(Group& group) {
  group.add("magic", "another magic", [](Print& p) { p.magic = "SPOORPRN"; });
  group.add(
      "version-0", "version 0", [](Print& p) { p.version = 0; }, kUnsupported);
  group.add(
      "version-2", "version 2", [](Print& p) { p.version = 2; }, kUnsupported);
  group.add(
      "flag-1", "the lowest flag", [](Print& p) { p.flags = 1; }, kUnsupported);
  group.add(
      "flag-high", "the highest flag", [](Print& p) { p.flags = 0x8000; }, kUnsupported);
  group.add("room-other", "another room's print", [](Print& p) { p.room = seal_test::room_public(0x41).id; });
  group.add("number-other", "another print's file under this number",
            [](Print& p) { p.number.back() = '2'; });
  group.add("number-less", "a number of a character less", [](Print& p) { p.number.pop_back(); });
  group.add("number-case", "a number in small letters", [](Print& p) { p.number.front() = 'a'; });
  group.add("state-key", "sealed under another state key",
            [](Print& p) { p.state_key = seal_test::key_of(0x56); });
  group.add("purpose", "sealed under the key of the room's memory",
            [](Print& p) { p.purpose = "spoor room state"; });
}

void add_bytes(Group& group, const seal::Bytes& whole) {
  const auto cut = [&](const char* name, const char* fault, std::size_t size) {
    group.put(name, fault, first(whole, size));
  };
  cut("nothing", "an empty file", 0);
  cut("cut-magic", "the file ends in its magic", 7);
  cut("cut-version", "the file ends behind its version", kVersionAt + 2);
  cut("cut-room", "the file ends in the room's id", kRoomAt + 31);
  cut("cut-number", "the file ends in the number", kNumberAt + 5);
  cut("cut-nonce", "the file ends in the nonce", kSealedAt - 1);
  cut("cut-tag", "15 bytes behind the nonce", kSealedAt + 15);
  cut("cut-1", "the last byte is missing", whole.size() - 1);
  const auto flip = [&](const char* name, const char* fault, std::size_t at) {
    group.put(name, fault, seal_test::flipped(whole, at * 8));
  };
  flip("nonce", "a flipped bit in the nonce", kSealedAt - 12);
  flip("sealed", "a flipped bit in the sealed pages", kSealedAt);
  flip("tag", "a flipped bit in the tag", whole.size() - 1);
  flip("room-flipped", "a flipped bit in the room's id", kRoomAt);
  group.put("number-longer", "a number longer than the file", patched(whole, kNumberAt, {0xFF, 0xFF}));
  seal::Bytes longer = whole;
  longer.push_back(0);
  group.put("behind", "a byte behind the tag", longer);
}

}  // namespace

void add_prints(Scenarios& out) {
  Group group(out);
  const seal::Bytes whole = PrintFields{}.encode();
  group.put("good", "pages of a room", whole, kOk);
  group.add(
      "good-empty", "no byte of pages", [](Print& p) { p.pdf.clear(); }, kOk);
  add_fields(group);
  add_bytes(group, whole);
}

}  // namespace spoor::vectors
