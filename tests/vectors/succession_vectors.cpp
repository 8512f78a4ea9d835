// Successions of the vendor's key.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/succession.hpp"

namespace spoor::vectors {
namespace {

constexpr std::uint8_t kSuccessor = 2;
constexpr std::size_t kOwnSignatureAt = 92;

struct Fields {
  std::int64_t made_unix_s = 1'800'000'000;
  std::int64_t until_unix_s = 1'800'000'900;
  seal::VendorPublicKey to = seal_test::vendor(kSuccessor).public_key();
  std::uint8_t signs_for_it = kSuccessor;

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.bytes(seal::as_bytes(seal::kSuccessionKind.magic));
    out.integer(seal::kSuccessionKind.version);
    out.integer(std::uint16_t{0});
    out.bytes(seal_test::vendor().public_key());
    out.bytes(to);
    out.integer(made_unix_s);
    out.integer(until_unix_s);
    seal::WireWriter message;
    message.bytes(seal::as_bytes(seal::kSuccessorContext));
    message.bytes(out.view());
    out.bytes(seal_test::vendor(signs_for_it).sign(message.view()).value());
    out.bytes(seal::Bytes(seal::kTrailerBytes));
    return seal_test::signed_again(out.take(), seal::kSuccessionKind, seal_test::vendor());
  }
};

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(Fields&)>& change,
           const char* expect = kDamaged) {
    Fields fields;
    change(fields);
    put(name, fault, fields.encode(), expect);
  }
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("succession-{}.spsc", name), fault, expect, std::move(file)});
  }
  /// Signed by the former key again.
  void sign(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    put(name, fault, seal_test::signed_again(std::move(file), seal::kSuccessionKind, seal_test::vendor()),
        expect);
  }

 private:
  Scenarios& out_;
};

}  // namespace

void add_successions(Scenarios& out) {
  Group group(out);
  group.add(
      "good", "one key follows another", [](Fields&) {}, kOk);
  group.add(
      "good-at-once", "sessions of the former key end with it",
      [](Fields& f) { f.until_unix_s = f.made_unix_s; }, kOk);
  group.add(
      "good-limits", "the first and the last moment",
      [](Fields& f) {
        f.made_unix_s = 0;
        f.until_unix_s = seal::kLastUnixSecond;
      },
      kOk);
  group.add("made-before", "made before 1970", [](Fields& f) { f.made_unix_s = -1; });
  group.add("until-after", "until the year 10000",
            [](Fields& f) { f.until_unix_s = seal::kLastUnixSecond + 1; });
  group.add("until-early", "sessions end before the key",
            [](Fields& f) { f.until_unix_s = f.made_unix_s - 1; });
  group.add("to-zeros", "followed by a key of zeros", [](Fields& f) { f.to = {}; });
  group.add("same", "a key that follows itself", [](Fields& f) {
    f.to = seal_test::vendor().public_key();
    f.signs_for_it = 7;
  });
  group.add(
      "own-other", "signed by another than the key that follows", [](Fields& f) { f.signs_for_it = 8; },
      kBadSignature);
  group.add(
      "own-former", "the former key signs for the one that follows", [](Fields& f) { f.signs_for_it = 7; },
      kBadSignature);
  const seal::Bytes whole = Fields{}.encode();
  group.sign("own-flipped", "a flipped bit in the new key's signature, signed by the former",
             seal_test::flipped(whole, kOwnSignatureAt * 8), kBadSignature);
  group.sign("until-signed", "another time, signed by the former key alone", patched(whole, 84, {1}),
             kBadSignature);
  group.sign("magic", "another magic, signed", patched(whole, 0, {'s'}));
  group.sign("version-2", "version 2, signed", patched(whole, 8, {2}), kUnsupported);
  group.sign("flag-1", "the lowest flag, signed", patched(whole, 10, {1}), kUnsupported);
  seal::Bytes inside = whole;
  inside.insert(inside.end() - seal::kTrailerBytes, 0);
  group.sign("byte-before", "a byte in front of the trailer, signed", inside);
  seal::Bytes shorter = whole;
  shorter.erase(shorter.end() - seal::kTrailerBytes - 1);
  group.sign("byte-less", "a byte less in front of the trailer, signed", shorter);
  seal::Bytes longer = whole;
  longer.push_back(0);
  group.put("byte-behind", "a byte behind the end", longer);
  group.put("nothing", "an empty file", {});
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1));
  group.put("checksum", "a flipped bit in a time", seal_test::flipped(whole, 80 * 8));
  group.put("to-summed", "a flipped bit in the new key, summed",
            seal_test::summed_again(seal_test::flipped(whole, 50 * 8)), kBadSignature);
  group.put("forged", "signed by another than it says",
            seal_test::signed_again(whole, seal::kSuccessionKind, seal_test::vendor(8)), kBadSignature);
}

}  // namespace spoor::vectors
