// Envelopes whose start, locks, lengths, checksum or signature is wrong, shown on a session.
#include <fmt/format.h>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/session_body.hpp"
#include "watermark/seal/kit_format.hpp"

namespace spoor::vectors {
namespace {

constexpr std::size_t kVendor = 12;
constexpr std::size_t kLocks = 44;
constexpr std::size_t kSalt = 51;
constexpr std::size_t kNonce = 67;
constexpr std::size_t kWrapped = 79;
constexpr std::size_t kLength = 127;
constexpr std::size_t kBody = 135;

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const char* expect, seal::Bytes file) {
    out_.push_back({fmt::format("envelope-{}.spsn", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

seal::Bytes whole() {
  return forge_envelope(SessionFields{}.encode(), seal::kSessionKind);
}

seal::Bytes signed_file(seal::Bytes file) {
  return seal_test::signed_again(std::move(file), seal::kSessionKind, seal_test::vendor());
}

seal::Bytes signed_with(std::size_t at, std::initializer_list<std::uint8_t> bytes) {
  return signed_file(patched(whole(), at, bytes));
}

seal::Bytes signed_flip(std::size_t byte) {
  return signed_file(seal_test::flipped(whole(), byte * 8));
}

seal::Bytes locked(const std::vector<RawLock>& locks, int count = -1) {
  return forge_envelope(SessionFields{}.encode(), seal::kSessionKind, locks, count);
}

void add_starts(Group& group) {
  const seal::Bytes file = whole();
  group.add("nothing", "an empty file", kDamaged, {});
  group.add("text", "a text file", kDamaged, bytes_of("a session, said the file\n"));
  group.add("magic", "another magic, signed", kDamaged, signed_with(0, {'s'}));
  group.add("kit-magic", "a kit's magic, signed", kDamaged,
            signed_file(patched(file, 0, bytes_of("SPOORKIT"))));
  group.add("version-0", "version 0, signed", kUnsupported, signed_with(8, {0}));
  group.add("version-1", "version 1, signed", kUnsupported, signed_with(8, {1}));
  group.add("version-3", "version 3, signed", kUnsupported, signed_with(8, {3}));
  group.add("version-258", "version 258, signed", kUnsupported, signed_with(9, {1}));
  group.add("flag-1", "the lowest flag, signed", kUnsupported, signed_with(10, {1}));
  group.add("flag-32768", "the highest flag, signed", kUnsupported, signed_with(11, {0x80}));
  for (const auto& [name, size] : {std::pair{"cut-magic", std::size_t{8}},
                                   {"cut-vendor", std::size_t{43}},
                                   {"cut-locks", kLength},
                                   {"cut-body", kBody + 100},
                                   {"cut-trailer", file.size() - seal::kTrailerBytes},
                                   {"cut-1", file.size() - 1}}) {
    group.add(name, "the file is cut short", kDamaged, first(file, size));
  }
  seal::Bytes start = first(file, 12);
  start.resize(100);
  group.add("short", "a start that overlaps its trailer, signed", kDamaged, signed_file(start));
  seal::Bytes longer = file;
  longer.push_back(0);
  group.add("byte-behind", "one byte behind the end", kDamaged, longer);
  seal::Bytes inside = file;
  inside.insert(inside.end() - seal::kTrailerBytes, 0);
  group.add("byte-before", "a byte between body and trailer, signed", kDamaged, signed_file(inside));
}

void add_signatures(Group& group) {
  const seal::Bytes file = whole();
  const auto other = seal_test::vendor(8);
  const auto sign_as = [&](std::string_view context) {
    seal::WireWriter message;
    message.bytes(seal::as_bytes(context));
    message.bytes(first(file, file.size() - 64));
    return patched(file, file.size() - 64, seal_test::vendor().sign(message.view()).value());
  };
  group.add("checksum", "a flipped bit in the checksum", kDamaged,
            seal_test::flipped(file, (file.size() - 96) * 8));
  group.add("signature", "a flipped bit in the signature", kBadSignature,
            seal_test::flipped(file, (file.size() - 64) * 8));
  group.add("signature-0", "a signature of zeros", kBadSignature,
            patched(file, file.size() - 64, seal::Bytes(64)));
  group.add("signature-long", "the signature's scalar plus the group's order", kBadSignature,
            with_long_scalar(file));
  group.add("signature-bare", "a signature without its context", kBadSignature, sign_as(""));
  group.add("signature-kit", "a signature in a kit's context", kBadSignature,
            sign_as(seal::envelope_signature_context(seal::kKitKind)));
  group.add("signature-archive", "a signature in an archive's context", kBadSignature,
            sign_as("spoor archive"));
  group.add("vendor", "a flipped bit in the vendor's key", kDamaged, seal_test::flipped(file, kVendor * 8));
  group.add("vendor-summed", "a flipped bit in the vendor's key, summed", kBadSignature,
            seal_test::summed_again(seal_test::flipped(file, kVendor * 8)));
  group.add("vendor-forged", "signed by another than it says", kBadSignature,
            seal_test::signed_again(file, seal::kSessionKind, other));
  group.add("vendor-taken-over", "another vendor's key and signature around this vendor's body", kDamaged,
            seal_test::signed_again(patched(file, kVendor, other.public_key()), seal::kSessionKind, other));
}

void add_locks(Group& group) {
  const RawLock ours = passphrase_lock();
  const RawLock theirs = passphrase_lock("another passphrase", 9);
  group.add("good-two-locks", "two passphrases, ours the first", kOk, locked({ours, theirs}));
  group.add("good-second-lock", "two passphrases, ours the second", kOk,
            locked({passphrase_lock("another passphrase", 0), ours}));
  group.add("locks-0", "no lock", kDamaged, locked({}));
  group.add("locks-more", "one lock more than there are: the body's length reads as another kind",
            kUnsupported, locked({ours}, 2));
  group.add("locks-less", "one lock less than there are", kDamaged, locked({ours, theirs}, 1));
  group.add("locks-17", "17 locks", kDamaged, [&] {
    std::vector<RawLock> many;
    for (std::uint8_t i = 1; i <= 17; ++i) many.push_back(passphrase_lock(seal_test::kPassphrase, i));
    return locked(many);
  }());
  group.add("locks-order", "locks in falling order", kDamaged, locked({theirs, ours}));
  group.add("locks-twice", "one lock twice", kDamaged, locked({ours, ours}));
  group.add("lock-unknown", "a lock of an unknown kind", kUnsupported, locked({{5, seal::Bytes(79)}}));
  group.add("lock-unknown-too", "a lock of an unknown kind behind one that opens", kUnsupported,
            locked({ours, {5, seal::Bytes(79)}}));
  group.add("lock-update", "an update's lock on a session", kUnsupported, locked({{4, seal::Bytes(66)}}));
  group.add("lock-kind-255", "a lock of kind 255", kUnsupported, locked({ours, {255, {}}}));
  group.add("lock-kind-0", "a lock of kind 0 in front of one that opens", kUnsupported,
            locked({{0, {}}, ours}));
  group.add("lock-other", "no lock of this passphrase", kWrongKey, locked({theirs}));
  RawLock longer = ours;
  longer.body.push_back(0);
  group.add("lock-long", "a byte behind a lock", kDamaged, locked({longer}));
  RawLock shorter = ours;
  shorter.body.pop_back();
  group.add("lock-short", "a lock of a byte less", kDamaged, locked({shorter}));
  group.add("lock-bad-too", "a malformed lock behind one that opens", kDamaged, locked({ours, longer}));
  const seal::Bytes file = locked({ours});
  group.add("lock-beyond", "a lock longer than the file", kDamaged,
            signed_file(patched(file, kLocks + 2, {0xFF, 0xFF})));
  const auto to_end = static_cast<std::uint16_t>(file.size() - kLocks - 4);
  group.add("lock-trailer", "a lock of an unknown kind that reaches into the trailer", kDamaged,
            signed_file(patched(patched(file, kLocks + 1, {5}), kLocks + 2, little(to_end))));
}

void add_costs(Group& group) {
  const auto cost = [&](const char* name, const char* fault, const seal::ScryptCost& value) {
    group.add(name, fault, kDamaged, locked({passphrase_lock(seal_test::kPassphrase, 1, value)}));
  };
  cost("cost-n-0", "a cost of N = 1", {0, 8, 1});
  cost("cost-n-21", "a cost of N = 2^21", {21, 1, 1});
  cost("cost-n-255", "the greatest N", {255, 8, 1});
  cost("cost-r-0", "a cost of r = 0", {4, 0, 1});
  cost("cost-p-0", "a cost of p = 0", {4, 1, 0});
  cost("cost-p-5", "a cost of p = 5", {4, 1, 5});
  cost("cost-r-1", "an N that r = 1 does not allow", {16, 1, 1});
  cost("cost-memory", "a cost of 512 MiB", {20, 4, 1});
  group.add("good-cost", "the greatest p", kOk,
            locked({passphrase_lock(seal_test::kPassphrase, 1, {4, 1, 4})}));
}

void add_bodies(Group& group) {
  const auto length = [&](std::uint64_t value) {
    return signed_file(patched(whole(), kLength, little(value)));
  };
  const std::uint64_t right = SessionFields{}.encode().size() + seal::kTagBytes;
  group.add("length-more", "a body length of one more, signed", kDamaged, length(right + 1));
  group.add("length-less", "a body length of one less, signed", kDamaged, length(right - 1));
  group.add("length-0", "a body length of 0, signed", kDamaged, length(0));
  group.add("length-most", "the greatest body length, signed", kDamaged, length(UINT64_MAX));
  group.add("salt", "a flipped bit in the salt, signed", kWrongKey, signed_flip(kSalt));
  group.add("nonce", "a flipped bit in the lock's nonce, signed", kWrongKey, signed_flip(kNonce));
  group.add("wrapped", "a flipped bit in the wrapped key, signed", kWrongKey, signed_flip(kWrapped));
  group.add("wrapped-tag", "a flipped bit in the wrapped key's tag, signed", kWrongKey,
            signed_flip(kLength - 1));
  group.add("body", "a flipped bit in the body, signed", kDamaged, signed_flip(kBody));
  group.add("body-tag", "a flipped bit in the body's tag, signed", kDamaged,
            signed_flip(whole().size() - seal::kTrailerBytes - 1));
  seal::Bytes swapped = forge_envelope(seal::Bytes(100), seal::kKitKind);
  swapped = patched(std::move(swapped), 0, first(whole(), 12));
  group.add("body-kit", "a kit's body under a session's start, signed", kDamaged, signed_file(swapped));
  // The lock of one session around the body of another: each is whole, and they are not of one key.
  seal_test::SeededRandom random(1);
  const auto lock = seal_write::PassphraseLock::create(seal_test::kPassphrase, seal_test::kCheapCost, random);
  const seal::Bytes other = lock->wrap(seal_test::key_of(0x22), random).value();
  group.add("lock-swapped", "the lock of another session", kDamaged, locked({{1, other}}));
}

}  // namespace

void add_envelopes(Scenarios& out) {
  Group group(out);
  add_starts(group);
  add_signatures(group);
  add_locks(group);
  add_costs(group);
  add_bodies(group);
}

}  // namespace spoor::vectors
