#include "tests/bench/find/lookups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "viewer/find/fuzzy.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kNames = 41;

double ms_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void print(const char* what, std::vector<double> values_ms) {
  if (values_ms.empty()) return;
  std::sort(values_ms.begin(), values_ms.end());
  fmt::print("{:<34} {:>5} {:>10.2f} {:>10.2f} {:>10.2f}\n", what, values_ms.size(),
             values_ms[values_ms.size() / 2], values_ms[values_ms.size() * 9 / 10], values_ms.back());
}

/// A definition of every n-th file that has one: names as a reader looks for them, chosen by nobody.
std::vector<std::string> names_of(const seal::ArchiveReader& archive, const seal::FileTable& files) {
  std::vector<std::string> out;
  const std::size_t step = std::max<std::size_t>(1, files.size() / kNames);
  for (std::size_t i = 0; i < files.size() && out.size() < kNames; ++i) {
    if (i < out.size() * step || files.file(i).binary) continue;
    const auto text = archive.read_file(files, i, 0, 1U << 20U);
    if (!text) continue;
    const auto defined = symbols::outline(files.path(i), *text);
    const auto function = std::find_if(defined.begin(), defined.end(), [](const symbols::Symbol& s) {
      return s.kind == symbols::SymbolKind::function;
    });
    if (function != defined.end()) out.push_back(function->name);
  }
  return out;
}

}  // namespace

void print_lookups(const std::shared_ptr<const seal::ArchiveReader>& archive,
                   const std::function<double(const std::string&)>& search_ms) {
  const auto files = archive->files();
  const auto index = symbols::SymbolIndex::open(archive);
  if (!files || *files == nullptr || !index || *index == nullptr) {
    fmt::print("The archive has no tables: pack it with a newer spoor.\n");
    return;
  }
  const std::vector<std::string> names = names_of(*archive, **files);
  std::vector<double> literal_ms;
  std::vector<double> symbol_ms;
  std::vector<double> fuzzy_ms;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < (*files)->size(); ++i) paths.emplace_back((*files)->path(i));
  find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(paths));
  for (const std::string& name : names) {
    literal_ms.push_back(search_ms(name));
    symbol_ms.push_back(ms_of([&] { static_cast<void>((*index)->definitions(name)); }));
    for (std::size_t bytes = 1; bytes <= name.size(); ++bytes)
      fuzzy_ms.push_back(ms_of([&] { static_cast<void>(finder.find(name.substr(0, bytes), 100)); }));
  }
  symbols::SymbolFinder symbol_finder(*index);
  std::vector<double> load_ms = {ms_of([&] { static_cast<void>(symbol_finder.find("x", 50)); })};
  std::vector<double> type_ms;
  for (const std::string& name : names)
    for (std::size_t bytes = 1; bytes <= std::min<std::size_t>(name.size(), 6); ++bytes)
      type_ms.push_back(ms_of([&] { static_cast<void>(symbol_finder.find(name.substr(0, bytes), 50)); }));
  fmt::print("\n{:<34} {:>5} {:>10} {:>10} {:>10}\n", "asked for", "times", "median ms", "90 % ms",
             "slowest");
  print("literal, whole tree, all matches", literal_ms);
  print("definitions of a name", symbol_ms);
  print("files, a key typed", fuzzy_ms);
  print("symbols, names loaded", load_ms);
  print("symbols, a key typed", type_ms);
}

}  // namespace spoor::bench
