// Our reader against the committed vectors; and the vectors against what makes them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/vectors/reading.hpp"
#include "tests/vectors/scenario.hpp"

using namespace spoor;
namespace fs = std::filesystem;

namespace {

const fs::path kFiles = SPOOR_VECTOR_FILES;

nlohmann::json manifest() {
  return nlohmann::json::parse(seal_test::read_text(kFiles / "manifest.json"));
}

}  // namespace

TEST_CASE("every vector is answered as its manifest says", "[vectors]") {
  std::size_t good = 0;
  const nlohmann::json all = manifest();
  for (const nlohmann::json& vector : all["vectors"]) {
    const auto name = vector["name"].get<std::string>();
    CAPTURE(name, vector["fault"].get<std::string>());
    const vectors::Answer answer = vectors::read_vector(kFiles / name, fs::path(name).extension().native());
    CHECK(answer.outcome == vector["expect"].get<std::string>());
    CHECK(vectors::hex_digest(answer.released) == vector["released_sha256"].get<std::string>());
    good += answer.outcome == vectors::kOk ? 1U : 0U;
  }
  CHECK(all["vectors"].size() - good >= 150);
  CHECK(good >= 20);
}

TEST_CASE("the vectors are what their generator makes today", "[vectors]") {
  const nlohmann::json all = manifest();
  const vectors::Scenarios scenarios = vectors::all_scenarios();
  REQUIRE(all["vectors"].size() == scenarios.size());
  std::set<std::string> names = {"manifest.json"};
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    CAPTURE(scenarios[i].name);
    CHECK(all["vectors"][i]["name"] == scenarios[i].name);
    CHECK(all["vectors"][i]["fault"] == scenarios[i].fault);
    CHECK(all["vectors"][i]["expect"] == scenarios[i].expect);
    const std::string file = seal_test::read_text(kFiles / scenarios[i].name);
    CHECK(std::equal(file.begin(), file.end(), scenarios[i].file.begin(), scenarios[i].file.end(),
                     [](char one, std::uint8_t other) { return static_cast<std::uint8_t>(one) == other; }));
    CHECK(names.insert(scenarios[i].name).second);
  }
  const auto found = seal_test::names_in(kFiles);
  CHECK(std::set<std::string>(found.begin(), found.end()) == names);
}
