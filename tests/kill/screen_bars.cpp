// The bars for shell tests:
//   screen_bars write DIRECTORY      the files, to be packed
//   screen_bars look WIDTH HEIGHT    the lines that are on the display now: "PATH FIRST LAST", one run a line
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

#include "tests/kill/monitor.hpp"

namespace {

using namespace spoor;

int look(int width_px, int height_px) {
  const auto monitor = kill::Monitor::open();
  const kill::BarGrid grid = kill::bar_grid(width_px, height_px);
  const auto picture = monitor ? monitor->look(width_px, height_px) : std::nullopt;
  if (!picture || grid.rows == 0) return 1;
  std::vector<seal_log::Lines> runs;
  for (const seal_log::Lines& line : kill::read_bars(*picture, grid)) {
    if (!runs.empty() && runs.back().path == line.path && runs.back().last + 1 == line.first)
      runs.back().last = line.last;
    else
      runs.push_back(line);
  }
  for (const seal_log::Lines& run : runs) fmt::print("{} {} {}\n", run.path, run.first, run.last);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "write") == 0) return kill::write_bars(argv[2]) ? 0 : 1;
  if (argc == 4 && std::strcmp(argv[1], "look") == 0) return look(std::atoi(argv[2]), std::atoi(argv[3]));
  fmt::print(stderr, "usage: screen_bars write DIRECTORY | look WIDTH HEIGHT\n");
  return 2;
}
