// The four tables that bench_mark prints.
#pragma once

#include "tests/bench/mark/simulation.hpp"

namespace spoor::bench {

/// Frame error rate of blind decoding beside the normal approximation of the same pages.
void print_frame_errors(const std::vector<Corpus>& corpora, int trials);

/// Lines of code needed, by registry scoring and by blind decoding.
void print_lines_needed(const std::vector<Corpus>& corpora, int trials);

/// Session-slots scored a second.
void print_scoring_rate(const std::vector<Corpus>& corpora);

/// Parts of trials in which a colluder is found, by attack, colluders and pages.
void print_collusion(const std::vector<Corpus>& corpora, int trials);

}  // namespace spoor::bench
