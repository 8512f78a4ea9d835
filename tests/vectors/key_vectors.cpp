// Key files of a vault whose body, bound and signed, is wrong.
#include <fmt/format.h>

#include <functional>
#include <optional>

#include "tests/vectors/key_body.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/vault/keys.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(KeyFields&)>& change,
           const char* expect = kDamaged) {
    KeyFields fields;
    change(fields);
    put(name, fault, forge_envelope(fields.encode(), vault::kKeysKind), expect);
  }
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect) {
    out_.push_back({fmt::format("keys-{}.spvk", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

using Keys = KeyFields;

void add_good(Group& group) {
  group.add(
      "good", "all keys in the file", [](Keys&) {}, kOk);
  group.add(
      "good-token", "the issuing key in a token", [](Keys& k) { k.place = kKeyInToken; }, kOk);
  group.add(
      "good-token-limits", "a URI and a vendor's name of 1,000 bytes",
      [](Keys& k) {
        k.place = kKeyInToken;
        k.uri = "pkcs11:" + std::string(993, 'u');
        k.vendor.assign(1000, 'v');
      },
      kOk);
}

void add_values(Group& group) {
  group.add("vendor-empty", "no vendor's name", [](Keys& k) { k.vendor.clear(); });
  group.add("vendor-long", "a vendor of 1,001 bytes", [](Keys& k) { k.vendor.assign(1001, 'v'); });
  group.add("place-0", "an issuing key in no place", [](Keys& k) { k.place = 0; });
  group.add("place-3", "an issuing key in a third place", [](Keys& k) { k.place = 3; });
  group.add("seed-other", "the seed of another key than the one that signed",
            [](Keys& k) { k.seed_filler = 1; });
  const auto with_uri = [&](const char* name, const char* fault, const std::string& uri) {
    group.add(name, fault, [&](Keys& k) {
      k.place = kKeyInToken;
      k.uri = uri;
    });
  };
  with_uri("uri-empty", "a token without a URI", "");
  with_uri("uri-other", "a URI of another scheme", "https:token");
  with_uri("uri-long", "a URI of 1,001 bytes", "pkcs11:" + std::string(994, 'u'));
  group.add("tail", "a byte behind the body", [](Keys& k) { k.tail.assign(1, '\0'); });
}

void add_shapes(Group& group) {
  seal::Bytes body = KeyFields{}.encode();
  body.pop_back();
  group.put("cut", "the body's last byte is missing", forge_envelope(body, vault::kKeysKind), kDamaged);
  group.put("empty", "an empty body", forge_envelope({}, vault::kKeysKind), kDamaged);
  const auto as_version = [&](std::uint16_t version) {
    seal::EnvelopeKind kind = vault::kKeysKind;
    kind.version = version;
    return forge_envelope(KeyFields{}.encode(), kind);
  };
  group.put("version-0", "version 0", as_version(0), kUnsupported);
  group.put("version-3", "version 3", as_version(3), kUnsupported);
  group.put("version-1-long", "the body of version 2 in version 1", as_version(1), kDamaged);

  seal::WireWriter first;
  first.text("acme");
  for (const std::uint8_t filler : {kVendorFiller, std::uint8_t{5}, std::uint8_t{6}}) {
    first.bytes(seal_test::key_of(filler));
  }
  seal::EnvelopeKind first_kind = vault::kKeysKind;
  first_kind.version = 1;
  group.put("good-version-1", "version 1", forge_envelope(first.view(), first_kind), kOk);
  group.put("version-2-short", "the body of version 1 in version 2",
            forge_envelope(first.view(), vault::kKeysKind), kDamaged);
  group.put("lock-other", "no lock of this passphrase",
            forge_envelope(KeyFields{}.encode(), vault::kKeysKind, {passphrase_lock("another passphrase")}),
            kWrongKey);
}

}  // namespace

void add_key_files(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_values(group);
  add_shapes(group);
}

}  // namespace spoor::vectors
