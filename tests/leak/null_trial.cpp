#include "tests/leak/null_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <random>
#include <set>
#include <unordered_set>

namespace spoor::leak_test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTopLines = 40;
constexpr std::size_t kRunLines = 3;  // that two files share on end: more than chance gives

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has_words(const std::string& line) {
  return std::count_if(line.begin(), line.end(), [](unsigned char c) { return std::isalpha(c) != 0; }) >= 4;
}

/// Files with one of the suffixes, sorted, so that a seed means the same everywhere.
std::vector<std::string> files_below(const std::vector<std::string>& folders,
                                     const std::vector<std::string>& suffixes) {
  std::set<std::string> out;
  for (const std::string& folder : folders) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      const std::string suffix = at->path().extension().native();
      const bool chosen = std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
      if (chosen && at->is_regular_file(error) && !at->is_symlink(error)) out.insert(at->path().native());
    }
  }
  return {out.begin(), out.end()};
}

/// Hashes of each three lines with words in them, one behind the other, without their blanks.
std::vector<std::size_t> runs_of(const std::vector<std::string>& lines) {
  std::vector<std::string> inked;
  for (const std::string& line : lines) {
    if (!has_words(line)) continue;
    std::string ink;
    std::copy_if(line.begin(), line.end(), std::back_inserter(ink),
                 [](unsigned char c) { return std::isspace(c) == 0; });
    inked.push_back(std::move(ink));
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i + kRunLines <= inked.size(); ++i)
    out.push_back(std::hash<std::string>{}(std::accumulate(
        inked.begin() + static_cast<std::ptrdiff_t>(i),
        inked.begin() + static_cast<std::ptrdiff_t>(i + kRunLines), std::string(),
        [](std::string all, const std::string& line) { return std::move(all) + line + '\n'; })));
  return out;
}

struct Text {
  std::string from;  // file and first line
  std::string words;
  std::vector<std::size_t> runs;
};

std::vector<Text> choose_texts(const std::vector<std::string>& others, const NullOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<std::string> paths = files_below(others, options.suffixes);
  std::shuffle(paths.begin(), paths.end(), random);
  std::vector<Text> out;
  std::set<std::size_t> taken;  // files are copied between packages: no text twice
  // One text a file in each round, as long as there are files with room for another.
  for (std::size_t round = 0; round < 8 && out.size() < options.texts; ++round) {
    for (const std::string& path : paths) {
      if (out.size() == options.texts) break;
      const std::vector<std::string> lines = lines_of(path);
      const std::size_t height =
          options.fewest_lines + random() % (options.most_lines - options.fewest_lines + 1);
      if (lines.size() < kTopLines + (round + 1) * options.most_lines) continue;
      // A licence on top is from wherever it is from.
      const std::size_t first = kTopLines + random() % (lines.size() - kTopLines - height + 1);
      const std::vector<std::string> piece(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                           lines.begin() + static_cast<std::ptrdiff_t>(first + height));
      if (std::count_if(piece.begin(), piece.end(), has_words) <
          static_cast<std::ptrdiff_t>(options.fewest_lines))
        continue;
      Text text{fmt::format("{}:{}", path, first + 1), {}, runs_of(piece)};
      for (const std::string& line : piece) text.words += line + '\n';
      const bool fresh = std::none_of(text.runs.begin(), text.runs.end(),
                                      [&](std::size_t run) { return taken.contains(run); });
      taken.insert(text.runs.begin(), text.runs.end());
      if (fresh) out.push_back(std::move(text));
    }
  }
  return out;
}

/// One session that has seen every line of every place that was found.
seal::Kit all_seeing(const std::vector<leak::FoundLeak>& found, const seal::ArchiveId& archive) {
  constexpr std::uint64_t kEveryLine = std::uint64_t{1} << 40U;
  std::set<std::string> paths;
  for (const leak::FoundLeak& leak : found)
    for (const leak::Piece& piece : leak.pieces) {
      paths.insert(piece.place.path);
      for (const leak::Place& tie : piece.ties) paths.insert(tie.path);
    }
  seal::Kit kit;
  kit.sessions.emplace_back().id = "s-000000000001";
  kit.sessions.back().archive_id = archive;
  kit.logs.push_back({kit.sessions.back().id, 1'800'000'000'000, {}});
  for (const std::string& path : paths)
    kit.logs.back().exposures.push_back(
        {kit.logs.back().session, archive, path, 1, kEveryLine, 1'700'000'000'000, 60'000});
  return kit;
}

}  // namespace

std::size_t NullTally::count(const Verdicts& verdicts) const {
  return std::accumulate(verdicts.begin(), verdicts.end(), std::size_t{0});
}

seal::Result<NullTally> run_null(const std::string& tree, const seal::ArchiveReader& archive,
                                 const std::vector<std::string>& others, const NullOptions& options) {
  const std::vector<Text> chosen = choose_texts(others, options);
  std::unordered_set<std::size_t> held;
  for (const std::string& path : files_below({tree}, options.suffixes))
    for (const std::size_t run : runs_of(lines_of(path))) held.insert(run);
  std::vector<std::string> texts;
  for (const Text& text : chosen) texts.push_back(text.words);
  leak::PlaceOptions places;
  places.threads = options.threads;
  const auto found = leak::find_places(texts, archive, places);
  if (!found) return tl::make_unexpected(found.error());
  const seal::Kit kit = all_seeing(*found, archive.id());
  NullTally tally;
  tally.texts = chosen.size();
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const leak::LeakVerdict verdict = leak::find_witnesses((*found)[i], kit, archive.id()).verdict;
    const bool shared = std::any_of(chosen[i].runs.begin(), chosen[i].runs.end(),
                                    [&](std::size_t run) { return held.contains(run); });
    ++(shared ? tally.shared : tally.unrelated)[static_cast<std::size_t>(verdict)];
    if (shared || verdict != leak::LeakVerdict::one_session) continue;
    const leak::Place& place = (*found)[i].pieces.front().place;
    tally.accusing.push_back(fmt::format("{} is taken for {}:{}-{} ({:.0f} bits)", chosen[i].from, place.path,
                                         place.alignment.first_line, place.alignment.last_line,
                                         place.alignment.bits));
  }
  return tally;
}

double upper_rate(std::size_t count, std::size_t trials) {
  constexpr double kLevel = 0.05;
  const auto at_most = [&](double rate) {
    double sum = 0;
    for (std::size_t k = 0; k <= count; ++k) {
      const auto n = static_cast<double>(trials);
      const auto of = static_cast<double>(k);
      sum += std::exp(std::lgamma(n + 1) - std::lgamma(of + 1) - std::lgamma(n - of + 1) +
                      of * std::log(rate) + (n - of) * std::log1p(-rate));
    }
    return sum;
  };
  if (count >= trials) return 1;
  double low = 0, high = 1;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (at_most(middle) > kLevel ? low : high) = middle;
  }
  return high;
}

}  // namespace spoor::leak_test
