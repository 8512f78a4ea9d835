#include "viewer/app/measure_find.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "viewer/find/engine.hpp"
#include "viewer/find/fuzzy.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kShownHits = 100;  // as many as a list on the screen holds

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

struct SearchTimes {
  double first_ms = 0;  ///< to the first hits; 0 if there were none
  double last_ms = 0;
  find::Progress progress;
};

class SearchClock {
 public:
  explicit SearchClock(const std::shared_ptr<const find::Files>& files)
      : engine_(files, std::max(1U, std::thread::hardware_concurrency()), [this] { wake(); }) {
    // As the window does when its panel opens.
    const auto start = Clock::now();
    engine_.prepare();
    static_cast<void>(files->grams());
    tables_ms_ = ms_since(start);
  }

  /// How long the archive's tables took to load.
  [[nodiscard]] double tables_ms() const { return tables_ms_; }

  SearchTimes run(const find::Query& query) {
    SearchTimes out;
    const auto start = Clock::now();
    const auto search = engine_.start(query);
    while (!out.progress.complete) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return news_; });
      news_ = false;
      lock.unlock();
      out.progress = search->progress();
      if (out.first_ms <= 0 && out.progress.matches > 0) out.first_ms = ms_since(start);
    }
    out.last_ms = ms_since(start);
    return out;
  }

 private:
  void wake() {
    const std::lock_guard lock(mutex_);
    news_ = true;
    changed_.notify_one();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool news_ = false;
  double tables_ms_ = 0;
  find::Engine engine_;  ///< last: its threads stop before the rest goes
};

Result<Figures> measure_search(std::shared_ptr<const seal::ArchiveReader> archive, const Options& options) {
  find::Query query;
  query.text = options.measure_text;
  query.regexp = options.measure == MeasureKind::search;
  SearchClock clock(find::archive_files(std::move(archive)));
  const SearchTimes first = clock.run(query);
  if (first.progress.error) return tl::unexpected(AppError{ExitCode::usage, first.progress.error->message});
  const SearchTimes again = clock.run(query);
  const find::Coverage& coverage = first.progress.coverage;
  const auto count = [](std::uint64_t number) { return static_cast<double>(number); };
  return Figures{{"files", count(coverage.files)},
                 {"files_searched", count(coverage.searched)},
                 {"files_skipped", count(coverage.skipped_files())},
                 {"files_with_match", count(first.progress.files)},
                 {"lines", count(first.progress.lines)},
                 {"matches", count(first.progress.matches)},
                 {"tables_ms", clock.tables_ms()},
                 {"first_ms", first.first_ms},
                 {"last_ms", first.last_ms},
                 {"again_first_ms", again.first_ms},
                 {"again_last_ms", again.last_ms}};
}

Result<Figures> measure_fuzzy(const seal::ArchiveReader& archive, const Options& options) {
  const auto start = Clock::now();
  const auto files = archive.files();
  if (!files) return tl::unexpected(from_seal(files.error()));
  if (*files == nullptr)
    return tl::unexpected(
        AppError{ExitCode::usage, "The archive has no table of files: pack it with a newer spoor."});
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < (*files)->size(); ++i) paths.emplace_back((*files)->path(i));
  find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(paths));
  Figures figures{{"files", static_cast<double>(paths.size())}, {"list_ms", ms_since(start)}};
  std::vector<double> keys_ms;
  std::size_t hits = 0;
  for (std::size_t bytes = 1; bytes <= options.measure_text.size(); ++bytes) {
    const auto key = Clock::now();
    hits = finder.find(options.measure_text.substr(0, bytes), kShownHits).size();
    keys_ms.push_back(ms_since(key));
  }
  std::sort(keys_ms.begin(), keys_ms.end());
  figures["files_with_match"] = static_cast<double>(finder.matches());
  figures["shown"] = static_cast<double>(hits);
  figures["key_median_ms"] = keys_ms[keys_ms.size() / 2];
  figures["key_slowest_ms"] = keys_ms.back();
  return figures;
}

Result<Figures> measure_symbol(std::shared_ptr<const seal::ArchiveReader> archive, const Options& options) {
  const auto start = Clock::now();
  const auto index = symbols::SymbolIndex::open(std::move(archive));
  if (!index) return tl::unexpected(from_seal(index.error()));
  if (*index == nullptr)
    return tl::unexpected(
        AppError{ExitCode::usage, "The archive has no table of symbols: pack it with a newer spoor."});
  Figures figures{{"table_ms", ms_since(start)}};
  for (const char* name : {"first_ms", "again_ms"}) {
    const auto look_up = Clock::now();
    const auto found = (*index)->definitions(options.measure_text);
    if (!found) return tl::unexpected(from_seal(found.error()));
    figures[name] = ms_since(look_up);
    figures["definitions"] = static_cast<double>(found->size());
  }
  return figures;
}

}  // namespace

Result<Figures> measure_find(std::shared_ptr<const seal::ArchiveReader> archive, const Options& options) {
  if (options.measure == MeasureKind::fuzzy) return measure_fuzzy(*archive, options);
  if (options.measure == MeasureKind::symbol) return measure_symbol(std::move(archive), options);
  return measure_search(std::move(archive), options);
}

}  // namespace spoor::app
