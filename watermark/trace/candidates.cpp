#include "watermark/trace/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kBatch = 64;  // neighbours in the tree share a block: one thread reads them together

using FileHits = std::vector<std::uint32_t>;  // grams: distinct, sorted

std::optional<seal::SealError> scan_file(const seal::ReleaseFiles& files, std::size_t index,
                                         const GramSet& grams, FileHits& hits) {
  const auto text = files.read(index);
  if (!text) return text.error();
  grams.scan(*text, hits);
  grams.scan(files.file(index).path, hits);  // it may stand in the capture, and tells copies apart
  std::sort(hits.begin(), hits.end());
  hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
  hits.shrink_to_fit();
  return std::nullopt;
}

std::vector<double> gram_weights(const std::vector<FileHits>& files, std::size_t grams) {
  std::vector<double> weights(grams);
  for (const FileHits& file : files)
    for (const std::uint32_t gram : file) ++weights[gram];
  for (double& weight : weights)
    if (weight > 0) weight = std::log((static_cast<double>(files.size()) + 1) / weight);
  return weights;
}

}  // namespace

TraceError unreadable(const seal::SealError& error) {
  const bool damaged = seal::exit_code_for(error.code) == ExitCode::damaged;
  return {damaged ? TraceErrorCode::damaged : TraceErrorCode::io, error.message};
}

tl::expected<std::vector<Candidate>, TraceError> find_candidates(const seal::ReleaseFiles& files,
                                                                 const GramSet& grams, std::size_t keep,
                                                                 int threads) {
  std::vector<FileHits> hits(files.size());
  std::mutex guard;
  std::optional<seal::SealError> failure;
  parallel_for((files.size() + kBatch - 1) / kBatch, threads, [&](std::size_t batch) {
    const std::size_t end = std::min(files.size(), (batch + 1) * kBatch);
    for (std::size_t i = batch * kBatch; i < end; ++i)
      if (auto error = scan_file(files, i, grams, hits[i])) {
        const std::lock_guard lock(guard);
        failure = std::move(error);
      }
  });
  if (failure) return tl::unexpected(unreadable(*failure));
  const std::vector<double> weights = gram_weights(hits, grams.size());
  std::vector<Candidate> out;
  for (std::size_t file = 0; file < hits.size(); ++file) {
    double score = 0;
    for (const std::uint32_t gram : hits[file]) score += weights[gram];
    if (score > 0) out.push_back({file, score});
  }
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.file < b.file;
  };
  // What has much less of the text can be no copy of what has most of it.
  constexpr double kShareOfBest = 0.4;
  double most = 0;
  for (const Candidate& candidate : out) most = std::max(most, candidate.score);
  std::erase_if(out, [&](const Candidate& candidate) { return candidate.score < kShareOfBest * most; });
  const auto kept = out.begin() + static_cast<std::ptrdiff_t>(std::min(keep, out.size()));
  std::partial_sort(out.begin(), kept, out.end(), better);
  out.erase(kept, out.end());
  return out;
}

}  // namespace spoor::trace
