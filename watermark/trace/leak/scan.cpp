#include "watermark/trace/leak/scan.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

#include "watermark/trace/leak/fingerprints.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::leak {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20;  // bytes: beyond it lies data, not source
constexpr std::size_t kBatch = 64;  // neighbours in the tree share a block: one thread reads them together
constexpr std::uint32_t kFewestGrams = 3;
constexpr std::size_t kRegionsPerFile = 8;  // repeats inside one file

/// How many source tokens a leak may stretch over: some of the source may have been left out of it.
std::uint32_t reach_of(std::size_t leak_tokens) {
  constexpr std::size_t kSlack = 32;
  return static_cast<std::uint32_t>(leak_tokens + leak_tokens / 2 + kSlack);
}

/// The piece of a file, no longer than reach, with most different fingerprints; hits rise by position.
Region best_region(std::span<const Hit> hits, std::uint32_t reach, std::vector<std::uint32_t>& seen) {
  Region best;
  std::uint32_t different = 0;
  std::size_t begin = 0;
  for (std::size_t end = 0; end < hits.size(); ++end) {
    if (seen[hits[end].gram]++ == 0) ++different;
    for (; hits[begin].position + reach < hits[end].position; ++begin)
      if (--seen[hits[begin].gram] == 0) --different;
    if (different > best.grams) best = {0, hits[begin].position, hits[end].position, different};
  }
  for (; begin < hits.size(); ++begin) --seen[hits[begin].gram];
  return best;
}

bool better(const Region& one, const Region& other) {
  if (one.grams != other.grams) return one.grams > other.grams;
  return one.file != other.file ? one.file < other.file : one.first_token < other.first_token;
}

// What one thread knows; put together at its end.
struct Part {
  TokenCounts counts;
  std::vector<std::vector<Region>> regions;

  explicit Part(std::span<const std::vector<Token>> leaks) : counts(leaks), regions(leaks.size()) {}

  void keep_best(std::size_t keep) {
    for (auto& of_leak : regions) {
      const auto end = of_leak.begin() + static_cast<std::ptrdiff_t>(std::min(keep, of_leak.size()));
      std::partial_sort(of_leak.begin(), end, of_leak.end(), better);
      of_leak.erase(end, of_leak.end());
    }
  }
};

class Scanner {
 public:
  Scanner(const seal::ReleaseFiles& files, std::span<const std::vector<Token>> leaks, std::size_t keep)
      : files_(files), leaks_(leaks), keep_(keep), fingerprints_(leaks) {}

  std::optional<seal::SealError> scan(std::size_t file, Part& part) const {
    const auto text = files_.read(file);
    if (!text) return text.error();
    const std::vector<Token> tokens = tokenizer_.tokens(*text);
    part.counts.add(tokens);
    std::vector<Hit> hits;
    fingerprints_.scan(tokens, hits);
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit& one, const Hit& other) { return one.leak < other.leak; });
    for (std::size_t begin = 0; begin < hits.size();) {
      std::size_t end = begin;
      while (end < hits.size() && hits[end].leak == hits[begin].leak) ++end;
      add_regions({&hits[begin], end - begin}, file, part);
      begin = end;
    }
    return std::nullopt;
  }

 private:
  void add_regions(std::span<const Hit> found, std::size_t file, Part& part) const {
    const std::uint32_t leak = found.front().leak;
    const std::uint32_t reach = reach_of(leaks_[leak].size());
    std::vector<std::uint32_t> seen(fingerprints_.grams(leak));
    std::vector<Hit> hits(found.begin(), found.end());
    auto& regions = part.regions[leak];
    for (std::size_t i = 0; i < kRegionsPerFile && hits.size() >= kFewestGrams; ++i) {
      Region region = best_region(hits, reach, seen);
      if (region.grams < kFewestGrams) break;
      std::erase_if(hits, [&](const Hit& hit) {
        return hit.position >= region.first_token && hit.position <= region.last_token;
      });
      region.file = file;
      regions.push_back(region);
    }
    constexpr std::size_t kBetweenCuts = 4096;
    if (regions.size() > keep_ + kBetweenCuts) part.keep_best(keep_);
  }

  const seal::ReleaseFiles& files_;
  std::span<const std::vector<Token>> leaks_;
  std::size_t keep_;
  Tokenizer tokenizer_;
  Fingerprints fingerprints_;
};

void merge(Part& into, const Part& from) {
  into.counts.merge(from.counts);
  for (std::size_t leak = 0; leak < from.regions.size(); ++leak)
    into.regions[leak].insert(into.regions[leak].end(), from.regions[leak].begin(), from.regions[leak].end());
}

// As many parts as threads work at a time.
class Parts {
 public:
  explicit Parts(std::span<const std::vector<Token>> leaks) : leaks_(leaks) {}
  std::unique_ptr<Part> take() {
    const std::lock_guard lock(guard_);
    if (idle_.empty()) return std::make_unique<Part>(leaks_);
    auto part = std::move(idle_.back());
    idle_.pop_back();
    return part;
  }
  void give_back(std::unique_ptr<Part> part) {
    const std::lock_guard lock(guard_);
    idle_.push_back(std::move(part));
  }
  void fail(const seal::SealError& error) {
    const std::lock_guard lock(guard_);
    failure_ = error;
  }
  [[nodiscard]] const std::optional<seal::SealError>& failure() const { return failure_; }
  /// All of them together, once nobody works any more.
  [[nodiscard]] Part together(std::size_t keep) const {
    Part all(leaks_);
    for (const auto& part : idle_) merge(all, *part);
    all.keep_best(keep);
    return all;
  }

 private:
  std::span<const std::vector<Token>> leaks_;
  std::mutex guard_;
  std::vector<std::unique_ptr<Part>> idle_;
  std::optional<seal::SealError> failure_;
};

}  // namespace

tl::expected<ArchiveScan, seal::SealError> scan_archive(const seal::ArchiveReader& archive,
                                                        std::span<const std::vector<Token>> leaks,
                                                        std::size_t keep, int threads) {
  auto files = seal::ReleaseFiles::list(archive, kLargestFile);
  if (!files) return tl::make_unexpected(files.error());
  const Scanner scanner(*files, leaks, keep);
  Parts parts(leaks);
  trace::parallel_for((files->size() + kBatch - 1) / kBatch, threads, [&](std::size_t batch) {
    auto part = parts.take();
    const std::size_t end = std::min(files->size(), (batch + 1) * kBatch);
    for (std::size_t i = batch * kBatch; i < end; ++i)
      if (const auto error = scanner.scan(i, *part)) parts.fail(*error);
    parts.give_back(std::move(part));
  });
  if (parts.failure()) return tl::make_unexpected(*parts.failure());
  Part all = parts.together(keep);
  return ArchiveScan{std::move(*files), std::move(all.counts), std::move(all.regions)};
}

}  // namespace spoor::leak
