// Revocation lists.
#include <fmt/format.h>

#include <functional>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/revocation.hpp"

namespace spoor::vectors {
namespace {

constexpr std::array<seal::SessionIdBytes, 2> kTwoIds = {{{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 7}}};

struct ListFields {
  std::uint64_t number = 3;
  std::int64_t issued_unix_s = 1'800'000'000;
  std::vector<seal::SessionIdBytes> ids{kTwoIds.begin(), kTwoIds.end()};
  int count_more = 0;  ///< stated beyond what is there

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.bytes(seal::as_bytes(seal::kRevocationKind.magic));
    out.integer(seal::kRevocationKind.version);
    out.integer(std::uint16_t{0});
    out.bytes(seal_test::vendor().public_key());
    out.integer(number);
    out.integer(issued_unix_s);
    out.integer(static_cast<std::uint32_t>(static_cast<int>(ids.size()) + count_more));
    for (const seal::SessionIdBytes& id : ids) out.bytes(id);
    out.bytes(seal::Bytes(seal::kTrailerBytes));
    return seal_test::signed_again(out.take(), seal::kRevocationKind, seal_test::vendor());
  }
};

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(ListFields&)>& change,
           const char* expect = kDamaged) {
    ListFields fields;
    change(fields);
    put(name, fault, fields.encode(), expect);
  }
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect) {
    out_.push_back({fmt::format("revocation-{}.sprl", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

using List = ListFields;

void add_lists(Group& group) {
  group.add(
      "good", "two sessions", [](List&) {}, kOk);
  group.add(
      "good-empty", "no session", [](List& l) { l.ids.clear(); }, kOk);
  group.add(
      "good-limits", "the greatest number and the last date",
      [](List& l) {
        l.number = UINT64_MAX;
        l.issued_unix_s = seal::kLastUnixSecond;
      },
      kOk);
  group.add("order", "ids in falling order", [](List& l) { std::swap(l.ids[0], l.ids[1]); });
  group.add("twice", "one id twice", [](List& l) { l.ids[1] = l.ids[0]; });
  group.add("number-0", "the number 0", [](List& l) { l.number = 0; });
  group.add("issued-before", "made before 1970", [](List& l) { l.issued_unix_s = -1; });
  group.add("issued-after", "made in the year 10000",
            [](List& l) { l.issued_unix_s = seal::kLastUnixSecond + 1; });
  group.add("count-more", "one id more than there are", [](List& l) { l.count_more = 1; });
  group.add("count-less", "one id less than there are", [](List& l) { l.count_more = -1; });
  group.add("count-most", "four thousand million ids", [](List& l) { l.count_more = -3; });
}

void add_starts(Group& group) {
  const seal::Bytes whole = ListFields{}.encode();
  const auto signed_with = [&](std::size_t at, std::initializer_list<std::uint8_t> bytes) {
    return seal_test::signed_again(patched(whole, at, bytes), seal::kRevocationKind, seal_test::vendor());
  };
  group.put("nothing", "an empty file", {}, kDamaged);
  group.put("magic", "another magic, signed", signed_with(0, {'s'}), kDamaged);
  group.put("version-2", "version 2, signed", signed_with(8, {2}), kUnsupported);
  group.put("flag-1", "the lowest flag, signed", signed_with(10, {1}), kUnsupported);
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1), kDamaged);
  group.put("cut-start", "nothing behind the vendor's key", first(whole, 44), kDamaged);
  seal::Bytes longer = whole;
  longer.push_back(0);
  group.put("byte-behind", "one byte behind the end", longer, kDamaged);
  seal::Bytes inside = whole;
  inside.insert(inside.end() - seal::kTrailerBytes, 0);
  group.put("byte-before", "a byte between list and trailer, signed",
            seal_test::signed_again(inside, seal::kRevocationKind, seal_test::vendor()), kDamaged);
  group.put("checksum", "a flipped bit in an id", seal_test::flipped(whole, 65 * 8), kDamaged);
  group.put("id-summed", "a flipped bit in an id, summed",
            seal_test::summed_again(seal_test::flipped(whole, 65 * 8)), kBadSignature);
  group.put("signature", "a flipped bit in the signature", seal_test::flipped(whole, whole.size() * 8 - 9),
            kBadSignature);
  group.put("vendor-forged", "signed by another than it says",
            seal_test::signed_again(whole, seal::kRevocationKind, seal_test::vendor(8)), kBadSignature);
}

}  // namespace

void add_revocations(Scenarios& out) {
  Group group(out);
  add_lists(group);
  add_starts(group);
}

}  // namespace spoor::vectors
