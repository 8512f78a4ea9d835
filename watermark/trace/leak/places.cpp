#include "watermark/trace/leak/places.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "watermark/trace/leak/scan.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::leak {
namespace {

// A leak is searched in pieces of a few hundred tokens: alignment costs the product of the lengths, and a
// leak may be put together from several places anyway.
constexpr std::size_t kMostPieceTokens = 600;
constexpr std::size_t kFewestPieceTokens = 24;
constexpr int kRounds = 3;  // what a place leaves over is searched again

/// Tokens of a leak that are searched together.
struct Job {
  std::size_t leak = 0;
  std::size_t first = 0;
  std::size_t count = 0;
};

struct Found {
  Job job;
  Piece piece;
  double spare_bits = 0;
};

std::vector<Job> cut(std::size_t leak, std::size_t tokens) {
  std::vector<Job> out;
  const std::size_t parts = std::max<std::size_t>(1, (tokens + kMostPieceTokens - 1) / kMostPieceTokens);
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t first = tokens * i / parts, end = tokens * (i + 1) / parts;
    if (end - first >= kFewestPieceTokens) out.push_back({leak, first, end - first});
  }
  return out;
}

/// log2 of the number of places where an alignment could begin and end by chance: by Markov's inequality the
/// probability that unrelated text reaches b bits anywhere is at most 2^-b times this.
double bits_of_chance(std::size_t leak_tokens, const TokenCounts& counts) {
  const auto tokens = static_cast<double>(std::max<std::size_t>(leak_tokens, 2));
  return 2 * std::log2(tokens) + std::log2(std::max(2.0, static_cast<double>(counts.all())));
}

class Search {
 public:
  Search(const seal::ArchiveReader& archive, const PlaceOptions& options)
      : archive_(archive), options_(options) {}

  /// The best place of each job, if any; one pass over the archive.
  seal::Result<std::vector<std::optional<Found>>> find(const std::vector<Job>& jobs,
                                                       const std::vector<std::vector<Token>>& leaks) {
    std::vector<std::vector<Token>> wanted;
    for (const Job& job : jobs) {
      const auto begin = leaks[job.leak].begin() + static_cast<std::ptrdiff_t>(job.first);
      wanted.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(job.count));
    }
    const auto scan = scan_archive(archive_, wanted, options_.candidates, options_.threads);
    if (!scan) return tl::make_unexpected(scan.error());
    counts_ = scan->counts;
    std::vector<std::optional<Found>> out(jobs.size());
    std::vector<std::optional<seal::SealError>> errors(jobs.size());
    trace::parallel_for(jobs.size(), options_.threads, [&](std::size_t i) {
      auto places = align(wanted[i], *scan, scan->regions[i]);
      if (places)
        out[i] = decide(jobs[i], *scan, std::move(*places));
      else
        errors[i] = places.error();
    });
    for (const auto& error : errors)
      if (error) return tl::make_unexpected(*error);
    return out;
  }

  /// Of the last pass.
  [[nodiscard]] const TokenCounts& counts() const { return counts_; }

 private:
  struct Aligned {
    Place place;
    std::size_t file = 0;  ///< index into ArchiveScan::files
  };

  seal::Result<std::vector<Aligned>> align(const std::vector<Token>& leak, const ArchiveScan& scan,
                                           std::vector<Region> regions) const {
    constexpr std::uint32_t kShareOfBest = 3;  // what has a third of the best's fingerprints is no rival
    if (regions.empty()) return std::vector<Aligned>{};
    const std::uint32_t most = regions.front().grams;
    std::erase_if(regions, [&](const Region& region) { return region.grams * kShareOfBest < most; });
    std::sort(regions.begin(), regions.end(),
              [](const Region& one, const Region& other) { return one.file < other.file; });
    std::vector<Aligned> places;
    std::vector<Token> tokens;
    std::optional<std::size_t> file;
    for (const Region& region : regions) {
      if (file != region.file) {
        const auto text = scan.files.read(region.file);
        if (!text) return tl::make_unexpected(text.error());
        tokens = tokenizer_.tokens(*text);
        file = region.file;
      }
      const std::size_t room = leak.size() + kFewestPieceTokens;
      const std::size_t first = region.first_token > room ? region.first_token - room : 0;
      const std::size_t end = std::min(tokens.size(), region.last_token + room);
      const seal::ReleaseFiles::File& of = scan.files.file(region.file);
      places.push_back({{scan.files.recorded(of.path, of.release),
                         align_tokens(leak, std::span(tokens).subspan(first, end - first), scan.counts)},
                        region.file});
    }
    return places;
  }

  /// The same lines in other releases that have the file so: nothing tells which of them was on screen.
  static void add_releases(const seal::ReleaseFiles& files, const Aligned& aligned, std::vector<Place>& out) {
    const seal::ReleaseFiles::File& file = files.file(aligned.file);
    for (const std::size_t release : file.also_in)
      out.push_back({files.recorded(file.path, release), aligned.place.alignment});
  }

  std::optional<Found> decide(const Job& job, const ArchiveScan& scan, std::vector<Aligned> places) const {
    std::sort(places.begin(), places.end(), [](const Aligned& a, const Aligned& b) {
      const Place& one = a.place;
      const Place& other = b.place;
      if (one.alignment.bits != other.alignment.bits) return one.alignment.bits > other.alignment.bits;
      return a.file != b.file ? a.file < b.file : one.alignment.first_line < other.alignment.first_line;
    });
    const double chance = bits_of_chance(job.count, scan.counts);
    if (places.empty() || places.front().place.alignment.bits < chance + options_.least_bits)
      return std::nullopt;
    Found out{job, {places.front().place, {}, false}, 0};
    const double least = out.piece.place.alignment.bits - options_.tie_bits;
    out.spare_bits = out.piece.place.alignment.bits - chance;
    out.piece.everywhere =
        places.size() >= options_.candidates && places.back().place.alignment.bits >= least;
    add_releases(scan.files, places.front(), out.piece.ties);
    for (std::size_t i = 1; i < places.size() && places[i].place.alignment.bits >= least; ++i) {
      if (overlaps(places[i].place, out.piece)) continue;
      out.piece.ties.push_back(places[i].place);
      add_releases(scan.files, places[i], out.piece.ties);
    }
    shift(out.piece.place.alignment, job.first);
    for (Place& tie : out.piece.ties) shift(tie.alignment, job.first);
    return out;
  }

  static bool overlaps(const Place& place, const Piece& piece) {
    const auto same = [&](const Place& other) {
      return other.path == place.path && other.alignment.first_line <= place.alignment.last_line &&
             place.alignment.first_line <= other.alignment.last_line;
    };
    return same(piece.place) || std::any_of(piece.ties.begin(), piece.ties.end(), same);
  }

  static void shift(TokenAlignment& alignment, std::size_t by) {
    alignment.leak_first += by;
    alignment.leak_last += by;
  }

  const seal::ArchiveReader& archive_;
  const PlaceOptions& options_;
  Tokenizer tokenizer_;
  TokenCounts counts_{{}};
};

/// What a piece leaves over on both sides of itself.
void add_rest(const Found& found, std::vector<Job>& jobs) {
  const TokenAlignment& alignment = found.piece.place.alignment;
  const std::size_t end = found.job.first + found.job.count;
  const Job before{found.job.leak, found.job.first, alignment.leak_first - found.job.first};
  const Job behind{found.job.leak, alignment.leak_last + 1, end - alignment.leak_last - 1};
  for (const Job& job : {before, behind})
    if (job.count >= kFewestPieceTokens) jobs.push_back(job);
}

/// Whether text of this many bits could have been placed: every token kept, at its own surprise.
bool is_enough(const std::vector<Token>& tokens, const TokenCounts& counts, double least_bits) {
  double bits = 0;
  for (const double share : counts.shares(tokens)) bits -= std::log2(share);
  constexpr double kHalf = 0.5;  // one token in five changed, and what the changes cost
  return bits * kHalf >= bits_of_chance(tokens.size(), counts) + least_bits;
}

}  // namespace

tl::expected<std::vector<FoundLeak>, seal::SealError> find_places(std::span<const std::string> leaks,
                                                                  const seal::ArchiveReader& archive,
                                                                  const PlaceOptions& options) {
  const Tokenizer tokenizer;
  std::vector<FoundLeak> out(leaks.size());
  std::vector<std::vector<Token>> tokens;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < leaks.size(); ++i) {
    tokens.push_back(tokenizer.tokens(without_line_numbers(leaks[i])));
    out[i].tokens = tokens.back().size();
    for (const Job& job : cut(i, tokens.back().size())) jobs.push_back(job);
  }
  Search search(archive, options);
  for (int round = 0; round < kRounds && !jobs.empty(); ++round) {
    auto found = search.find(jobs, tokens);
    if (!found) return tl::make_unexpected(found.error());
    for (const Job& job : jobs)
      out[job.leak].enough |= is_enough(tokens[job.leak], search.counts(), options.least_bits);
    jobs.clear();
    for (auto& one : *found) {
      if (!one) continue;
      add_rest(*one, jobs);
      FoundLeak& leak = out[one->job.leak];
      leak.spare_bits = leak.pieces.empty() ? one->spare_bits : std::min(leak.spare_bits, one->spare_bits);
      leak.pieces.push_back(std::move(one->piece));
    }
  }
  for (FoundLeak& leak : out) {
    std::sort(leak.pieces.begin(), leak.pieces.end(), [](const Piece& one, const Piece& other) {
      return one.place.alignment.leak_first < other.place.alignment.leak_first;
    });
  }
  return out;
}

}  // namespace spoor::leak
