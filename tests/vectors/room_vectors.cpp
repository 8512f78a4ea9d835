// Rooms' public files.
#include <fmt/format.h>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/scenario.hpp"

namespace spoor::vectors {
namespace {

constexpr std::uint8_t kSeed = 0x31;
constexpr std::size_t kNameAt = 76;

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("room-{}.pub", name), fault, expect, std::move(file)});
  }
  /// Signed by the room again.
  void sign(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    put(name, fault,
        seal_test::signed_again(std::move(file), seal::kRoomPublicKind, seal_test::vendor(kSeed)), expect);
  }

 private:
  Scenarios& out_;
};

}  // namespace

void add_rooms(Scenarios& out) {
  Group group(out);
  const seal::Bytes whole = seal_test::room_public_file(kSeed);
  const std::size_t made_at = whole.size() - seal::kTrailerBytes - 8;
  group.put("good", "a room", whole, kOk);
  group.put("good-name-empty", "a room without a name", seal_test::room_public_file(kSeed, ""), kOk);
  group.put("good-name-long", "a name of 200 bytes",
            seal_test::room_public_file(kSeed, std::string(200, 'r')), kOk);
  group.put("name-long", "a name of 201 bytes", seal_test::room_public_file(kSeed, std::string(201, 'r')));
  group.sign("name-beyond", "a name longer than the file", patched(whole, kNameAt, {0xFF, 0xFF}));
  group.sign("name-less", "a name of a byte less than there are", patched(whole, kNameAt, {5, 0}));
  group.sign("made-before", "made before 1970", patched(whole, made_at + 7, {0x80}));
  group.sign("made-after", "made long after the year 9999", patched(whole, made_at + 7, {0x7F}));
  group.sign("magic", "another magic, signed", patched(whole, 0, {'s'}));
  group.sign("version-2", "version 2, signed", patched(whole, 8, {2}), kUnsupported);
  group.sign("flag-1", "the lowest flag, signed", patched(whole, 10, {1}), kUnsupported);
  seal::Bytes inside = whole;
  inside.insert(inside.end() - seal::kTrailerBytes, 0);
  group.sign("byte-before", "a byte in front of the trailer, signed", inside);
  seal::Bytes longer = whole;
  longer.resize(longer.size() + 1);
  group.put("byte-behind", "a byte behind the end", longer);
  group.put("nothing", "an empty file", {});
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1));
  group.put("cut-key", "the file ends in its first key", first(whole, 30));
  group.put("checksum", "a flipped bit in the agreement key", seal_test::flipped(whole, 50 * 8));
  group.put("agreement-summed", "a flipped bit in the agreement key, summed",
            seal_test::summed_again(seal_test::flipped(whole, 50 * 8)), kBadSignature);
  group.put("signature", "a flipped bit in the signature", seal_test::flipped(whole, whole.size() * 8 - 9),
            kBadSignature);
  group.put("forged", "signed by another than it says",
            seal_test::signed_again(whole, seal::kRoomPublicKind, seal_test::vendor(8)), kBadSignature);
  group.put("large", "70,000 bytes", seal::Bytes(70'000));
}

}  // namespace spoor::vectors
