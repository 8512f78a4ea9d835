// Ranking sessions by what their logs show.
#include "watermark/trace/leak/witnesses.hpp"

#include <catch2/catch.hpp>

namespace spoor::leak {
namespace {

constexpr seal::ArchiveId kArchive{7};

Place place(const std::string& path, std::uint32_t first, std::uint32_t last, double bits_a_line = 20) {
  Place out{path, {}};
  out.alignment.first_line = first;
  out.alignment.last_line = last;
  for (std::uint32_t line = first; line <= last; ++line) out.alignment.lines.push_back({line, bits_a_line});
  out.alignment.bits = bits_a_line * (last - first + 1);
  return out;
}

FoundLeak leak_of(std::vector<Piece> pieces) {
  FoundLeak out;
  out.enough = true;
  out.pieces = std::move(pieces);
  return out;
}

class Logs {
 public:
  seal::Kit kit;
  Logs& session(const std::string& id, seal::ArchiveId archive = kArchive) {
    seal::KitSession session;
    session.id = id;
    session.archive_id = archive;
    kit.sessions.push_back(session);
    return *this;
  }
  Logs& log(const std::string& id) {
    session(id);
    kit.logs.push_back({id, 1'000'000, {}});
    return *this;
  }
  Logs& shown(const std::string& path, std::uint64_t first, std::uint64_t last, std::int64_t at_ms = 1000,
              std::uint64_t for_ms = 5000) {
    auto& log = kit.logs.back();
    log.exposures.push_back({log.session, kArchive, path, first, last, at_ms, for_ms});
    return *this;
  }
};

TEST_CASE("who saw all is before who saw some; who saw nothing is not named") {
  Logs logs;
  logs.log("s-1")
      .shown("a.c", 1, 12)
      .log("s-2")
      .shown("a.c", 5, 60)
      .log("s-3")
      .shown("b.c", 1, 60)
      .log("s-4");
  const auto found = find_witnesses(leak_of({{place("a.c", 10, 29), {}, false}}), logs.kit, kArchive);
  CHECK(found.verdict == LeakVerdict::one_session);
  REQUIRE(found.witnesses.size() == 2);
  CHECK(found.witnesses[0].session == "s-2");
  CHECK(found.witnesses[0].lines == 20);
  CHECK(found.witnesses[1].session == "s-1");
  CHECK(found.witnesses[1].rank == 2);
  CHECK(found.witnesses[1].lines == 3);
  CHECK(found.logs == 4);
  CHECK(found.without_log == 0);
}

TEST_CASE("those who saw as much are tied, whoever looked longer") {
  Logs logs;
  logs.log("s-1")
      .shown("a.c", 1, 60, 0, 1000)
      .log("s-2")
      .shown("a.c", 1, 60, 0, 90'000)
      .log("s-3")
      .shown("a.c", 1, 20);
  const auto found = find_witnesses(leak_of({{place("a.c", 10, 29), {}, false}}), logs.kit, kArchive);
  CHECK(found.verdict == LeakVerdict::several_sessions);
  CHECK(found.first == 2);
  REQUIRE(found.witnesses.size() == 3);
  CHECK(found.witnesses[0].session == "s-2");
  CHECK(found.witnesses[1].rank == 1);
  CHECK(found.witnesses[2].rank == 3);
}

TEST_CASE("a line that says next to nothing separates nobody") {
  Logs logs;
  logs.log("s-1").shown("a.c", 10, 29).log("s-2").shown("a.c", 10, 30);
  Place of_all = place("a.c", 10, 29);
  of_all.alignment.lines.push_back({30, 3});
  const auto found = find_witnesses(leak_of({{of_all, {}, false}}), logs.kit, kArchive);
  CHECK(found.verdict == LeakVerdict::several_sessions);
  CHECK(found.first == 2);
}

TEST_CASE("views in several panes at a time are counted once") {
  Logs logs;
  logs.log("s-1")
      .shown("a.c", 1, 60, 1000, 4000)
      .shown("a.c", 5, 64, 3000, 4000)
      .shown("a.c", 20, 80, 20'000, 500);
  logs.shown("a.c", 200, 260, 30'000, 9000);
  const auto found = find_witnesses(leak_of({{place("a.c", 10, 29), {}, false}}), logs.kit, kArchive);
  REQUIRE(found.witnesses.size() == 1);
  CHECK(found.witnesses[0].duration_ms == 6500);
  CHECK(found.witnesses[0].first_unix_ms == 1000);
  CHECK(found.witnesses[0].last_unix_ms == 20'500);
}

TEST_CASE("a text of which most is from elsewhere was seen in part, whoever saw the rest") {
  Logs logs;
  logs.log("s-1").shown("a.c", 1, 60);
  FoundLeak leak = leak_of({{place("a.c", 10, 29), {}, false}});
  leak.pieces[0].place.alignment.leak_first = 100;
  leak.pieces[0].place.alignment.leak_last = 199;
  leak.tokens = 201;
  const auto in_part = find_witnesses(leak, logs.kit, kArchive);
  CHECK(in_part.verdict == LeakVerdict::in_part);
  CHECK(in_part.mostly_foreign);
  CHECK(in_part.witnesses.size() == 1);
  leak.tokens = 200;
  CHECK(find_witnesses(leak, logs.kit, kArchive).verdict == LeakVerdict::one_session);
}

TEST_CASE("of tied places a session's best one counts") {
  Logs logs;
  logs.log("s-1").shown("copy.c", 1, 60).log("s-2").shown("other.c", 1, 60);
  const auto found =
      find_witnesses(leak_of({{place("a.c", 10, 29), {place("copy.c", 10, 29)}, false}}), logs.kit, kArchive);
  CHECK(found.verdict == LeakVerdict::one_session);
  REQUIRE(found.witnesses.size() == 1);
  CHECK(found.witnesses[0].session == "s-1");
}

TEST_CASE("what no log shows wholly is said to be in part, or by nobody") {
  Logs logs;
  logs.log("s-1").shown("a.c", 1, 20).log("s-2").shown("b.c", 1, 60);
  const auto both = leak_of({{place("a.c", 5, 15), {}, false}, {place("b.c", 5, 15), {}, false}});
  const auto in_part = find_witnesses(both, logs.kit, kArchive);
  CHECK(in_part.verdict == LeakVerdict::in_part);
  CHECK(in_part.witnesses.size() == 2);
  CHECK(find_witnesses(leak_of({{place("c.c", 5, 15), {}, false}}), logs.kit, kArchive).verdict ==
        LeakVerdict::no_session);
  FoundLeak nothing;
  CHECK(find_witnesses(nothing, logs.kit, kArchive).verdict == LeakVerdict::too_short);
  nothing.enough = true;
  CHECK(find_witnesses(nothing, logs.kit, kArchive).verdict == LeakVerdict::not_found);
}

TEST_CASE("sessions of other archives say nothing; those without a log are counted") {
  Logs logs;
  logs.log("s-1").shown("a.c", 1, 60).session("s-2").session("s-3", seal::ArchiveId{8});
  const auto found = find_witnesses(leak_of({{place("a.c", 10, 29), {}, false}}), logs.kit, kArchive);
  CHECK(found.witnesses.size() == 1);
  CHECK(found.logs == 1);
  CHECK(found.without_log == 1);
}

}  // namespace
}  // namespace spoor::leak
