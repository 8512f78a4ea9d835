// Sessions and kits: round trips, and every way of damaging or forging the files.
#include <catch2/catch.hpp>

#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/session_format.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Bytes;
using seal::SealErrorCode;

namespace {

struct Kind {
  const char* name;
  seal::EnvelopeKind kind;
  Bytes file;
  std::function<std::optional<SealErrorCode>(const Bytes&, const std::string&)> open;  ///< none: it opened
};

template <typename T>
std::optional<SealErrorCode> code(const seal::Result<T>& outcome) {
  return outcome ? std::nullopt : std::optional(outcome.error().code);
}

std::vector<Kind> kinds() {
  return {
      {"session", seal::kSessionKind, sealed_session(small_session(1)),
       [](const Bytes& file, const std::string& passphrase) {
         return code(seal::open_session(file, "s.spsn", passphrase));
       }},
      {"kit", seal::kKitKind, sealed_kit(small_kit()), [](const Bytes& file, const std::string& passphrase) {
         return code(seal::open_kit(file, "k.spkit", passphrase));
       }}};
}

}  // namespace

TEST_CASE("a session comes back whole", "[session]") {
  const seal::Session session = small_session(3);
  const auto back = seal::open_session(sealed_session(session), "s.spsn", kPassphrase);
  REQUIRE(back);
  CHECK(back->id == session.id);
  CHECK(back->reviewer == session.reviewer);
  CHECK(back->organisation == session.organisation);
  CHECK(back->vendor == session.vendor);
  CHECK(back->vendor_key == session.vendor_key);
  CHECK(back->archive_id == session.archive_id);
  CHECK(back->archive_key == session.archive_key);
  CHECK(back->start_unix_s == session.start_unix_s);
  CHECK(back->expires_unix_s == session.expires_unix_s);
  CHECK(back->policy == session.policy);
  CHECK(back->room == session.room);
  CHECK(back->update_key == session.update_key);
  CHECK(back->log_key == session.log_key);
  CHECK(back->tables_a == session.tables_a);
  CHECK(back->table_b == session.table_b);
}

TEST_CASE("a kit comes back whole", "[kit]") {
  const seal::Kit kit = small_kit();
  const Bytes file = sealed_kit(kit);
  const auto back = seal::open_kit(file, "k.spkit", kPassphrase);
  REQUIRE(back);
  CHECK(back->vendor == kit.vendor);
  CHECK(back->vendor_key == kit.vendor_key);
  CHECK(back->mark_key == kit.mark_key);
  CHECK(back->strength_em == kit.strength_em);
  REQUIRE(back->sessions.size() == kit.sessions.size());
  for (std::size_t i = 0; i < kit.sessions.size(); ++i) {
    CHECK(back->sessions[i].id == kit.sessions[i].id);
    CHECK(back->sessions[i].reviewer == kit.sessions[i].reviewer);
    CHECK(back->sessions[i].organisation == kit.sessions[i].organisation);
    CHECK(back->sessions[i].token == kit.sessions[i].token);
    CHECK(back->sessions[i].start_unix_s == kit.sessions[i].start_unix_s);
    CHECK(back->sessions[i].slots == kit.sessions[i].slots);
    CHECK(back->sessions[i].revoked == kit.sessions[i].revoked);
    CHECK(back->sessions[i].archive_id == kit.sessions[i].archive_id);
  }
  REQUIRE(back->archives.size() == 1);
  CHECK(back->archives[0].key == kit.archives[0].key);
  CHECK(back->archives[0].release == kit.archives[0].release);
  CHECK(back->sha256_hex.size() == 64);
}

TEST_CASE("the same session and random stream make the same bytes", "[session]") {
  CHECK(sealed_session(small_session(), 5) == sealed_session(small_session(), 5));
  CHECK(sealed_session(small_session(), 5) != sealed_session(small_session(), 6));
}

TEST_CASE("every truncation of a session and of a kit is refused", "[damage]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    REQUIRE_FALSE(kind.open(kind.file, kPassphrase));
    std::size_t accepted = 0;
    std::size_t not_damaged = 0;
    for (std::size_t size = 0; size < kind.file.size(); ++size) {
      const auto refused = kind.open(
          Bytes(kind.file.begin(), kind.file.begin() + static_cast<std::ptrdiff_t>(size)), kPassphrase);
      accepted += refused ? 0 : 1;
      not_damaged += refused == SealErrorCode::damaged ? 0 : 1;
    }
    CHECK(accepted == 0);
    CHECK(not_damaged == 0);
    Bytes longer = kind.file;
    longer.push_back(0);
    CHECK(kind.open(longer, kPassphrase) == SealErrorCode::damaged);
  }
}

TEST_CASE("every flipped bit of a session and of a kit is refused", "[damage]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < kind.file.size() * 8; ++bit) {
      accepted += kind.open(flipped(kind.file, bit), kPassphrase) ? 0 : 1;
    }
    CHECK(accepted == 0);
  }
}

TEST_CASE("a flipped bit under a new checksum meets the signature", "[damage]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    const std::size_t covered_bits = (kind.file.size() - seal::kTrailerBytes) * 8;
    std::size_t others = 0;
    // Past magic, version, flags and the vendor's key, which have checks of their own. 97: a sample of every
    // place in a byte.
    for (std::size_t bit = 44 * 8; bit < covered_bits; bit += 97) {
      const auto refused = kind.open(summed_again(flipped(kind.file, bit)), kPassphrase);
      others += refused == SealErrorCode::bad_signature ? 0 : 1;
    }
    CHECK(others == 0);
    for (std::size_t bit = 0; bit < 44 * 8; ++bit) {
      CHECK(kind.open(summed_again(flipped(kind.file, bit)), kPassphrase).has_value());
    }
  }
}

TEST_CASE("a flipped bit under the vendor's own signature meets the encryption", "[damage]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    const std::size_t covered_bits = (kind.file.size() - seal::kTrailerBytes) * 8;
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < covered_bits; bit += bit < 1200 ? 1 : 97) {
      // Not log2 N: 2^20 would only be slow.
      if (bit / 8 == 48) continue;
      accepted += kind.open(signed_again(flipped(kind.file, bit), kind.kind, vendor()), kPassphrase) ? 0 : 1;
    }
    CHECK(accepted == 0);
  }
}

TEST_CASE("who cannot sign for the vendor cannot pass a file off as another vendor's", "[damage]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    const auto forger = vendor(8);
    CHECK(kind.open(signed_again(kind.file, kind.kind, forger), kPassphrase) == SealErrorCode::bad_signature);
    // His own key in the header, his own signature: the body is bound to the header.
    Bytes file = kind.file;
    std::copy(forger.public_key().begin(), forger.public_key().end(), file.begin() + 12);
    CHECK(kind.open(signed_again(file, kind.kind, forger), kPassphrase) == SealErrorCode::damaged);
  }
}

TEST_CASE("the wrong passphrase opens nothing", "[auth]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    for (const std::string& wrong :
         {std::string(), std::string("x"), kPassphrase + " ", kPassphrase.substr(1)}) {
      CHECK(kind.open(kind.file, wrong) == SealErrorCode::wrong_key);
    }
  }
}

TEST_CASE("one kind of file is not taken for another", "[damage]") {
  CHECK(code(seal::open_kit(sealed_session(small_session()), "x", kPassphrase)) == SealErrorCode::damaged);
  CHECK(code(seal::open_session(sealed_kit(small_kit()), "x", kPassphrase)) == SealErrorCode::damaged);
  // Nor under a magic that was changed and signed again.
  Bytes file = sealed_kit(small_kit());
  std::copy_n(seal::kSessionKind.magic.begin(), 8, file.begin());
  file[8] = static_cast<std::uint8_t>(seal::kSessionKind.version);
  CHECK(code(seal::open_session(signed_again(file, seal::kSessionKind, vendor()), "x", kPassphrase)) ==
        SealErrorCode::damaged);
}

TEST_CASE("a newer and an older version are unsupported, not damaged", "[damage]") {
  for (const Kind& kind : kinds()) {
    for (const int step : {-1, 1}) {
      Bytes file = kind.file;
      file[8] = static_cast<std::uint8_t>(file[8] + step);
      CHECK(kind.open(signed_again(file, kind.kind, vendor()), kPassphrase) == SealErrorCode::unsupported);
    }
  }
}

TEST_CASE("an absurd cost of scrypt is refused at once", "[damage]") {
  for (const Kind& kind : kinds()) {
    Bytes file = kind.file;
    file[48] = 63;  // log2 N: behind 44 of header, number of locks, kind, length
    const auto refused = kind.open(signed_again(file, kind.kind, vendor()), kPassphrase);
    CHECK(refused == SealErrorCode::damaged);
  }
}

TEST_CASE("a session draws with the slot's table, inside its window only", "[session]") {
  const seal::Session session = small_session(3);
  const std::int64_t start = session.start_unix_s;
  CHECK(session.table_at(start)->a == session.tables_a[0]);
  CHECK(session.table_at(start + 899)->a == session.tables_a[0]);
  CHECK(session.table_at(start + 900)->a == session.tables_a[1]);
  CHECK(session.table_at(start + 2699)->a == session.tables_a[2]);
  CHECK(session.table_at(start)->b == session.table_b);
  CHECK(code_of(session.table_at(start - 1)) == SealErrorCode::refused);
  CHECK(code_of(session.table_at(start + 2700)) == SealErrorCode::refused);
  CHECK(code_of(session.table_at(INT64_MAX)) == SealErrorCode::refused);
  CHECK(code_of(session.table_at(INT64_MIN)) == SealErrorCode::refused);
  // An expiry inside a slot ends it there.
  seal::Session early = session;
  early.expires_unix_s -= 100;
  CHECK(early.table_at(early.expires_unix_s - 1));
  CHECK(code_of(early.table_at(early.expires_unix_s)) == SealErrorCode::refused);
}

TEST_CASE("a session that makes no sense is not sealed", "[session]") {
  SeededRandom random(1);
  const auto lock = seal_write::PassphraseLock::create(kPassphrase, kCheapCost, random).value();
  const auto refusal = [&](auto change) {
    seal::Session session = small_session(2);
    change(session);
    return code(seal_write::seal_session(session, lock, vendor(), random));
  };
  CHECK_FALSE(refusal([](seal::Session&) {}));
  CHECK(refusal([](seal::Session& s) { s.expires_unix_s = s.start_unix_s; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.start_unix_s = -1; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.expires_unix_s = s.start_unix_s + 65537 * 900; }) ==
        SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.tables_a.pop_back(); }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.table_b.pop_back(); }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.policy.mark_strength_em = -1; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.policy.mark_strength_em = std::nan(""); }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.reviewer.assign(1001, 'x'); }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Session& s) { s.id = "s-0123456789AB"; }) == SealErrorCode::usage);
  CHECK_FALSE(seal_write::PassphraseLock::create("", kCheapCost, random));
  CHECK_FALSE(seal_write::PassphraseLock::create("x", {30, 8, 1}, random));
}

TEST_CASE("a kit that makes no sense is not sealed", "[kit]") {
  SeededRandom random(1);
  const auto lock = seal_write::PassphraseLock::create(kPassphrase, kCheapCost, random).value();
  const auto refusal = [&](auto change) {
    seal::Kit kit = small_kit();
    change(kit);
    return code(seal_write::seal_kit(kit, lock, vendor(), random));
  };
  CHECK_FALSE(refusal([](seal::Kit&) {}));
  CHECK(refusal([](seal::Kit& k) { k.sessions[1].id = k.sessions[0].id; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Kit& k) { k.sessions[1].token = k.sessions[0].token; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Kit& k) { k.sessions[1].id = "somebody"; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Kit& k) { k.sessions[1].start_unix_s = -1; }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Kit& k) { k.archives.push_back(k.archives[0]); }) == SealErrorCode::usage);
  CHECK(refusal([](seal::Kit& k) { k.vendor.assign(1001, 'x'); }) == SealErrorCode::usage);
}

TEST_CASE("a kit has one order, whatever order it was put together in", "[kit]") {
  seal::Kit kit = small_kit();
  std::swap(kit.sessions[0], kit.sessions[1]);
  CHECK(sealed_kit(kit) == sealed_kit(small_kit()));
}

TEST_CASE("the longest window fits", "[session]") {
  const auto back = seal::open_session(sealed_session(small_session(65536)), "s.spsn", kPassphrase);
  REQUIRE(back);
  CHECK(back->tables_a.size() == 65536);
  CHECK(back->table_at(back->expires_unix_s - 1)->a == back->tables_a.back());
}
