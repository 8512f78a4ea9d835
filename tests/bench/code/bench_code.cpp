// How long a file takes to open and to colour, how fast lines are found, and in how much memory:
//   bench_code                   a generated C text of 1 MB, and lines of 80 bytes
//   SPOOR_BENCH_FILE=x.c ...     that file in place of the generated text
// "resident_mb" is the process's peak after the benchmark, so run one at a time to compare memory.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "viewer/code/document.hpp"
#include "viewer/code/highlighter.hpp"
#include "viewer/code/line_index.hpp"

namespace {

using spoor::code::Document;
using spoor::code::Language;

constexpr std::size_t kTextBytes = 1'000'000;

std::string generated_c() {
  std::string text;
  for (int i = 0; text.size() < kTextBytes; ++i)
    text += fmt::format(
        "/* Adds what item {0} holds.\n * Returns the new total, or -EINVAL. */\n"
        "static int add_item_{0}(struct pool *pool, const struct item *item, unsigned long flags)\n{{\n"
        "\tint total = 0x{0:x};\n\n\tif (!pool || (flags & ITEM_LOCKED_{0}))\n\t\treturn -EINVAL;\n"
        "\tfor (int i = 0; i < item->count; i++)\n\t\ttotal += item->values[i] * {0}; // weighted\n"
        "\tpr_debug(\"item %d: %s\\n\", total, item->name);\n\treturn pool_charge(pool, total);\n}}\n\n",
        i);
  return text;
}

std::string bench_text(std::string& path) {
  path = "generated.c";
  const char* file = std::getenv("SPOOR_BENCH_FILE");
  if (file == nullptr) return generated_c();
  path = file;
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

double resident_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;  // the kernel counts in KiB
}

void report(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["resident_mb"] = resident_mb();
}

void open_to_lines(benchmark::State& state) {
  std::string path;
  const auto source = spoor::code::memory_source(bench_text(path));
  for (auto _ : state) {
    const auto document = Document::open(source, path);
    benchmark::DoNotOptimize((*document)->text(0));
  }
  report(state, source->size_bytes());
}
BENCHMARK(open_to_lines)->Unit(benchmark::kMillisecond);

void open_to_colours(benchmark::State& state) {
  std::string path;
  const auto source = spoor::code::memory_source(bench_text(path));
  for (auto _ : state) {
    const auto document = Document::open(source, path);
    if (!(*document)->wait_settled(std::chrono::seconds(60))) state.SkipWithError("not settled");
  }
  report(state, source->size_bytes());
}
BENCHMARK(open_to_colours)->Unit(benchmark::kMillisecond)->UseRealTime();

void colour_alone(benchmark::State& state) {
  std::string path;
  const std::string text = bench_text(path);
  const auto language = spoor::code::detect_language(path, text).value_or(Language::c);
  for (auto _ : state) benchmark::DoNotOptimize(spoor::code::highlight(text, language, {}));
  report(state, text.size());
}
BENCHMARK(colour_alone)->Unit(benchmark::kMillisecond);

void page_of_spans(benchmark::State& state) {
  std::string path;
  const auto document = Document::open(spoor::code::memory_source(bench_text(path)), path);
  if (!(*document)->wait_settled(std::chrono::seconds(60))) state.SkipWithError("not settled");
  const std::uint64_t lines = (*document)->line_count().lines;
  std::uint64_t first = 0;
  for (auto _ : state) {  // 60 lines, a page further each time
    for (std::uint64_t i = 0; i < 60; ++i) {
      benchmark::DoNotOptimize((*document)->text((first + i) % lines));
      benchmark::DoNotOptimize((*document)->spans((first + i) % lines));
    }
    first += 60;
  }
  state.counters["resident_mb"] = resident_mb();
}
BENCHMARK(page_of_spans)->Unit(benchmark::kMicrosecond);

void index_lines(benchmark::State& state) {
  const std::string block = [] {
    std::string text;
    while (text.size() < (1U << 20U)) text.append(79, 'x').append("\n");
    return text;
  }();
  constexpr std::uint64_t blocks = 256;
  for (auto _ : state) {
    spoor::code::LineIndex index(block.size() * blocks);
    for (std::uint64_t i = 0; i < blocks; ++i) index.append(block);
    benchmark::DoNotOptimize(index.lines());
  }
  report(state, block.size() * blocks);
}
BENCHMARK(index_lines)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
