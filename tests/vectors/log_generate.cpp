// Writes the vectors of logs and their manifest: log_vector_files tests/vectors/log_files
#include <cstdio>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/unit/log/log_fixtures.hpp"
#include "tests/vectors/log_vectors.hpp"

namespace fs = std::filesystem;
using namespace spoor;

namespace {

std::string hex(seal::ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

nlohmann::json write_all(const fs::path& directory) {
  nlohmann::json out = nlohmann::json::array();
  for (const vectors::Scenario& scenario : vectors::log_scenarios()) {
    const fs::path path = directory / scenario.name;
    log_test::put_bytes(path, scenario.file);
    const vectors::Answer answer = vectors::read_log_vector(scenario.file, path.extension().native());
    if (answer.outcome != scenario.expect) {
      static_cast<void>(std::fprintf(stderr, "%s: %s, not %s\n", scenario.name.c_str(),
                                     answer.outcome.c_str(), scenario.expect.c_str()));
    }
    out.push_back({{"name", scenario.name},
                   {"fault", scenario.fault},
                   {"expect", scenario.expect},
                   {"released_sha256", vectors::hex_digest(answer.released)}});
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    static_cast<void>(std::fprintf(stderr, "usage: log_vector_files DIRECTORY\n"));
    return 2;
  }
  try {
    const fs::path directory = argv[1];
    fs::remove_all(directory);
    const nlohmann::json manifest = {{"log_private", hex(log_test::log_private())},
                                     {"reviewer_private", hex(log_test::reviewer_private())},
                                     {"room_signing_key", hex(log_test::room_key())},
                                     {"vectors", write_all(directory)}};
    seal_test::write_text(directory / "manifest.json", manifest.dump(1) + "\n");
  } catch (const std::exception& error) {
    static_cast<void>(std::fprintf(stderr, "log_vector_files: %s\n", error.what()));
    return 1;
  }
  return 0;
}
