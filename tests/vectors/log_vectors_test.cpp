// Our reader against the committed vectors of logs; and the vectors against what makes them.
#include "tests/vectors/log_vectors.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/log/log_fixtures.hpp"

using namespace spoor;
namespace fs = std::filesystem;

namespace {

const fs::path kFiles = SPOOR_LOG_VECTOR_FILES;

}  // namespace

TEST_CASE("every vector of a log is answered as its manifest says", "[vectors][log]") {
  const auto all = nlohmann::json::parse(seal_test::read_text(kFiles / "manifest.json"));
  std::size_t good = 0;
  for (const nlohmann::json& vector : all["vectors"]) {
    const auto name = vector["name"].get<std::string>();
    CAPTURE(name, vector["fault"].get<std::string>());
    const vectors::Answer answer =
        vectors::read_log_vector(log_test::file_bytes(kFiles / name), fs::path(name).extension().native());
    CHECK(answer.outcome == vector["expect"].get<std::string>());
    CHECK(vectors::hex_digest(answer.released) == vector["released_sha256"].get<std::string>());
    good += answer.outcome == vectors::kOk ? 1U : 0U;
  }
  CHECK(good >= 10);
  CHECK(all["vectors"].size() - good >= 70);
}

TEST_CASE("the vectors of logs are what their generator makes today", "[vectors][log]") {
  const auto all = nlohmann::json::parse(seal_test::read_text(kFiles / "manifest.json"));
  const vectors::Scenarios scenarios = vectors::log_scenarios();
  REQUIRE(all["vectors"].size() == scenarios.size());
  std::set<std::string> names = {"manifest.json"};
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    CAPTURE(scenarios[i].name);
    CHECK(all["vectors"][i]["name"] == scenarios[i].name);
    CHECK(all["vectors"][i]["expect"] == scenarios[i].expect);
    CHECK(log_test::file_bytes(kFiles / scenarios[i].name) == scenarios[i].file);
    CHECK(names.insert(scenarios[i].name).second);
  }
  const auto found = seal_test::names_in(kFiles);
  CHECK(std::set<std::string>(found.begin(), found.end()) == names);
}
