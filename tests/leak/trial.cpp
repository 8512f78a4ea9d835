#include "tests/leak/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/leak/retype.hpp"
#include "watermark/trace/leak/witnesses.hpp"

namespace spoor::leak_test {
namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  // in the archive
  std::vector<std::string> lines;
};

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Files in the archive's order, so that a seed means the same everywhere.
std::vector<std::string> text_files(const seal::ArchiveReader& archive) {
  std::vector<std::string> out, pending{""};
  while (!pending.empty()) {
    const std::string directory = std::move(pending.back());
    pending.pop_back();
    const auto entries = archive.list(directory);
    if (!entries) continue;
    for (const seal::DirEntry& entry : *entries) {
      std::string path = directory.empty() ? entry.name : directory + '/' + entry.name;
      if (entry.kind == seal::EntryKind::directory) pending.push_back(path);
      if (entry.kind == seal::EntryKind::file && !entry.binary && entry.size_bytes > 2000)
        out.push_back(path);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return random() % limit;
}

std::vector<SourceFile> choose_files(const std::string& tree, const seal::ArchiveReader& archive,
                                     std::size_t count, std::mt19937_64& random) {
  std::vector<std::string> paths = text_files(archive);
  std::shuffle(paths.begin(), paths.end(), random);
  std::vector<SourceFile> out;
  for (const std::string& path : paths) {
    SourceFile file{path, lines_of(fs::path(tree) / path)};
    constexpr std::size_t kFewestLines = 80;
    if (file.lines.size() >= kFewestLines) out.push_back(std::move(file));
    if (out.size() == count) break;
  }
  return out;
}

// What a reviewer does: some windows of some of the shared files, each for some seconds.
seal::KitLog read_as(const std::string& session, const std::vector<SourceFile>& files, std::size_t views,
                     std::mt19937_64& random) {
  constexpr std::size_t kWindowLines = 56;
  seal::KitLog log;
  log.session = session;
  std::int64_t now_ms = 1'800'000'000'000;
  std::size_t file = 0, top = 0;
  for (std::size_t i = 0; i < views; ++i) {
    if (i % 8 == 0) {  // another file, or another place of it
      file = below(random, files.size());
      top = below(random, files[file].lines.size());
    } else {
      top = std::min(files[file].lines.size() - 1, top + below(random, kWindowLines));
    }
    const std::uint64_t stay_ms = 500 + below(random, 60'000);
    const std::uint64_t last = std::min(files[file].lines.size(), top + kWindowLines);
    log.exposures.push_back({session, seal::ArchiveId{}, files[file].path, top + 1, last, now_ms, stay_ms});
    now_ms += static_cast<std::int64_t>(stay_ms);
  }
  log.until_unix_ms = now_ms;
  return log;
}

seal::Kit make_kit(const TrialOptions& options, const seal::ArchiveId& archive,
                   const std::vector<SourceFile>& files, std::mt19937_64& random) {
  seal::Kit kit;
  for (std::size_t i = 0; i < options.sessions; ++i) {
    seal::KitSession session;
    session.id = fmt::format("s-{:012x}", i + 1);
    session.reviewer = fmt::format("Reviewer {}", i + 1);
    session.archive_id = archive;
    kit.logs.push_back(read_as(session.id, files, options.views, random));
    for (seal::Exposure& exposure : kit.logs.back().exposures) exposure.archive_id = archive;
    kit.sessions.push_back(std::move(session));
  }
  return kit;
}

struct Truth {
  std::string path;
  std::size_t first = 0, last = 0;  // lines, 1-based
  std::string session;
  std::set<std::string> seen_by;  // sessions that had every line on screen
  double changed = 0;
};

bool saw_all(const seal::KitLog& log, const Truth& truth) {
  for (std::size_t line = truth.first; line <= truth.last; ++line) {
    const bool shown = std::any_of(log.exposures.begin(), log.exposures.end(), [&](const auto& exposure) {
      return exposure.path == truth.path && exposure.first_line <= line && line <= exposure.last_line;
    });
    if (!shown) return false;
  }
  return true;
}

// Lines that one session had on screen at one time; the ends are lines with words in them.
Truth choose_leak(const seal::Kit& kit, const std::vector<SourceFile>& files, const TrialOptions& options,
                  std::mt19937_64& random) {
  const auto has_words = [](const std::string& line) {
    return std::count_if(line.begin(), line.end(), [](unsigned char c) { return std::isalpha(c) != 0; }) >= 4;
  };
  while (true) {
    const seal::KitLog& log = kit.logs[below(random, kit.logs.size())];
    const seal::Exposure& view = log.exposures[below(random, log.exposures.size())];
    const std::size_t height =
        options.fewest_lines + below(random, options.most_lines - options.fewest_lines + 1);
    const std::size_t shown = view.last_line - view.first_line + 1;
    if (shown < height) continue;
    Truth truth{view.path, view.first_line + below(random, shown - height + 1), 0, log.session, {}, 0};
    truth.last = truth.first + height - 1;
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.path == view.path; });
    const auto inked = static_cast<std::size_t>(
        std::count_if(file->lines.begin() + static_cast<std::ptrdiff_t>(truth.first - 1),
                      file->lines.begin() + static_cast<std::ptrdiff_t>(truth.last), has_words));
    if (!has_words(file->lines[truth.first - 1]) || !has_words(file->lines[truth.last - 1])) continue;
    if (inked < options.fewest_lines) continue;  // ten lines of code are ten lines with something in them
    for (const seal::KitLog& other : kit.logs)
      if (saw_all(other, truth)) truth.seen_by.insert(other.session);
    return truth;
  }
}

bool within(std::size_t one, std::size_t other, std::size_t slack) {
  return one <= other + slack && other <= one + slack;
}

void count_place(const leak::FoundLeak& found, const Truth& truth, Tally& tally, std::string& miss) {
  bool file = false, alone = false, lines = false;
  for (const leak::Piece& piece : found.pieces) {
    std::vector<const leak::Place*> places{&piece.place};
    for (const leak::Place& tie : piece.ties) places.push_back(&tie);
    for (const leak::Place* place : places) {
      if (place->path != truth.path) continue;
      file = true;
      alone |= place == &piece.place;
      constexpr std::size_t kSlackLines = 2;
      lines |= within(place->alignment.first_line, truth.first, kSlackLines) &&
               within(place->alignment.last_line, truth.last, kSlackLines);
    }
  }
  tally.file_right += file;
  tally.file_alone += alone;
  tally.lines_right += lines;
  if (lines) return;
  miss = fmt::format("place: {} lines {} to {} ({:.0f} % changed):", truth.path, truth.first, truth.last,
                     100 * truth.changed);
  for (const leak::Piece& piece : found.pieces)
    miss += fmt::format(" {} {} to {} ({} ties)", piece.place.path, piece.place.alignment.first_line,
                        piece.place.alignment.last_line, piece.ties.size());
}

void count_session(const leak::Testimony& testimony, const Truth& truth, Tally& tally, std::string& miss) {
  std::set<std::string> first;
  for (const leak::Witness& witness : testimony.witnesses)
    if (witness.rank == 1) first.insert(witness.session);
  if (truth.seen_by.size() == 1) {
    ++tally.unique;
    tally.session_right += first.contains(truth.session);
    tally.session_alone += first.contains(truth.session) && first.size() == 1;
    if (!first.contains(truth.session))
      miss += fmt::format(" session: {} is not among the {} first", truth.session, first.size());
  } else {
    ++tally.shared;
    tally.shared_right +=
        std::includes(first.begin(), first.end(), truth.seen_by.begin(), truth.seen_by.end());
  }
}

}  // namespace

seal::Result<Tally> run_trial(const std::string& tree, const seal::ArchiveReader& archive,
                              const TrialOptions& options) {
  std::mt19937_64 random(options.seed);
  const auto files = choose_files(tree, archive, options.shared_files, random);
  const seal::Kit kit = make_kit(options, archive.id(), files, random);
  std::vector<Truth> truths;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < options.leaks; ++i) {
    Truth truth = choose_leak(kit, files, options, random);
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.path == truth.path; });
    RetypeOptions retyping;
    retyping.changed = options.most_changed * static_cast<double>(below(random, 1001)) / 1000;
    retyping.rename_share = static_cast<double>(below(random, 1001)) / 1000;
    const auto retyped = retype({file->lines.begin() + static_cast<std::ptrdiff_t>(truth.first - 1),
                                 file->lines.begin() + static_cast<std::ptrdiff_t>(truth.last)},
                                retyping, random);
    truth.changed = retyped.changed;
    truths.push_back(std::move(truth));
    texts.push_back(retyped.text);
  }
  leak::PlaceOptions places;
  places.threads = options.threads;
  const auto found = leak::find_places(texts, archive, places);
  if (!found) return tl::make_unexpected(found.error());
  Tally tally;
  tally.leaks = truths.size();
  for (std::size_t i = 0; i < truths.size(); ++i) {
    std::string miss;
    count_place((*found)[i], truths[i], tally, miss);
    count_session(leak::find_witnesses((*found)[i], kit, archive.id()), truths[i], tally, miss);
    if (!miss.empty()) tally.misses.push_back(std::move(miss));
  }
  return tally;
}

}  // namespace spoor::leak_test
