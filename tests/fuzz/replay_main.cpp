// Runs a fuzzer's entry point over its corpus, and over seeded mutations of each file, without libFuzzer.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr int kMutationsEach = 300;

Input mutated(Input input, std::mt19937& random) {
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  for (std::size_t i = 0, edits = 1 + below(4); i < edits && !input.empty(); ++i) {
    const auto at = input.begin() + static_cast<std::ptrdiff_t>(below(input.size()));
    switch (below(4)) {
      case 0:
        *at = static_cast<std::uint8_t>(*at ^ (1U << below(8)));
        break;
      case 1:
        *at = static_cast<std::uint8_t>(below(256));
        break;
      case 2:
        input.erase(at, at + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                 1 + below(8), static_cast<std::size_t>(input.end() - at))));
        break;
      default:
        input.insert(at, 1 + below(8), static_cast<std::uint8_t>(below(256)));
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    for (const auto& item : std::filesystem::directory_iterator(argv[i])) files.push_back(item.path());
  }
  std::sort(files.begin(), files.end());
  std::mt19937 random(1);
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const Input input{std::istreambuf_iterator<char>(in), {}};
    LLVMFuzzerTestOneInput(input.data(), input.size());
    for (int i = 0; i < kMutationsEach; ++i) {
      const Input other = mutated(input, random);
      LLVMFuzzerTestOneInput(other.data(), other.size());
    }
  }
  std::printf("replayed %zu files\n", files.size());
  return files.empty() ? 1 : 0;  // an empty corpus tests nothing
}
