// Session updates.
#include <fmt/format.h>

#include <functional>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/envelope_forge.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/update.hpp"

namespace spoor::vectors {
namespace {

RawLock update_lock(const std::string& session, const seal::SecretKey& key) {
  seal_test::SeededRandom random(31);
  const seal_write::UpdateLock lock(seal::session_id_bytes(session).value(), key);
  return {4, lock.wrap(file_key(), random).value()};
}

struct Fields {
  std::string id = "s-0123456789ab";
  std::uint64_t number = 3;
  std::int64_t made_unix_s = 1'800'000'000;
  std::uint8_t change = 1;
  std::int64_t expires_unix_s = 1'800'000'900;
  seal::Bytes policy = seal::encode_policy({});
  std::uint32_t stated_tables = 1;
  std::size_t tables = 1;
  RawLock lock = update_lock("s-0123456789ab", seal_test::key_of(0x21));

  [[nodiscard]] seal::Bytes body() const {
    seal::WireWriter out;
    out.text(id);
    out.bytes(seal_test::room_public().id);
    out.integer(number);
    out.integer(made_unix_s);
    out.integer(change);
    out.integer(expires_unix_s);
    out.integer(static_cast<std::uint32_t>(policy.size()));
    out.bytes(policy);
    out.integer(stated_tables);
    out.bytes(seal::Bytes(tables * mark::kPositionsA / 8, 0xA5));
    return out.take();
  }
};

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(Fields&)>& change,
           const char* expect = kDamaged) {
    Fields fields;
    change(fields);
    put(name, fault, forge_envelope(fields.body(), seal::kUpdateKind, {fields.lock}), expect);
  }
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect) {
    out_.push_back({fmt::format("update-{}.spsu", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

void add_good(Group& group) {
  group.add(
      "good", "one table more", [](Fields&) {}, kOk);
  group.add(
      "good-narrow", "a policy, and no table",
      [](Fields& f) {
        f.change = 2;
        f.stated_tables = 0;
        f.tables = 0;
      },
      kOk);
  group.add(
      "good-revoke", "a revocation", [](Fields& f) { f.change = 3; }, kOk);
  group.add(
      "good-limits", "the greatest number and the last times",
      [](Fields& f) {
        f.number = UINT64_MAX;
        f.made_unix_s = f.expires_unix_s = seal::kLastUnixSecond;
      },
      kOk);
}

void add_bodies(Group& group) {
  group.add("id-upper", "an id of upper-case digits", [](Fields& f) { f.id = "s-0123456789AB"; });
  group.add("id-lock", "another session's id under this session's lock",
            [](Fields& f) { f.id = "s-0123456789ac"; });
  group.add("number-0", "the number 0", [](Fields& f) { f.number = 0; });
  group.add("made-before", "made before 1970", [](Fields& f) { f.made_unix_s = -1; });
  group.add("made-after", "made in the year 10000",
            [](Fields& f) { f.made_unix_s = seal::kLastUnixSecond + 1; });
  group.add("expires-before", "an expiry before 1970", [](Fields& f) { f.expires_unix_s = -1; });
  group.add("expires-after", "an expiry in the year 10000",
            [](Fields& f) { f.expires_unix_s = seal::kLastUnixSecond + 1; });
  group.add("change-0", "a change of kind 0", [](Fields& f) { f.change = 0; });
  group.add("change-4", "a change of kind 4", [](Fields& f) { f.change = 4; });
  group.add("policy", "a policy of version 2", [](Fields& f) { f.policy[0] = 2; });
  group.add("tables-more", "a table more than there are", [](Fields& f) { f.stated_tables = 2; });
  group.add("tables-less", "a table less than there are", [](Fields& f) { f.stated_tables = 0; });
  group.add("tables-most", "four thousand million tables", [](Fields& f) { f.stated_tables = UINT32_MAX; });
}

void add_locks(Group& group) {
  group.add(
      "lock-other-key", "sealed to another session of the same name",
      [](Fields& f) { f.lock = update_lock(f.id, seal_test::key_of(0x22)); }, kWrongKey);
  group.add(
      "lock-renamed", "another session's lock under this session's name",
      [](Fields& f) {
        f.lock = update_lock("s-0123456789ac", seal_test::key_of(0x21));
        f.lock.body = patched(std::move(f.lock.body), 5, {0xAB});
      },
      kWrongKey);
  group.add(
      "lock-passphrase", "a passphrase in place of the update key",
      [](Fields& f) { f.lock = passphrase_lock(); }, kUnsupported);
  group.add("lock-long", "a byte behind the lock", [](Fields& f) { f.lock.body.resize(67); });
  group.add("lock-short", "a lock of a byte less", [](Fields& f) { f.lock.body.resize(65); });
  const Fields fields;
  const seal::Bytes whole = forge_envelope(fields.body(), seal::kUpdateKind, {fields.lock});
  group.put("two-locks", "a second lock",
            forge_envelope(fields.body(), seal::kUpdateKind,
                           {fields.lock, update_lock("s-0123456789ac", seal_test::key_of(0x21))}),
            kDamaged);
  group.put("session", "a session's magic, signed",
            seal_test::signed_again(patched(whole, 0, bytes_of("SPOORSES")), seal::kUpdateKind,
                                    seal_test::vendor()),
            kDamaged);
  group.put("version-2", "version 2, signed",
            seal_test::signed_again(patched(whole, 8, {2}), seal::kUpdateKind, seal_test::vendor()),
            kUnsupported);
  group.put("vendor-forged", "signed by another than it says",
            seal_test::signed_again(whole, seal::kUpdateKind, seal_test::vendor(8)), kBadSignature);
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1), kDamaged);
}

}  // namespace

void add_updates(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_bodies(group);
  add_locks(group);
}

}  // namespace spoor::vectors
