// Splitting independent work over a few threads, with no state that outlives the call.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace spoor::trace {

/// Calls work(i) once for each i in [0, count) on up to `threads` threads; returns when all are done. The
/// order is unspecified, so work(i) may only write what belongs to i. `work` must not throw.
template <typename Work>
void parallel_for(std::size_t count, int threads, const Work& work) {
  const auto workers = std::min<std::size_t>(count, threads < 1 ? 1 : static_cast<std::size_t>(threads));
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < workers; ++t) pool.emplace_back(run);
  run();
  for (std::thread& t : pool) t.join();
}

}  // namespace spoor::trace
