// log_kills COUNT SEED: kills that many readers at random moments and counts what their logs lack.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstring>

#include "tests/kill/kill.hpp"
#include "tests/unit/seal/fixtures.hpp"

namespace {

using namespace spoor;

std::uint64_t number(const char* text) {
  std::uint64_t out = 0;
  std::from_chars(text, text + std::strlen(text), out);
  return out;
}

unsigned long long wide(std::uint64_t value) {
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--read") == 0)
    return kill::read_until_killed(argv[2], number(argv[3]), STDOUT_FILENO);
  if (argc != 3) {
    static_cast<void>(std::fprintf(stderr, "usage: log_kills COUNT SEED\n"));
    return 2;
  }
  const seal_test::Scratch scratch;
  const kill::Tally tally = kill::kill_readers(std::filesystem::canonical("/proc/self/exe"), scratch.path(),
                                               number(argv[1]), number(argv[2]));
  std::printf("%llu kills, %llu of them while lines were shown\n", wide(tally.kills),
              wide(tally.kills_in_reading));
  std::printf("%llu ranges of lines shown, %llu without a record\n", wide(tally.lines_shown),
              wide(tally.without_record));
  std::printf("%llu logs unreadable, %llu ended in the middle of a group\n", wide(tally.unreadable),
              wide(tally.torn));
  std::printf("%llu places lost, the oldest one restored had been left %.3f s before the kill\n",
              wide(tally.places_lost), tally.oldest_place_s);
  const bool good = tally.without_record == 0 && tally.unreadable == 0 && tally.places_lost == 0 &&
                    tally.kills_in_reading > tally.kills / 2;
  return good ? 0 : 1;
}
