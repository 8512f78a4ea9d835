// Kits whose body, bound and signed, is wrong.
#include <fmt/format.h>

#include <functional>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/envelope_forge.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::vectors {
namespace {

struct SessionFields {
  std::string id = "s-0123456789ab";
  std::string reviewer = "Ada Lovelace";
  std::string organisation = "Analytical Engines";
  std::uint64_t token = 0xABCDEF012345;
  std::int64_t start_unix_s = 1'800'000'000;
  std::uint32_t slots = 2;
  std::uint8_t revoked = 0;
};

struct ArchiveFields {
  seal::ArchiveId id = seal_test::kArchiveId;
  std::string release = "release 1";
};

struct ExposureFields {
  std::int64_t start_unix_ms = 1'800'000'001'000;
  std::uint64_t duration_ms = 500;
  std::uint32_t path = 0;
  std::uint64_t first_line = 1;
  std::uint64_t last_line = 40;
};

struct LogFields {
  std::string session = "s-0123456789ab";
  std::int64_t until_unix_ms = 1'800'000'900'000;
  std::vector<ExposureFields> exposures = {{}, {1'800'000'002'000, 500, 1, 7, 7}};
};

struct KitFields {
  std::string vendor = "acme";
  std::uint32_t strength_units = 9'000;
  std::vector<SessionFields> sessions = {
      {}, {"s-0123456789ac", "Charles Babbage", "", 5, 1'800'000'900, 65'536, 1}};
  std::vector<ArchiveFields> archives = {{}, {{2}, ""}};
  std::vector<std::string> paths = {"lib/heap.c", "lib/sort.c"};
  std::vector<LogFields> logs = {{}, {"s-0123456789ac", 0, {}}};

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.text(vendor);
    out.bytes(seal_test::key_of(5));
    out.integer(strength_units);
    out.integer(static_cast<std::uint32_t>(sessions.size()));
    for (const SessionFields& session : sessions) {
      for (const std::string& text : {session.id, session.reviewer, session.organisation}) out.text(text);
      out.integer(session.token);
      out.integer(session.start_unix_s);
      out.integer(session.slots);
      out.integer(session.revoked);
      out.bytes(seal_test::kArchiveId);
    }
    out.integer(static_cast<std::uint32_t>(archives.size()));
    for (const ArchiveFields& archive : archives) {
      out.bytes(archive.id);
      out.text(archive.release);
      out.bytes(seal_test::key_of(3));
    }
    encode_logs(out);
    return out.take();
  }

 private:
  void encode_logs(seal::WireWriter& out) const {
    out.integer(static_cast<std::uint32_t>(paths.size()));
    for (const std::string& path : paths) out.text(path);
    out.integer(static_cast<std::uint32_t>(logs.size()));
    for (const LogFields& log : logs) {
      out.text(log.session);
      out.integer(log.until_unix_ms);
      out.integer(static_cast<std::uint32_t>(log.exposures.size()));
      for (const ExposureFields& exposure : log.exposures) {
        out.integer(exposure.start_unix_ms);
        out.integer(exposure.duration_ms);
        out.integer(exposure.path);
        out.integer(exposure.first_line);
        out.integer(exposure.last_line);
      }
    }
  }
};

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const std::function<void(KitFields&)>& change,
           const char* expect = kDamaged) {
    KitFields fields;
    change(fields);
    put(name, fault, forge_envelope(fields.encode(), seal::kKitKind), expect);
  }
  void bytes(const char* name, const char* fault, const std::function<void(seal::Bytes&)>& change) {
    seal::Bytes body = KitFields{}.encode();
    change(body);
    put(name, fault, forge_envelope(body, seal::kKitKind), kDamaged);
  }
  void put(const char* name, const char* fault, seal::Bytes file, const char* expect) {
    out_.push_back({fmt::format("kit-{}.spkit", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

using Kit = KitFields;

void add_good(Group& group) {
  group.add(
      "good", "two sessions, two archives, a log of two exposures and one of none", [](Kit&) {}, kOk);
  group.add(
      "good-empty", "no session and no archive",
      [](Kit& k) {
        k.sessions.clear();
        k.archives.clear();
        k.paths.clear();
        k.logs.clear();
      },
      kOk);
  group.add(
      "good-limits", "the greatest token, the last window, the longest texts",
      [](Kit& k) {
        k.sessions[0].token = seal::kTokenLimit - 1;
        k.sessions[0].slots = 1;
        k.sessions[0].start_unix_s = seal::kLastUnixSecond - 1;
        k.sessions[0].reviewer.assign(1000, 'r');
        k.archives[0].release.assign(1000, 'r');
        k.logs[0].until_unix_ms = seal::kLastUnixSecond * 1000;
        k.logs[0].exposures[1].duration_ms =
            static_cast<std::uint64_t>(k.logs[0].until_unix_ms - k.logs[0].exposures[1].start_unix_ms);
        k.logs[0].exposures[1].last_line = ~std::uint64_t{0};
      },
      kOk);
  group.add(
      "good-no-logs", "sessions and archives, no logs",
      [](Kit& k) {
        k.paths.clear();
        k.logs.clear();
      },
      kOk);
}

void add_orders(Group& group) {
  group.add("sessions-order", "sessions in falling order",
            [](Kit& k) { std::swap(k.sessions[0], k.sessions[1]); });
  group.add("session-twice", "one session's id twice", [](Kit& k) { k.sessions[1].id = k.sessions[0].id; });
  group.add("token-twice", "one token twice", [](Kit& k) { k.sessions[1].token = k.sessions[0].token; });
  group.add("archives-order", "archives in falling order",
            [](Kit& k) { std::swap(k.archives[0], k.archives[1]); });
  group.add("archive-twice", "one archive twice", [](Kit& k) { k.archives[1].id = k.archives[0].id; });
}

void add_values(Group& group) {
  group.add("token-most", "a token of 49 bits", [](Kit& k) { k.sessions[0].token = seal::kTokenLimit; });
  group.add("slots-0", "a session of no slot", [](Kit& k) { k.sessions[0].slots = 0; });
  group.add("slots-most", "a session of 65,537 slots", [](Kit& k) { k.sessions[0].slots = 65'537; });
  group.add("revoked-2", "a revocation of neither 0 nor 1", [](Kit& k) { k.sessions[0].revoked = 2; });
  group.add("start-before", "a session from before 1970", [](Kit& k) { k.sessions[0].start_unix_s = -1; });
  group.add("start-after", "a session that would end in the year 10000",
            [](Kit& k) { k.sessions[0].start_unix_s = seal::kLastUnixSecond; });
  group.add("slots-after", "a second slot in the year 10000",
            [](Kit& k) { k.sessions[0].start_unix_s = seal::kLastUnixSecond - 900; });
  group.add("id-malformed", "a session's id of upper-case digits",
            [](Kit& k) { k.sessions[0].id = "s-0123456789AB"; });
  group.add("id-empty", "a session without an id", [](Kit& k) { k.sessions[0].id.clear(); });
  group.add("reviewer-long", "a reviewer of 1,001 bytes",
            [](Kit& k) { k.sessions[0].reviewer.assign(1001, 'r'); });
  group.add("organisation-long", "an organisation of 1,001 bytes",
            [](Kit& k) { k.sessions[0].organisation.assign(1001, 'o'); });
  group.add("vendor-long", "a vendor of 1,001 bytes", [](Kit& k) { k.vendor.assign(1001, 'v'); });
  group.add("release-long", "a release of 1,001 bytes",
            [](Kit& k) { k.archives[0].release.assign(1001, 'r'); });
  group.add("strength", "a strength just beyond the limit", [](Kit& k) { k.strength_units = 100'001; });
}

void add_logs(Group& group) {
  group.add("paths-order", "paths in falling order", [](Kit& k) { std::swap(k.paths[0], k.paths[1]); });
  group.add("path-twice", "one path twice", [](Kit& k) { k.paths[1] = k.paths[0]; });
  group.add("path-empty", "a path of no byte", [](Kit& k) { k.paths[0].clear(); });
  group.add("path-unused", "a path that no exposure names", [](Kit& k) { k.paths.emplace_back("z"); });
  group.add("path-beyond", "an exposure of a path behind the last",
            [](Kit& k) { k.logs[0].exposures[1].path = 2; });
  group.add("logs-order", "logs in falling order", [](Kit& k) { std::swap(k.logs[0], k.logs[1]); });
  group.add("log-twice", "two logs of one session", [](Kit& k) { k.logs[1].session = k.logs[0].session; });
  group.add("log-unknown", "a log of a session that the kit does not list",
            [](Kit& k) { k.logs[1].session = "s-0123456789ad"; });
  group.add("log-until-after", "a log until the year 10000",
            [](Kit& k) { k.logs[0].until_unix_ms = seal::kLastUnixSecond * 1000 + 1; });
  group.add("log-until-before", "a log until before 1970", [](Kit& k) { k.logs[1].until_unix_ms = -1; });
  group.add("exposures-order", "exposures in falling order",
            [](Kit& k) { std::swap(k.logs[0].exposures[0], k.logs[0].exposures[1]); });
  group.add("exposure-twice", "one exposure twice",
            [](Kit& k) { k.logs[0].exposures.insert(k.logs[0].exposures.begin(), k.logs[0].exposures[0]); });
  group.add("exposure-line-0", "an exposure from line 0",
            [](Kit& k) { k.logs[0].exposures[0].first_line = 0; });
  group.add("exposure-lines-back", "an exposure whose last line is before its first",
            [](Kit& k) { k.logs[0].exposures[0].first_line = 41; });
  group.add("exposure-before", "an exposure from before 1970",
            [](Kit& k) { k.logs[0].exposures[0].start_unix_ms = -1; });
  group.add("exposure-after", "an exposure that begins after its log's end",
            [](Kit& k) { k.logs[0].until_unix_ms = 1'800'000'001'999; });
  group.add("exposure-long", "an exposure that ends after its log's end",
            [](Kit& k) { k.logs[0].exposures[1].duration_ms = 898'001; });
  group.add("exposure-endless", "an exposure whose end overflows",
            [](Kit& k) { k.logs[0].exposures[1].duration_ms = ~std::uint64_t{0}; });
  constexpr std::size_t kLastCount = 4;  // the second log's number of exposures ends the body
  group.bytes("exposures-more", "one exposure more than there are",
              [](seal::Bytes& b) { b = patched(std::move(b), b.size() - kLastCount, {1}); });
  group.bytes("exposures-most", "four thousand million exposures", [](seal::Bytes& b) {
    b = patched(std::move(b), b.size() - kLastCount, {0xFF, 0xFF, 0xFF, 0xFF});
  });
}

void add_shapes(Group& group) {
  constexpr std::size_t kSessions = 2 + 4 + 32 + 4;  // behind vendor, mark key and strength
  const auto set = [&](const char* name, const char* fault, std::initializer_list<std::uint8_t> bytes) {
    group.bytes(name, fault, [&](seal::Bytes& b) { b = patched(std::move(b), kSessions, bytes); });
  };
  set("sessions-more", "one session more than there are", {3});
  set("sessions-less", "one session less than there are", {1});
  set("sessions-most", "four thousand million sessions", {0xFF, 0xFF, 0xFF, 0xFF});
  group.bytes("tail", "a byte behind the body", [](seal::Bytes& b) { b.push_back(0); });
  group.bytes("cut", "the body's last byte is missing", [](seal::Bytes& b) { b.pop_back(); });
  group.bytes("empty", "an empty body", [](seal::Bytes& b) { b.clear(); });
  const seal::Bytes whole = forge_envelope(KitFields{}.encode(), seal::kKitKind);
  const auto with_version = [&](std::uint8_t version) {
    return seal_test::signed_again(patched(whole, 8, {version}), seal::kKitKind, seal_test::vendor());
  };
  group.put("version-1", "version 1, signed", with_version(1), kUnsupported);
  group.put("version-2", "version 2, signed", with_version(2), kUnsupported);
  group.put("version-4", "version 4, signed", with_version(4), kUnsupported);
  group.put("flag-1", "the lowest flag, signed",
            seal_test::signed_again(patched(whole, 10, {1}), seal::kKitKind, seal_test::vendor()),
            kUnsupported);
  group.put("signature", "a flipped bit in the signature", seal_test::flipped(whole, (whole.size() - 64) * 8),
            kBadSignature);
  group.put("checksum", "a flipped bit in the body", seal_test::flipped(whole, 200 * 8), kDamaged);
  group.put("lock-other", "no lock of this passphrase",
            forge_envelope(KitFields{}.encode(), seal::kKitKind, {passphrase_lock("another passphrase")}),
            kWrongKey);
}

}  // namespace

void add_kits(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_orders(group);
  add_values(group);
  add_logs(group);
  add_shapes(group);
}

}  // namespace spoor::vectors
