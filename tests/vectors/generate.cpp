// Writes all vectors and their manifest: vector_files tests/vectors/files
#include <cstdio>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/vectors/reading.hpp"
#include "tests/vectors/scenario.hpp"

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
  nlohmann::json vectors = nlohmann::json::array();
  for (const vectors::Scenario& scenario : vectors::all_scenarios()) {
    const fs::path path = directory / scenario.name;
    seal_test::write_text(path, {reinterpret_cast<const char*>(scenario.file.data()), scenario.file.size()});
    const vectors::Answer answer = vectors::read_vector(path, path.extension().native());
    if (answer.outcome != scenario.expect) {
      std::fprintf(stderr, "%s: %s, not %s\n", scenario.name.c_str(), answer.outcome.c_str(),
                   scenario.expect.c_str());
    }
    vectors.push_back({{"name", scenario.name},
                       {"fault", scenario.fault},
                       {"expect", scenario.expect},
                       {"released_sha256", vectors::hex_digest(answer.released)}});
  }
  return vectors;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: vector_files DIRECTORY\n");
    return 2;
  }
  try {
    const fs::path directory = argv[1];
    fs::remove_all(directory);
    const seal::RoomSecret room = seal_test::room_secret();
    const nlohmann::json manifest = {{"archive_id", hex(seal_test::kArchiveId)},
                                     {"archive_key", hex(seal_test::key_of(3))},
                                     {"vendor_key", hex(seal_test::vendor().public_key())},
                                     {"passphrase", seal_test::kPassphrase},
                                     {"second_passphrase", seal_test::kSecondPassphrase},
                                     {"update_key", hex(seal_test::key_of(0x21))},
                                     {"reviewer_key", hex(seal_test::key_of(0x71))},
                                     {"room_id", hex(room.id)},
                                     {"room_key", hex(room.agreement_key)},
                                     {"state_key", hex(vectors::print_state_key())},
                                     {"print_number", vectors::kPrintNumber},
                                     {"vectors", write_all(directory)}};
    seal_test::write_text(directory / "manifest.json", manifest.dump(1) + "\n");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "vector_files: %s\n", error.what());
    return 1;
  }
  return 0;
}
