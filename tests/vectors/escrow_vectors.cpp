// Escrows whose lock or body, bound and signed, is wrong.
#include <fmt/format.h>

#include <functional>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/key_body.hpp"
#include "tests/vectors/lock_forge.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/vault/keys.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("escrow-{}.spve", name), fault, expect, std::move(file)});
  }
  void locks(const char* name, const char* fault, const std::vector<RawLock>& locks,
             const char* expect = kDamaged) {
    put(name, fault, forge_envelope(KeyFields{}.encode(), vault::kEscrowKind, locks), expect);
  }
  void bytes(const char* name, const char* fault, seal::ByteView body, const char* expect = kDamaged) {
    put(name, fault, forge_envelope(body, vault::kEscrowKind, {two_of_three()}), expect);
  }
  void body(const char* name, const char* fault, const std::function<void(KeyFields&)>& change,
            const char* expect = kDamaged) {
    KeyFields fields;
    change(fields);
    bytes(name, fault, fields.encode(), expect);
  }

 private:
  Scenarios& out_;
};

using Keys = KeyFields;

void add_good(Group& group) {
  group.locks("good", "2 of 3 trustees, all keys in the file", {two_of_three()}, kOk);
  group.locks("good-one", "1 of 2 trustees, the second ours",
              {quorum_lock(1, {&kThird, &seal_test::kSecondPassphrase})}, kOk);
  group.body(
      "good-token", "the issuing key in a token", [](Keys& k) { k.place = kKeyInToken; }, kOk);
  group.body(
      "good-limits", "a URI and a vendor's name of 1,000 bytes",
      [](Keys& k) {
        k.place = kKeyInToken;
        k.uri = "pkcs11:" + std::string(993, 'u');
        k.vendor.assign(1000, 'v');
      },
      kOk);
}

void add_trustees(Group& group) {
  const RawLock ours = two_of_three();
  const Passphrases two = {&seal_test::kPassphrase, &seal_test::kSecondPassphrase};
  group.locks("few", "3 of 3 trustees, two of them ours",
              {quorum_lock(3, {&seal_test::kPassphrase, &kThird, &seal_test::kSecondPassphrase})}, kWrongKey);
  group.locks("none", "2 of 2 trustees, neither ours", {quorum_lock(2, {&kThird, &kFourth})}, kWrongKey);
  RawLock twice = quorum_lock(2, two);  // the first share again, for the second trustee
  for (std::size_t i = kSharesAt; i < kSharesAt + kShareBytes; ++i)
    twice.body.at(i + kShareBytes) = twice.body.at(i);
  group.locks("share-twice", "the first trustee's share in place of the second's", {twice}, kWrongKey);
  group.locks("share", "a flipped bit in a share of ours", {flipped(ours, kSharesAt + 12)}, kWrongKey);
  group.locks("share-other", "a flipped bit in the share of somebody else",
              {flipped(ours, kSharesAt + kShareBytes + 12)}, kWrongKey);
  group.locks("sealed", "a flipped bit in the sealed key", {flipped(ours, ours.body.size() - 48)}, kWrongKey);
  group.locks("n-0", "0 of 3 trustees", {changed(ours, 0, {0})});
  group.locks("n-4", "4 of 3 trustees", {changed(ours, 0, {4})});
  group.locks("n-less", "1 trustee where the shares need 2", {changed(ours, 0, {1})}, kWrongKey);
  group.locks("m-1", "1 of 1 trustee", {without_shares(changed(ours, 0, {1, 1}), 2)});
  group.locks("m-more", "a trustee more than there are shares", {changed(ours, 1, {4})});
  group.locks("m-less", "a trustee less than there are shares", {changed(ours, 1, {2})});
  group.locks("cost", "a cost of p = 5", {changed(ours, 4, {5})});
}

void add_locks(Group& group) {
  const RawLock ours = two_of_three();
  group.locks("room", "trustees in a room", {two_of_three(true)}, kWrongKey);
  group.locks("room-half", "a room without the vendor's point", {changed(ours, 21, {1})});
  group.locks("locks-none", "no lock", {});
  group.locks("locks-two", "a second lock, of other trustees", {quorum_lock(1, {&kThird, &kFourth}), ours});
  group.locks("locks-room", "a second lock, of trustees in a room", {ours, two_of_three(true)});
  group.locks("lock-passphrase", "one person's lock", {passphrase_lock()}, kUnsupported);
  group.locks("lock-room", "one person's lock in a room", {room_lock()}, kUnsupported);
  group.locks("lock-passphrase-more", "one person's lock in front of the trustees'",
              {passphrase_lock(), ours}, kUnsupported);
}

void add_bodies(Group& group) {
  group.body("vendor-empty", "no vendor's name", [](Keys& k) { k.vendor.clear(); });
  group.body("vendor-long", "a vendor of 1,001 bytes", [](Keys& k) { k.vendor.assign(1001, 'v'); });
  group.body("place-0", "an issuing key in no place", [](Keys& k) { k.place = 0; });
  group.body("place-3", "an issuing key in a third place", [](Keys& k) { k.place = 3; });
  group.body("seed-other", "the seed of another key than the one that signed",
             [](Keys& k) { k.seed_filler = 1; });
  group.body("uri-other", "a URI of another scheme", [](Keys& k) {
    k.place = kKeyInToken;
    k.uri = "https:token";
  });
  group.body("uri-long", "a URI of 1,001 bytes", [](Keys& k) {
    k.place = kKeyInToken;
    k.uri = "pkcs11:" + std::string(994, 'u');
  });
  group.body("tail", "a byte behind the body", [](Keys& k) { k.tail.assign(1, '\0'); });
  seal::Bytes body = KeyFields{}.encode();
  body.pop_back();
  group.bytes("cut", "the body's last byte is missing", body);
  group.bytes("empty", "an empty body", {});
  seal::WireWriter first_version;  // of a key file
  first_version.text("acme");
  for (const std::uint8_t filler : {kVendorFiller, std::uint8_t{5}, std::uint8_t{6}})
    first_version.bytes(seal_test::key_of(filler));
  group.bytes("body-version-1", "the body of a key file of version 1", first_version.view());
}

void add_shapes(Group& group) {
  const seal::Bytes whole = forge_envelope(KeyFields{}.encode(), vault::kEscrowKind, {two_of_three()});
  const auto sign = [&](const char* name, const char* fault, seal::Bytes file, const char* expect) {
    group.put(name, fault, seal_test::signed_again(std::move(file), vault::kEscrowKind, seal_test::vendor()),
              expect);
  };
  sign("version-0", "version 0, signed", patched(whole, 8, {0}), kUnsupported);
  sign("version-2", "version 2, signed", patched(whole, 8, {2}), kUnsupported);
  sign("flag-1", "the lowest flag, signed", patched(whole, 10, {1}), kUnsupported);
  sign("keys-magic", "the magic of a key file, signed", patched(whole, 0, seal::as_bytes("SPOORKEY")),
       kDamaged);
  group.put("keys-kind", "trustees' locks around a body sealed as a key file's", [&] {
    const seal::EnvelopeKind other{vault::kKeysKind.magic, "key file", 64 * 1024, 1};
    seal::Bytes file = forge_envelope(KeyFields{}.encode(), other, {two_of_three()});
    return seal_test::signed_again(patched(std::move(file), 0, seal::as_bytes("SPOORESC")),
                                   vault::kEscrowKind, seal_test::vendor());
  }());
  group.put("nothing", "an empty file", {});
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1));
  group.put("cut-lock", "the file ends in its lock", first(whole, 100));
  group.put("signature", "a flipped bit in the signature", seal_test::flipped(whole, (whole.size() - 64) * 8),
            kBadSignature);
  group.put("scalar-long", "the group's order added to the signature", with_long_scalar(whole),
            kBadSignature);
  group.put("checksum", "a flipped bit in a share", seal_test::flipped(whole, 150 * 8));
  seal::Bytes large = whole;
  large.resize(vault::kEscrowKind.limit_bytes + 1);
  group.put("large", "a file of 64 KiB and a byte", large);
}

}  // namespace

void add_escrows(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_trustees(group);
  add_locks(group);
  add_bodies(group);
  add_shapes(group);
}

}  // namespace spoor::vectors
