// Sessions whose body, bound and signed, is wrong.
#include <fmt/format.h>

#include <functional>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/session_body.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(SessionFields&)>& change,
           const char* expect = kDamaged) {
    SessionFields fields;
    change(fields);
    put(name, fault, fields.encode(), expect);
  }
  void bytes(const char* name, const char* fault, const std::function<void(seal::Bytes&)>& change) {
    seal::Bytes body = SessionFields{}.encode();
    change(body);
    put(name, fault, body, kDamaged);
  }

 private:
  void put(const char* name, const char* fault, const seal::Bytes& body, const char* expect) {
    out_.push_back(
        {fmt::format("session-{}.spsn", name), fault, expect, forge_envelope(body, seal::kSessionKind)});
  }
  Scenarios& out_;
};

using Fields = SessionFields;

void add_good(Group& group) {
  group.add(
      "good", "one slot", [](Fields&) {}, kOk);
  group.add(
      "good-part", "a window that ends within its slot", [](Fields& f) { f.expires_unix_s -= 899; }, kOk);
  group.add(
      "good-two", "two slots",
      [](Fields& f) {
        ++f.expires_unix_s;
        f.resize(2);
      },
      kOk);
  group.add(
      "good-texts", "empty and longest texts",
      [](Fields& f) {
        f.organisation.clear();
        f.reviewer.assign(1000, 'r');
      },
      kOk);
  group.add(
      "good-last", "a window that ends with the year 9999",
      [](Fields& f) {
        f.expires_unix_s = seal::kLastUnixSecond;
        f.start_unix_s = f.expires_unix_s - 900;
      },
      kOk);
}

void add_names(Group& group) {
  const auto named = [&](const char* name, const char* fault, const std::string& id) {
    group.add(name, fault, [&](Fields& f) { f.id = id; });
  };
  named("id-empty", "no id", "");
  named("id-short", "an id of 11 digits", "s-0123456789a");
  named("id-long", "an id of 13 digits", "s-0123456789abc");
  named("id-upper", "an id of upper-case digits", "s-0123456789AB");
  named("id-letter", "an id with a letter that is no digit", "s-0123456789ag");
  named("id-prefix", "an id of another prefix", "k-0123456789ab");
  group.add("reviewer-long", "a reviewer of 1,001 bytes", [](Fields& f) { f.reviewer.assign(1001, 'r'); });
  group.add("organisation-long", "an organisation of 1,001 bytes",
            [](Fields& f) { f.organisation.assign(1001, 'o'); });
  group.add("vendor-long", "a vendor of 1,001 bytes", [](Fields& f) { f.vendor.assign(1001, 'v'); });
  group.bytes("text-beyond", "a text longer than the body", [](seal::Bytes& b) { b[0] = b[1] = 0xFF; });
}

void add_windows(Group& group) {
  group.add("window-empty", "a window that ends as it begins",
            [](Fields& f) { f.expires_unix_s = f.start_unix_s; });
  group.add("window-back", "a window that ends before it begins",
            [](Fields& f) { f.expires_unix_s = f.start_unix_s - 1; });
  group.add("window-before", "a window that begins before 1970", [](Fields& f) {
    f.start_unix_s = -1;
    f.expires_unix_s = 899;
  });
  group.add("window-after", "a window that ends in the year 10000", [](Fields& f) {
    f.expires_unix_s = seal::kLastUnixSecond + 1;
    f.start_unix_s = f.expires_unix_s - 900;
  });
  group.add("window-most", "a window of all time", [](Fields& f) {
    f.start_unix_s = INT64_MIN;
    f.expires_unix_s = INT64_MAX;
  });
  group.add("window-long", "a second more than the tables last", [](Fields& f) { ++f.expires_unix_s; });
  group.add("window-short", "a slot less than the tables last", [](Fields& f) { f.resize(2); });
  group.add("slots-0", "no slot", [](Fields& f) { f.resize(0); });
  group.add("slots-more", "one slot more than there are tables", [](Fields& f) {
    f.slots = 2;
    ++f.expires_unix_s;
  });
  group.add("slots-most", "65,537 slots and not their tables", [](Fields& f) {
    f.slots = 65'537;
    f.expires_unix_s = f.start_unix_s + 65'537 * std::int64_t{900};
  });
  group.add("slots-all", "four thousand million slots", [](Fields& f) { f.slots = UINT32_MAX; });
}

void add_rest(Group& group) {
  group.add("policy-more", "a policy a byte longer than stated", [](Fields& f) { f.policy_more = -1; });
  group.add("policy-less", "a policy a byte shorter than stated", [](Fields& f) { f.policy_more = 1; });
  group.add("policy-beyond", "a policy longer than the body", [](Fields& f) { f.policy_more = -70; });
  group.add("policy-none", "no policy", [](Fields& f) { f.policy.clear(); });
  group.bytes("tail", "a byte behind the body", [](seal::Bytes& b) { b.push_back(0); });
  group.bytes("cut", "the body's last byte is missing", [](seal::Bytes& b) { b.pop_back(); });
  group.bytes("empty", "an empty body", [](seal::Bytes& b) { b.clear(); });
}

}  // namespace

void add_sessions(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_names(group);
  add_windows(group);
  add_rest(group);
}

}  // namespace spoor::vectors
