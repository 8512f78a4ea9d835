// Measures the mark's code on real text: frame errors, lines needed, scoring rate, collusion.
// Usage: bench_mark KERNEL_TREE [errors|lines|rate|collusion [TRIALS]]
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/bench/mark/sections.hpp"

int main(int argc, char** argv) {
  using namespace spoor::bench;
  // Other files than those that chose the split; lines without a glyph do not count as lines.
  const auto corpora = load_all(argc > 1 ? argv[1] : "", 300, 0.75, BlankRows::drop);
  if (corpora.empty()) {
    std::fprintf(stderr, "no source tree was found; give a Linux source tree as the first argument\n");
    return 1;
  }
  const std::string_view section = argc > 2 ? argv[2] : "all";
  const int trials = argc > 3 ? std::atoi(argv[3]) : 0;
  const auto wanted = [&](std::string_view name) { return section == "all" || section == name; };
  if (wanted("errors")) print_frame_errors(corpora, trials > 0 ? trials : 400);
  if (wanted("lines")) print_lines_needed(corpora, trials > 0 ? trials : 200);
  if (wanted("rate")) print_scoring_rate(corpora);
  if (wanted("collusion")) print_collusion(corpora, trials > 0 ? trials : 100);
  return 0;
}
