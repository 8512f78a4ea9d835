// Logs, heads and proofs, with at most one thing wrong.
#include "tests/vectors/log_vectors.hpp"

#include <fmt/format.h>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/log_forge.hpp"
#include "watermark/seal/log_proof.hpp"

namespace spoor::vectors {
namespace {

using namespace seal_log;

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void put(const char* name, const char* fault, Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("log-{}.splog", name), fault, expect, std::move(file)});
  }
  /// Two runs; `change` writes what lies in the second group of the first.
  void with(const char* name, const char* fault, const std::function<void(LogForge&)>& change,
            const char* expect = kDamaged, const GroupFault& group_fault = {}) {
    LogForge forge;
    forge.run();
    forge.record(plain_record(0));
    forge.end_group();
    change(forge);
    forge.end_group(group_fault);
    forge.run();
    forge.record(plain_record(9));
    forge.end_group();
    put(name, fault, forge.bytes(), expect);
  }
  void record(const char* name, const char* fault, Bytes plain, const char* expect = kDamaged) {
    with(
        name, fault, [&](LogForge& forge) { forge.record(plain); }, expect);
  }

 private:
  Scenarios& out_;
};

Bytes small_log() {
  LogForge forge;
  forge.run();
  forge.record(plain_record(0));
  forge.own(encode(Private{Private::Kind::search, log_test::kNow * 1000, {1, 2, 3}, "needle"}));
  forge.end_group();
  forge.record(plain_record(1));
  forge.record(plain_record(2));
  forge.end_group();
  forge.run();
  forge.record(encode(Record{log_test::kNow * 1000, Closed{}}));
  forge.end_group();
  return forge.bytes();
}

void add_good(Group& group) {
  group.put("good", "two runs, records of the vendor and of the reviewer", small_log(), kOk);
  group.put("good-header", "a header alone", LogForge().bytes(), kOk);
  group.put(
      "good-tail", "the first bytes of one more group",
      [] {
        Bytes log = small_log();
        const Bytes tail = little(std::uint32_t{100});
        log.insert(log.end(), tail.begin(), tail.end());
        return log;
      }(),
      kOk);
  group.put("good-tail-long", "one more group but for its last byte",
            first(small_log(), small_log().size() - 1), kOk);
  group.with(
      "good-unlinked", "a room that lost its carry", [](LogForge& f) { f.run(false); }, kOk);
  group.with(
      "good-room", "an entry of the room's own",
      [](LogForge& f) {
        Bytes entry = f.sealed(encode(Place{"a.c", 1, 2}));
        entry[0] = static_cast<std::uint8_t>(Audience::room);
        f.stored(entry);
      },
      kOk);
  group.with(
      "good-other-reviewer", "a run of a reviewer with another key",
      [](LogForge& f) {
        f.run(false, [](RunEntry&) {});
        f.own(encode(Private{}));
      },
      kOk);
}

void add_headers(Group& group) {
  const Bytes whole = small_log();
  group.put("nothing", "an empty file", {});
  group.put("cut-header", "the header but for its last byte", first(whole, kHeaderBytes - 1));
  group.put("magic", "another magic", patched(whole, 0, {'s'}));
  group.put("version-2", "version 2", patched(whole, 8, {2}), kUnsupported);
  group.put("flag-1", "the lowest flag", patched(whole, 10, {1}), kUnsupported);
  group.put("header-vendor", "a flipped bit in the vendor's key", seal_test::flipped(whole, 20 * 8),
            kBadSignature);
  group.put("header-signature", "a flipped bit in the header's signature", seal_test::flipped(whole, 300 * 8),
            kBadSignature);
  group.put("begun-before", "begun before 1970, signed",
            LogForge([](LogHeader& h) { h.begun_unix_s = -1; }).bytes());
  group.put("begun-after", "begun in the year 10000, signed",
            LogForge([](LogHeader& h) { h.begun_unix_s = seal::kLastUnixSecond + 1; }).bytes());
  LogForge other([](LogHeader& h) { h.log_key = log_test::public_of(seal_test::key_of(0x66)); });
  other.run();
  other.end_group();
  group.put("other-key", "sealed to another vendor", other.bytes(), kWrongKey);
}

void add_groups(Group& group) {
  const auto one = [](LogForge& f) { f.record(plain_record(1)); };
  group.with("time-before", "written before 1970", one, kDamaged, {0, 0, -1, false});
  group.with("time-after", "written in the year 10000", one, kDamaged,
             {0, 0, seal::kLastUnixSecond + 1, false});
  group.with("count-more", "one entry more than there is", one, kDamaged, {0, 1});
  group.with("count-0", "no entry", one, kDamaged, {0, -1});
  group.with("length-less", "one byte less than there is", one, kDamaged, {-1});
  group.with("length-more", "one byte more than there is", one, kDamaged, {1});
  group.with("length-most", "more than a megabyte", one, kDamaged, {1 << 20});
  group.with("entry-empty", "an entry without a byte", [](LogForge& f) { f.stored({}); });
  group.with("mac", "a flipped bit in the MAC, signed", one, kBadSignature, {0, 0, log_test::kNow, true});
  const Bytes whole = small_log();
  const auto borders = log_test::group_borders(whole);
  const auto between = [&](std::size_t begin, std::size_t end) {
    return Bytes(whole.begin() + static_cast<std::ptrdiff_t>(borders[begin]),
                 whole.begin() + static_cast<std::ptrdiff_t>(borders[end]));
  };
  const auto joined = [&](std::initializer_list<Bytes> parts) {
    Bytes out = first(whole, kHeaderBytes);
    for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
  };
  group.put("group-missing", "the second of three groups is missing", joined({between(0, 1), between(2, 3)}),
            kBadSignature);
  group.put("group-twice", "the second of three groups twice", joined({between(0, 2), between(1, 3)}),
            kBadSignature);
  group.put("group-first-missing", "the first group is missing", joined({between(1, 3)}));
  group.put("signature", "a flipped bit in the last signature",
            seal_test::flipped(whole, whole.size() * 8 - 9), kBadSignature);
  group.put("signature-older", "a flipped bit in an older signature",
            seal_test::flipped(whole, borders[1] * 8 - 9), kBadSignature);
  group.put("entry-bit", "a flipped bit in an entry", seal_test::flipped(whole, (borders[1] + 60) * 8),
            kBadSignature);
  Bytes tail = whole;
  tail.resize(tail.size() + 16);
  group.put("tail-zeros", "sixteen zeros behind the end", tail);
}

void add_entries(Group& group) {
  group.with(
      "audience-4", "an entry for nobody known",
      [](LogForge& f) {
        Bytes entry = f.sealed(plain_record(1));
        entry[0] = 4;
        f.stored(entry);
      },
      kUnsupported);
  group.with("audience-changed", "the vendor's entry said to be the reviewer's", [](LogForge& f) {
    Bytes entry = f.sealed(plain_record(1));
    entry[0] = 2;
    f.stored(entry);
  });
  group.with("entry-short", "a ciphertext shorter than its tag",
             [](LogForge& f) { f.stored(first(f.sealed(plain_record(1)), 33 + 15)); });
  group.with("entry-long", "a ciphertext longer than any",
             [](LogForge& f) { f.stored(f.sealed(Bytes(kMaxPlainBytes + 1))); });
  group.with("commitment", "a flipped bit in the commitment, with a right MAC",
             [](LogForge& f) { f.stored(seal_test::flipped(f.sealed(plain_record(1)), 9)); });
  group.with("tag", "a flipped bit in the tag, with a right MAC", [](LogForge& f) {
    const Bytes entry = f.sealed(plain_record(1));
    f.stored(seal_test::flipped(entry, entry.size() * 8 - 1));
  });
  group.with("entry-elsewhere", "an entry of another place", [](LogForge& f) {
    const Bytes entry = f.sealed(plain_record(1));
    f.record(plain_record(2));
    f.stored(entry);
  });
  group.with("run-second", "a run behind another entry", [](LogForge& f) {
    f.record(plain_record(1));
    f.run();
  });
  group.with("run-number", "a run of a number that is left out",
             [](LogForge& f) { f.run(true, [](RunEntry& r) { r.number = 2; }); });
  group.with("run-linked-2", "a run that is linked in a third way", [](LogForge& f) {
    LogForge copy;
    f.run();
    f.end_group();
    Bytes entry(kRunEntryBytes);
    entry[1] = 2;
    entry[117] = 2;
    f.stored(entry);
  });
  group.with(
      "run-link", "a flipped bit in a link, signed",
      [](LogForge& f) { f.run(true, [](RunEntry& r) { r.link[0] ^= 1U; }); }, kBadSignature);
  group.with("run-link-unlinked", "a link where there is none",
             [](LogForge& f) { f.run(false, [](RunEntry& r) { r.link[0] = 1; }); });
  group.with(
      "run-key", "a flipped bit in a run's sealed key, signed",
      [](LogForge& f) { f.run(false, [](RunEntry& r) { r.sealed_chain[0] ^= 1U; }); }, kWrongKey);
  group.with(
      "run-low", "a run's ephemeral key of low order",
      [](LogForge& f) { f.run(false, [](RunEntry& r) { r.ephemeral = {}; }); }, kWrongKey);
}

void add_records(Group& group) {
  const std::int64_t now = log_test::kNow * 1000;
  const auto shown = [&](Lines lines) { return encode(Record{now, Shown{std::move(lines), 5, false}}); };
  const auto changed = [](Bytes plain, std::size_t at, std::uint8_t byte) {
    return patched(std::move(plain), at, {byte});
  };
  const Bytes closed = encode(Record{now, Closed{}});
  group.record("record-limits", "the longest path, the last line and time",
               encode(Record{253402300799999,
                             AboutToShow{{std::string(kMaxRecordTextBytes, 'p'), UINT64_MAX, UINT64_MAX}}}),
               kOk);
  group.record("record-empty", "a record without a byte", {});
  group.record("record-kind-0", "kind 0", changed(closed, 0, 0));
  group.record("record-kind-12", "kind 12", changed(closed, 0, 12));
  group.record("record-kind-64", "a kind of the reviewer's", changed(closed, 0, 64));
  group.record("record-time", "a time before 1970", encode(Record{-1, Closed{}}));
  group.record("record-tail", "a byte behind the fields", [&] {
    Bytes plain = closed;
    plain.push_back(0);
    return plain;
  }());
  group.record("record-cut", "a field is missing", first(shown({"a", 1, 1}), shown({"a", 1, 1}).size() - 1));
  group.record("record-line-0", "line 0", shown({"a", 0, 1}));
  group.record("record-lines-back", "lines that run backwards", shown({"a", 2, 1}));
  group.record("record-path-long", "a path longer than any",
               shown({std::string(kMaxRecordTextBytes + 1, 'p'), 1, 1}));
  group.record("record-passing-2", "a flag of 2",
               changed(shown({"a", 1, 1}), shown({"a", 1, 1}).size() - 1, 2));
  group.record("record-how-0", "unlocked in no way", changed(encode(Record{now, Opened{}}), 11, 0));
  group.record("record-how-4", "unlocked in a fourth way", changed(encode(Record{now, Opened{}}), 11, 4));
  group.record("record-why-6", "locked for a sixth reason", changed(encode(Record{now, Locked{}}), 9, 6));
  group.with("own-kind", "the reviewer's entry of a kind of the vendor's",
             [&](LogForge& f) { f.own(closed); });
  group.with("own-long", "a term longer than any", [](LogForge& f) {
    f.own(encode(Private{Private::Kind::search, 0, {}, std::string(kMaxRecordTextBytes + 1, 'x')}));
  });
}

void add_heads(Scenarios& out) {
  const auto put = [&](const char* name, const char* fault, const std::string& note,
                       const char* expect = kDamaged) {
    out.push_back({fmt::format("head-{}.spnote", name), fault, expect, bytes_of(note)});
  };
  const SignedHead head = log_test::head_of(small_log());
  const std::string note = encode_note(head, log_test::room_key()).value();
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = note;
    return text.replace(text.find(from), from.size(), to);
  };
  put("good", "the head of log-good", note, kOk);
  put("nothing", "an empty file", "");
  put("cut", "the last line end is missing", note.substr(0, note.size() - 1));
  put("behind", "a line end more", note + "\n");
  put("entries", "another number of entries", replaced("\n7\n", "\n8\n"), kBadSignature);
  put("entries-zero", "a leading zero", replaced("\n7\n", "\n07\n"));
  put("entries-sign", "a sign", replaced("\n7\n", "\n+7\n"));
  put("time", "another time", replaced("time 1800000000", "time 1800000001"), kBadSignature);
  put("time-after", "the year 10000", replaced("time 1800000000", "time 253402300800"));
  put("origin", "another origin", replaced("spoor.log/", "spoor.lot/"));
  put("session", "a session's name in capitals", replaced("s-0123456789ab", "s-0123456789AB"));
  put("dash", "two hyphens in place of a dash", replaced("\xE2\x80\x94", "--"));
  put("blank", "no blank line", replaced("\n\n", "\n"));
  put("chain", "no digest of the chain", replaced("chain ", "chair "));
  put("room", "another room's head", encode_note(head, seal_test::vendor(8).public_key()).value(), kWrongKey);
}

void add_proofs(Scenarios& out) {
  const auto put = [&](const char* name, const char* fault, const std::string& proof,
                       const char* expect = kDamaged) {
    out.push_back({fmt::format("proof-{}.tlog-proof", name), fault, expect, bytes_of(proof)});
  };
  const SecretKey vendor = log_test::log_private();
  const SecretKey reviewer = log_test::reviewer_private();
  const Bytes log = small_log();
  MemoryLog bytes(log);
  const auto proof = [&](std::uint64_t index) {
    return prove_entry(bytes, "log", {&vendor, &reviewer}, index).value();
  };
  const std::string good = proof(3);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  // Another key in front of the same entry.
  const std::size_t extra_at = good.find("extra ") + 6;
  const std::string extra_text = good.substr(extra_at, good.find('\n', extra_at) - extra_at);
  Bytes extra;
  if (!from_base64(extra_text, extra)) throw std::logic_error("a proof without an entry");
  const auto with_extra = [&](Bytes changed) { return replaced(extra_text, base64(changed)); };
  Bytes run = extra;
  run[32] = 0;
  put("good", "of entry 3 of log-good", good, kOk);
  put("good-own", "of the reviewer's entry", proof(2), kOk);
  put("good-last", "of the last entry", proof(6), kOk);
  put("nothing", "an empty file", "");
  put("version", "another version of the form", replaced("@v1", "@v2"));
  put("index", "another index", replaced("index 3", "index 4"), kBadSignature);
  put("index-beyond", "an index beyond the end", replaced("index 3", "index 7"), kBadSignature);
  put("index-zero", "a leading zero", replaced("index 3", "index 03"));
  put("key", "another key", with_extra(seal_test::flipped(extra, 9)), kWrongKey);
  put("entry", "another entry", with_extra(seal_test::flipped(extra, 33 * 8)), kBadSignature);
  put("audience", "an entry for nobody known", with_extra(patched(extra, 32, {4})));
  put("run", "an entry that is said to be a run", with_extra(run));
  put("extra-none", "no entry", replaced(fmt::format("extra {}\n", extra_text), ""));
  put(
      "path-less", "the last hash of the path is missing",
      [&] {
        const std::size_t end = good.find("\n\n");
        const std::size_t begin = good.rfind('\n', end - 1);
        return good.substr(0, begin) + good.substr(end);
      }(),
      kBadSignature);
  put("path-more", "one hash more", replaced("\n\n", fmt::format("\n{}\n\n", base64(Digest{}))),
      kBadSignature);
  put("head", "another head", replaced("\n7\n", "\n8\n"), kBadSignature);
}

}  // namespace

Scenarios log_scenarios() {
  Scenarios out;
  Group group(out);
  add_good(group);
  add_headers(group);
  add_groups(group);
  add_entries(group);
  add_records(group);
  add_heads(out);
  add_receipts(log_test::head_of(small_log()), out);
  add_proofs(out);
  return out;
}

Answer read_log_vector(const Bytes& file, const std::string& suffix) {
  seal::WireWriter released;
  const std::string text(file.begin(), file.end());
  Result<void> read;
  if (suffix == ".txt") {
    const std::string_view note = note_within(text);
    const auto head = open_note(note, log_test::room_key(), "vector");
    if (head) released.bytes(seal::as_bytes(note));
    if (!head) read = tl::make_unexpected(head.error());
  } else if (suffix == ".spnote") {
    const auto head = open_note(text, log_test::room_key(), "vector");
    if (head) released.bytes(file);
    if (!head) read = tl::make_unexpected(head.error());
  } else if (suffix == ".tlog-proof") {
    const auto proven = open_entry_proof(text, log_test::room_key(), "vector");
    if (proven) released.bytes(plain_of(proven->entry));
    if (!proven) read = tl::make_unexpected(proven.error());
  } else {
    const SecretKey vendor = log_test::log_private();
    const SecretKey reviewer = log_test::reviewer_private();
    MemoryLog bytes(file);
    const auto reading = read_log(bytes, "vector", {}, {&vendor, &reviewer}, [&](const OpenedEntry& entry) {
      const Bytes plain = plain_of(entry);
      released.integer(entry.index);
      released.integer(static_cast<std::uint32_t>(plain.size()));
      released.bytes(plain);
    });
    if (!reading) read = tl::make_unexpected(reading.error());
  }
  return {read ? kOk : class_of(read.error().code), released.take()};
}

Bytes plain_of(const OpenedEntry& entry) {
  if (const auto* own = std::get_if<Private>(&entry.content)) return encode(*own);
  return encode(std::get<Record>(entry.content));
}

}  // namespace spoor::vectors
