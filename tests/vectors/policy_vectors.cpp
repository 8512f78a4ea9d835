// Sessions whose policy is wrong.
#include <fmt/format.h>

#include <functional>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/session_body.hpp"

namespace spoor::vectors {
namespace {

/// A policy as it lies in a session, before anything checks it.
struct PolicyFields {
  std::uint8_t version = 1;
  std::uint8_t flags = 7;  ///< shot, search, daily hours
  std::uint8_t weekdays = 0x1F;
  std::uint16_t from_min = 540;
  std::uint16_t to_min = 1080;
  std::int16_t utc_offset_min = 60;
  std::uint32_t openings_max = 40;
  std::uint32_t strength_units = 9'000;
  std::uint8_t unlock_n = 1;
  std::uint8_t unlock_m = 1;
  std::string overlay = "For inspection";
  std::vector<std::string> include = {"*.c", "kernel/**"};
  std::vector<std::string> exclude = {"*.key"};
  int include_more = 0;  ///< stated beyond what is there

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.integer(version);
    out.integer(flags);
    out.integer(weekdays);
    out.integer(from_min);
    out.integer(to_min);
    out.integer(utc_offset_min);
    for (const std::uint32_t number : {300U, openings_max, 86'400U, 2'000U, 25U, 60U, strength_units})
      out.integer(number);
    out.integer(unlock_n);
    out.integer(unlock_m);
    out.text(overlay);
    out.integer(static_cast<std::uint32_t>(static_cast<int>(include.size()) + include_more));
    for (const std::string& glob : include) out.text(glob);
    out.integer(static_cast<std::uint32_t>(exclude.size()));
    for (const std::string& glob : exclude) out.text(glob);
    return out.take();
  }
};

using Fields = PolicyFields;

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(Fields&)>& change,
           const char* expect = kDamaged) {
    Fields fields;
    change(fields);
    bytes(name, fault, fields.encode(), expect);
  }
  void bytes(const char* name, const char* fault, const seal::Bytes& policy, const char* expect = kDamaged) {
    SessionFields session;
    session.policy = policy;
    out_.push_back({fmt::format("policy-{}.spsn", name), fault, expect,
                    forge_envelope(session.encode(), seal::kSessionKind)});
  }

 private:
  Scenarios& out_;
};

void add_good(Group& group) {
  group.add(
      "good", "every clause", [](Fields&) {}, kOk);
  group.add(
      "good-night", "hours over midnight", [](Fields& f) { f.to_min = 300; }, kOk);
  group.add(
      "good-hours-none", "no daily hours",
      [](Fields& f) {
        f.flags = 3;
        f.weekdays = 0;
        f.from_min = f.to_min = 0;
        f.utc_offset_min = 0;
      },
      kOk);
  group.add(
      "good-hours-most", "the widest hours, at the greatest offset",
      [](Fields& f) {
        f.weekdays = 0x7F;
        f.from_min = 0;
        f.to_min = 1440;
        f.utc_offset_min = -1439;
      },
      kOk);
  group.add(
      "good-strength", "the greatest strength", [](Fields& f) { f.strength_units = 100'000; }, kOk);
  group.add(
      "good-strength-0", "a strength of 0", [](Fields& f) { f.strength_units = 0; }, kOk);
  group.add(
      "good-overlay", "the longest overlay, of two-byte letters",
      [](Fields& f) {
        f.overlay.clear();
        for (int i = 0; i < 100; ++i) f.overlay += "\xC3\xA9";
      },
      kOk);
  group.add(
      "good-globs", "globs with brackets, braces and backslashes",
      [](Fields& f) {
        f.include = {"[!a-c]", "[]]", "\\[", "a]", "{a,{b,c}}"};
        f.exclude.clear();
      },
      kOk);
}

void add_hours(Group& group) {
  group.add("weekdays-none", "hours of no day", [](Fields& f) { f.weekdays = 0; });
  group.add("weekdays-8", "an eighth day", [](Fields& f) { f.weekdays = 0x80; });
  group.add("from-1440", "hours from 24:00 on", [](Fields& f) { f.from_min = 1440; });
  group.add("to-0", "hours to 0:00", [](Fields& f) { f.to_min = 0; });
  group.add("to-1441", "hours to 24:01", [](Fields& f) { f.to_min = 1441; });
  group.add("hours-empty", "hours that end as they begin", [](Fields& f) { f.to_min = f.from_min; });
  group.add("offset-1440", "an offset of a day", [](Fields& f) { f.utc_offset_min = 1440; });
  group.add("offset-least", "the least offset", [](Fields& f) { f.utc_offset_min = INT16_MIN; });
  group.add("hours-hidden", "hours without their flag", [](Fields& f) { f.flags = 3; });
}

void add_numbers(Group& group) {
  group.add("version-0", "version 0", [](Fields& f) { f.version = 0; });
  group.add("version-2", "version 2", [](Fields& f) { f.version = 2; });
  group.add("flag-8", "an unknown flag", [](Fields& f) { f.flags = 15; });
  group.add("openings-0", "no opening", [](Fields& f) { f.openings_max = 0; });
  group.add("strength", "a strength just beyond the limit", [](Fields& f) { f.strength_units = 100'001; });
  group.add("strength-most", "the greatest number as a strength",
            [](Fields& f) { f.strength_units = UINT32_MAX; });
  group.add("unlock-0", "an unlock by nobody", [](Fields& f) { f.unlock_n = 0; });
  group.add("unlock-more", "an unlock by more than there are", [](Fields& f) { f.unlock_n = 2; });
  group.add("unlock-17", "an unlock by 1 of 17", [](Fields& f) { f.unlock_m = 17; });
}

void add_texts(Group& group) {
  group.add("overlay-long", "an overlay of 201 bytes", [](Fields& f) { f.overlay.assign(201, 'o'); });
  group.add("overlay-lines", "an overlay of two lines", [](Fields& f) { f.overlay = "a\nb"; });
  group.add("overlay-delete", "an overlay with a delete", [](Fields& f) { f.overlay = "a\x7F"; });
  group.add("overlay-c1", "an overlay with a control of two bytes",
            [](Fields& f) { f.overlay = "a\xC2\x85"; });
  group.add("overlay-bytes", "an overlay that is no UTF-8", [](Fields& f) { f.overlay = "a\xFF"; });
  group.add("overlay-surrogate", "an overlay with half a surrogate",
            [](Fields& f) { f.overlay = "\xED\xA0\x80"; });
  group.add("globs-order", "globs in falling order",
            [](Fields& f) { std::swap(f.include[0], f.include[1]); });
  group.add("globs-twice", "one glob twice", [](Fields& f) { f.include[1] = f.include[0]; });
  group.add("globs-more", "a glob more than there are", [](Fields& f) { f.include_more = 1; });
  group.add("globs-most", "four thousand million globs", [](Fields& f) { f.include_more = -3; });
  group.add("globs-1001", "1,001 globs", [](Fields& f) {
    f.include.clear();
    for (int i = 0; i < 1001; ++i) f.include.push_back(fmt::format("{:04}", i));
  });
  group.add("glob-empty", "an empty glob", [](Fields& f) { f.include[0].clear(); });
  group.add("glob-nul", "a glob with a NUL", [](Fields& f) { f.include[0] = std::string("*\0", 2); });
  group.add("glob-bracket", "a bracket that does not close", [](Fields& f) { f.exclude[0] = "[a"; });
  group.add("glob-range", "a range that runs backwards", [](Fields& f) { f.exclude[0] = "[z-a]"; });
  group.add("glob-brace", "a brace that does not close", [](Fields& f) { f.exclude[0] = "{a"; });
  group.add("glob-brace-end", "a brace that was not opened", [](Fields& f) { f.exclude[0] = "a}{"; });
  group.add("glob-backslash", "nothing behind a backslash", [](Fields& f) { f.exclude[0] = "a\\"; });
  seal::Bytes tail = Fields{}.encode();
  tail.push_back(0);
  group.bytes("tail", "a byte behind the policy", tail);
  seal::Bytes cut = Fields{}.encode();
  cut.pop_back();
  group.bytes("cut", "the policy's last byte is missing", cut);
}

}  // namespace

void add_policies(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_hours(group);
  add_numbers(group);
  add_texts(group);
}

}  // namespace spoor::vectors
