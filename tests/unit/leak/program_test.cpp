// `spoor-trace --text` from kit to words.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/trace/leak/leak_program.hpp"

namespace spoor::leak {
namespace {

using Catch::Matchers::Contains;
using seal_test::Scratch;

struct Outcome {
  ExitCode code = ExitCode::failed;
  std::string out, err;
};

class Laboratory {
 public:
  Scratch scratch;
  Laboratory() {
    std::filesystem::create_directory(scratch / "tree");
    std::filesystem::copy_file("/usr/include/c++/12/bits/stl_heap.h", scratch / "tree" / "heap.h");
    std::filesystem::copy_file("/usr/include/c++/12/bits/stl_algo.h", scratch / "tree" / "algo.h");
    REQUIRE(seal_test::pack(scratch / "tree", scratch / "a.spar"));
    seal::Kit kit = seal_test::small_kit();
    const std::string reader = kit.sessions[0].id;
    kit.logs = {{reader,
                 1'900'000'000'000,
                 {{reader, seal_test::kArchiveId, "heap.h", 120, 180, 1'800'000'100'000, 9000}}}};
    const seal::Bytes sealed = seal_test::sealed_kit(kit);
    seal_test::write_text(scratch / "k.spkit", {reinterpret_cast<const char*>(sealed.data()), sealed.size()});
    seal_test::write_text(scratch / "pass", seal_test::kPassphrase);
    std::filesystem::permissions(scratch / "pass", std::filesystem::perms::owner_read);
  }
  void leak(const std::string& name, const std::string& file, int first, int last) const {
    std::ifstream in(scratch / "tree" / file);
    std::string text, line;
    for (int i = 1; std::getline(in, line) && i <= last; ++i)
      if (i >= first) text += line + '\n';
    seal_test::write_text(scratch / name, text);
  }
  [[nodiscard]] Outcome run(const std::vector<std::string>& names, bool json = false) const {
    LeakOptions options;
    for (const std::string& name : names) options.texts.push_back(scratch / name);
    options.kit = scratch / "k.spkit";
    options.archive = scratch / "a.spar";
    options.passphrase_file = scratch / "pass";
    options.json = json;
    std::ostringstream out, err;
    Outcome outcome;
    outcome.code = run_leaks(options, out, err);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }
};

TEST_CASE("a text names place and session, and says what that proves") {
  const Laboratory laboratory;
  laboratory.leak("leak.txt", "heap.h", 135, 157);
  const Outcome outcome = laboratory.run({"leak.txt"});
  CHECK(outcome.code == ExitCode::done);
  CHECK_THAT(outcome.out, Contains("leak.txt: seen by one session") && Contains("heap.h, lines 135 to 157") &&
                              Contains("Ada Lovelace") && Contains("logs     of 1 of 2 sessions") &&
                              Contains("not who copied"));
  CHECK_THAT(outcome.out, !Contains("match"));
  CHECK(outcome.err.empty());
}

TEST_CASE("one JSON object a text, its keys always the same") {
  const Laboratory laboratory;
  laboratory.leak("one.txt", "heap.h", 135, 157);
  laboratory.leak("two.txt", "algo.h", 1000, 1040);
  seal_test::write_text(laboratory.scratch / "three.txt", "too short\n");
  const Outcome outcome = laboratory.run({"one.txt", "two.txt", "three.txt", "none.txt"}, true);
  CHECK(outcome.code == ExitCode::failed);
  std::istringstream lines(outcome.out);
  std::vector<nlohmann::json> found;
  for (std::string line; std::getline(lines, line);) found.push_back(nlohmann::json::parse(line));
  REQUIRE(found.size() == 4);
  CHECK(found[0]["verdict"] == "seen by one session");
  CHECK(found[0]["sessions"][0]["session"] == "s-0123456789ab");
  CHECK(found[0]["sessions"][0]["duration_ms"] == 9000);
  CHECK(found[0]["pieces"][0]["first_line"] == 135);
  CHECK(found[1]["verdict"] == "seen by no session");
  CHECK(found[2]["verdict"] == "too short");
  CHECK(found[3]["verdict"].is_null());
  for (const auto& one : found) {
    std::vector<std::string> keys, first;
    for (const auto& [key, value] : one.items()) keys.push_back(key);
    for (const auto& [key, value] : found[0].items()) first.push_back(key);
    CHECK(keys == first);
  }
}

TEST_CASE("what is no text, or not from here, has its own exit code") {
  const Laboratory laboratory;
  seal_test::write_text(laboratory.scratch / "binary", std::string_view("\x89PNG\0\0", 6));
  seal_test::write_text(laboratory.scratch / "long", std::string((1U << 20U) + 1, 'a'));
  std::string other;
  for (int i = 0; i < 40; ++i)
    other += "the quick brown fox jumps over lazy dogs while " + std::to_string(i * i) + "\n";
  seal_test::write_text(laboratory.scratch / "other", other);
  CHECK(laboratory.run({"binary"}).code == ExitCode::damaged);
  CHECK_THAT(laboratory.run({"binary"}).err, Contains("zero bytes"));
  CHECK(laboratory.run({"long"}).code == ExitCode::damaged);
  CHECK_THAT(laboratory.run({"long"}).err, Contains("1 MiB"));
  CHECK(laboratory.run({"other"}).code == ExitCode::unmarked);
  CHECK(laboratory.run({"none"}).code == ExitCode::failed);
}

}  // namespace
}  // namespace spoor::leak
