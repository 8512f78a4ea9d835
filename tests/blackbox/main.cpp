// blackbox: the pass-rate table. Screens whose session is known are degraded, traced and counted; pictures
// that nobody of the kit drew must name nobody. Development uses other seeds than the figures that are
// reported.
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <mutex>
#include <opencv2/core.hpp>
#include <optional>

#include "composed.hpp"
#include "degrade.hpp"
#include "photographs.hpp"
#include "printed_page.hpp"
#include "tally.hpp"
#include "viewer_screens.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::blackbox {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::size_t screens = 20;
  std::size_t null_screens = 20;  ///< of each kind that must match nobody
  std::uint64_t seed_base = 1;
  std::size_t reviewers = 50;
  std::uint32_t slots = 96;
  int jobs = 2;
  std::size_t first_conditions = 99;
  int threads = 1;
  std::string only;
  bool photographs = false, only_take = false;
  fs::path spoor, spoor_view;
  fs::path work_dir = fs::temp_directory_path() / "spoor-blackbox";
  fs::path save_failures, captures;
};

struct Bench {
  const Options& options;
  const trace::TraceContext& context;
  std::mutex guard;
};

void note_failure(Bench& bench, const Row& row, Outcome outcome, const Screen& screen, std::uint64_t seed,
                  const trace::TraceResult& result, const Damaged& damaged) {
  std::cerr << fmt::format("{}: {}, seed {}, {}: {}\n", row.condition, outcome_name(outcome), seed,
                           screen.what, result.error ? result.error->message : result.verdict.reason);
  if (bench.options.save_failures.empty()) return;
  fs::create_directories(bench.options.save_failures);
  const std::string name = fmt::format("{}-{}{}", row.condition, seed, damaged.extension);
  std::ofstream(bench.options.save_failures / name, std::ios::binary)
      .write(reinterpret_cast<const char*>(damaged.file.data()),
             static_cast<std::streamsize>(damaged.file.size()));
}

LineRange shown_lines(const Screen& screen, const Damaged& damaged) {
  const std::uint64_t first = screen.code.first_line + static_cast<std::uint64_t>(damaged.first_row);
  return {first, first + static_cast<std::uint64_t>(damaged.rows > 0 ? damaged.rows : screen.code.count) - 1};
}

void note_place(Row& row, const Screen& screen, std::uint64_t seed, const trace::TraceResult& result,
                const Damaged& damaged) {
  const LineRange shown = shown_lines(screen, damaged);
  row.places.push_back(place_of(result, screen.truth, shown));
  if (row.places.back() == PlaceOutcome::exact) return;
  const auto& found = result.source;
  std::cerr << fmt::format("{}: place, seed {}, {}:{}-{}: {}\n", row.condition, seed, screen.truth.path,
                           shown.first, shown.last,
                           found ? fmt::format("{}:{}-{}, {} ties", found->path, found->first_line,
                                               found->last_line, found->ties.size())
                                 : "none");
}

// The capture of a seed, taken anew or as it was kept.
Damaged capture_of(const Options& options, const Condition& condition, const Screen& screen,
                   std::uint64_t seed, std::mt19937_64& random) {
  if (options.captures.empty()) return condition.apply(screen, random);
  const fs::path base = options.captures / fmt::format("{}-{}", condition.name, seed);
  Damaged kept;
  std::ifstream note(base.string() + ".rows");
  if (note >> kept.extension >> kept.first_row >> kept.rows) {
    std::ifstream in(base.string() + kept.extension, std::ios::binary);
    kept.file.assign(std::istreambuf_iterator<char>(in), {});
    return kept;
  }
  Damaged taken = condition.apply(screen, random);
  fs::create_directories(options.captures);
  std::ofstream(base.string() + taken.extension, std::ios::binary)
      .write(reinterpret_cast<const char*>(taken.file.data()),
             static_cast<std::streamsize>(taken.file.size()));
  std::ofstream(base.string() + ".rows")
      << taken.extension << ' ' << taken.first_row << ' ' << taken.rows << '\n';
  return taken;
}

void trace_one(Bench& bench, Row& row, const Screen& screen, std::uint64_t seed, const Damaged& damaged,
               bool with_archive) {
  const fs::path file =
      bench.options.work_dir / fmt::format("capture-{}-{}-{}{}", getpid(), seed,
                                           std::hash<std::string>{}(row.condition), damaged.extension);
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(damaged.file.data()),
             static_cast<std::streamsize>(damaged.file.size()));
  trace::TraceOptions tracing;
  tracing.measure.threads = bench.options.threads;
  tracing.measure.keep_reading = with_archive;
  tracing.locate.threads = bench.options.threads;
  trace::TraceContext context = bench.context;
  if (!with_archive) context.archive = nullptr;
  const auto start = std::chrono::steady_clock::now();
  const trace::TraceResult result = trace::trace_capture(file, context, tracing);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  fs::remove(file);
  const Outcome outcome = outcome_of(result, screen.truth, bench.context.kit);
  const std::lock_guard lock(bench.guard);
  row.outcomes.push_back(outcome);
  row.times_ms.push_back(took.count());
  if (screen.code.first_line > 0 && context.archive != nullptr)
    note_place(row, screen, seed, result, damaged);
  const bool bad =
      row.null ? outcome == Outcome::wrong || outcome == Outcome::failed : outcome != Outcome::correct;
  if (bad) note_failure(bench, row, outcome, screen, seed, result, damaged);
}

// Every condition on every screen of a source. False where a screen could not be made.
bool run_rows(Bench& bench, std::vector<Row>& rows, const std::vector<Condition>& asked, std::size_t screens,
              const ScreenSource& source) {
  bool made = true;
  trace::parallel_for(screens, bench.options.jobs, [&](std::size_t i) {
    const std::uint64_t seed = bench.options.seed_base + i;
    const auto screen = source(seed);
    if (!screen) {
      const std::lock_guard lock(bench.guard);
      made = false;
      return;
    }
    for (std::size_t c = 0; c < asked.size(); ++c) {
      std::mt19937_64 random(seed * 1000 + c);
      if (asked[c].name.find(bench.options.only) == std::string::npos) continue;
      const Damaged damaged = capture_of(bench.options, asked[c], *screen, seed, random);
      if (bench.options.only_take) continue;
      trace_one(bench, rows[c], *screen, seed, damaged, asked[c].archive);
    }
  });
  return made;
}

std::vector<Row> rows_of(const std::vector<Condition>& asked, const std::string& prefix, bool null) {
  std::vector<Row> rows;
  for (const Condition& condition : asked) {
    Row row;
    row.condition = prefix + condition.name;
    row.required = null ? 0 : condition.required;
    row.null = null;
    rows.push_back(row);
  }
  return rows;
}

// The null rows: nobody may be named. Half of the screens are degraded, half are as drawn.
bool run_null(Bench& bench, std::vector<Row>& table) {
  struct Kind {
    const char* name;
    ScreenSource source;
  };
  const seal::Kit unlisted = unlisted_sessions(bench.context.kit, bench.options.seed_base);
  const auto unlisted_judge = trace::Judge::create(unlisted);
  if (!unlisted_judge) return false;
  const std::vector<Kind> kinds = {{"unmarked: ", unmarked_pages()},
                                   {"other vault: ", foreign_pages()},
                                   {"not in the kit: ", unlisted_pages(unlisted, *unlisted_judge)},
                                   {"other picture: ", other_pictures()}};
  const std::vector<Condition> asked =
      bench.options.photographs
          ? std::vector{photograph_groups()[0].conditions[0], photograph_groups()[0].conditions[4]}
          : std::vector{conditions()[0], conditions()[3]};
  for (const Kind& kind : kinds) {
    auto rows = rows_of(asked, kind.name, true);
    if (!run_rows(bench, rows, asked, bench.options.null_screens, kind.source)) return false;
    table.insert(table.end(), rows.begin(), rows.end());
  }
  return true;
}

int report(const std::vector<Row>& table, bool made) {
  print_table(std::cout, table);
  if (!made) std::cerr << "blackbox: a screen could not be made; see the log in the work directory\n";
  const bool passes = std::all_of(table.begin(), table.end(), [](const Row& row) { return row.passes(); });
  return passes && made ? 0 : 1;
}

/// `printed`: on paper; an empty source where there is none.
using Pages = std::function<ScreenSource(const trace::Judge&, const std::optional<PageLook>&, bool printed)>;

bool is_asked(const Options& options, const std::vector<Condition>& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return condition.name.find(options.only) != std::string::npos;
  });
}

// The marked rows.
bool run_marked(Bench& bench, const trace::Judge& judge, const Pages& pages, std::vector<Row>& table) {
  const auto run = [&](std::vector<Condition> asked, const std::optional<PageLook>& look, bool printed) {
    const ScreenSource source = pages(judge, look, printed);
    if (!source || !is_asked(bench.options, asked)) return true;
    asked.resize(std::min(asked.size(), bench.options.first_conditions));
    auto rows = rows_of(asked, "", false);
    const bool made = run_rows(bench, rows, asked, bench.options.screens, source);
    table.insert(table.end(), rows.begin(), rows.end());
    return made;
  };
  if (!bench.options.photographs) return run(conditions(), {}, false);
  bool made = true;
  for (const PhotographGroup& group : photograph_groups())
    made = run(group.conditions, group.look, group.printed) && made;
  return made;
}

int run_with(const Options& options, const seal::Kit& kit, const seal::ArchiveReader* archive,
             const Pages& marked) {
  const auto judge = trace::Judge::create(kit);
  if (!judge) {
    std::cerr << "blackbox: " << judge.error().message << '\n';
    return 1;
  }
  const trace::TraceContext context{kit, *judge, archive};
  Bench bench{options, context, {}};
  std::vector<Row> table;
  bool made = run_marked(bench, *judge, marked, table);
  made = run_null(bench, table) && made;
  return report(table, made);
}

int run_composed(const Options& options) {
  const seal::Kit kit = composed_kit(options.seed_base, options.reviewers, options.slots);
  return run_with(options, kit, nullptr,
                  [&](const trace::Judge& judge, const std::optional<PageLook>& look, bool printed) {
                    return printed ? ScreenSource() : composed_pages(kit, judge, look);
                  });
}

int run_viewer(const Options& options) {
  std::string problem;
  const auto world =
      make_world({options.spoor, options.spoor_view, options.work_dir, options.reviewers}, problem);
  if (!world) {
    std::cerr << "blackbox: " << problem << "; see the log in " << options.work_dir.string() << '\n';
    return 1;
  }
  seal::PassphraseSource source;
  source.file = world->passphrase_file;
  const auto passphrase = seal::read_passphrase(source);
  const auto kit =
      passphrase ? seal::open_kit(world->kit, passphrase->text()) : tl::unexpected(passphrase.error());
  if (!kit || kit->archives.empty()) {
    std::cerr << "blackbox: the kit cannot be opened or holds no archive\n";
    return 1;
  }
  const auto archive = seal::ArchiveReader::open(world->archive, kit->archives[0].key, kit->vendor_key);
  if (!archive) {
    std::cerr << "blackbox: " << archive.error().message << '\n';
    return 1;
  }
  return run_with(options, *kit, &*archive,
                  [&](const trace::Judge&, const std::optional<PageLook>& look, bool printed) {
                    return printed ? printed_pages(*world) : viewer_pages(*world, look);
                  });
}

}  // namespace
}  // namespace spoor::blackbox

int main(int argc, char** argv) {
  using namespace spoor::blackbox;
  Options options;
  CLI::App app{"Pass-rate table of the tracer."};
  app.add_option("--screens", options.screens, "Marked screens, each under every condition");
  app.add_option("--null-screens", options.null_screens, "Screens of each kind that must name nobody");
  app.add_option("--seed-base", options.seed_base,
                 "First seed: 1 while developing, 1000000 for reported figures");
  app.add_option("--reviewers", options.reviewers, "Sessions in the kit");
  app.add_option("--slots", options.slots, "Slots of a composed session");
  app.add_option("--jobs", options.jobs, "Screens at a time");
  app.add_option("--threads", options.threads, "Of the tracer, for each screen");
  app.add_option("--only", options.only, "Only conditions whose name holds this");
  app.add_option("--captures", options.captures,
                 "Where captures are kept; one that is there is not taken anew");
  app.add_flag("--only-take", options.only_take, "Take captures and keep them, trace none")
      ->needs("--captures");
  app.add_option("--first-conditions", options.first_conditions, "Only so many of the conditions");
  app.add_flag("--photographs", options.photographs, "Photographs instead of pictures taken by software");
  app.add_option("--spoor", options.spoor, "The spoor program; with --spoor-view: real shots");
  app.add_option("--spoor-view", options.spoor_view, "The spoor-view program");
  app.add_option("--work-dir", options.work_dir, "Vault, archive and shots");
  app.add_option("--save-failures", options.save_failures, "Where captures that went wrong are kept");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  // Pictures are large: memory that is given back to the system is cleared anew each time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  std::filesystem::create_directories(options.work_dir);
  return options.spoor.empty() ? run_composed(options) : run_viewer(options);
}
