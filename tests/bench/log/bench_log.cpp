// How long a log takes to write and to check: bench_log LOG_DIRECTORY ENTRIES [ENTRIES_A_GROUP]. The log is
// written by the viewer's own writer; entries are what a reader who scrolls leaves. Prints figures only.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_proof.hpp"

namespace {

using namespace spoor;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::uint64_t number(const char* text) {
  std::uint64_t out = 0;
  std::from_chars(text, text + std::strlen(text), out);
  return out;
}

seal_log::Item entry(std::uint64_t i) {
  const std::string path = "drivers/net/ethernet/vendor" + std::to_string(i / 1000 % 97) + "/main.c";
  return seal_log::Record{log_test::kNow * 1000 + static_cast<std::int64_t>(i),
                          seal_log::Shown{{path, i % 5000 + 1, i % 5000 + 52}, 1500, i % 3 == 0}};
}

bool write_log(const std::filesystem::path& directory, std::uint64_t entries, std::uint64_t group) {
  auto writer = log_test::open_writer(directory);
  if (!writer) return false;
  const auto start = Clock::now();
  std::vector<seal_log::Item> items;
  for (std::uint64_t i = 0; i < entries;) {
    items.clear();
    for (; items.size() < group && i < entries; ++i) items.push_back(entry(i));
    if (!(*writer)->commit(items, log_test::kNow)) return false;
  }
  std::printf("written: %.1f s\n", seconds_since(start));
  return true;
}

bool check_log(const std::filesystem::path& path) {
  const auto start = Clock::now();
  auto bytes = seal_log::FileLog::open(path);
  if (!bytes) return false;
  const auto summary = seal_log::verify_log(*bytes, "log", {});
  if (!summary) return false;
  std::printf("verified: %.1f s, %llu entries in %llu groups, %llu bytes\n", seconds_since(start),
              static_cast<unsigned long long>(summary->head.head.entries),
              static_cast<unsigned long long>(summary->groups),
              static_cast<unsigned long long>(bytes->size_bytes()));
  return true;
}

bool prove(const std::filesystem::path& path, std::uint64_t index) {
  const auto start = Clock::now();
  const seal::SecretKey vendor = log_test::log_private();
  auto bytes = seal_log::FileLog::open(path);
  if (!bytes) return false;
  const auto proof = seal_log::prove_entry(*bytes, "log", {&vendor, nullptr}, index);
  if (!proof) return false;
  const double made_s = seconds_since(start);
  const auto checked_at = Clock::now();
  const bool holds = seal_log::open_entry_proof(*proof, log_test::room_key(), "proof").has_value();
  std::printf("proof of entry %llu: %zu bytes, made in %.1f s, checked in %.4f s: %s\n",
              static_cast<unsigned long long>(index), proof->size(), made_s, seconds_since(checked_at),
              holds ? "holds" : "FAILS");
  return holds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    static_cast<void>(std::fprintf(stderr, "usage: bench_log LOG_DIRECTORY ENTRIES [ENTRIES_A_GROUP]\n"));
    return 2;
  }
  const std::uint64_t entries = number(argv[2]);
  const std::uint64_t group = argc > 3 ? number(argv[3]) : 8;
  const auto path = seal_log::LogWriter::log_path(argv[1], log_test::kSession);
  const bool there = std::filesystem::exists(path);
  if (!there && !write_log(argv[1], entries, group)) return 1;
  return check_log(path) && prove(path, entries / 2) ? 0 : 1;
}
