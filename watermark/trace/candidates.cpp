#include "watermark/trace/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20;  // bytes: beyond it lies data, not source
constexpr std::size_t kBatch = 64;  // neighbours in the tree share a block: one thread reads them together

struct FileHits {
  std::string path;
  std::vector<std::uint32_t> grams;  // distinct, sorted
};

tl::expected<std::vector<FileHits>, TraceError> list_files(const seal::ArchiveReader& archive) {
  std::vector<FileHits> files;
  std::vector<std::string> pending{""};
  while (!pending.empty()) {
    const std::string directory = std::move(pending.back());
    pending.pop_back();
    const auto entries = archive.list(directory);
    if (!entries) return tl::unexpected(unreadable(entries.error()));
    for (const seal::DirEntry& entry : *entries) {
      std::string path = directory.empty() ? entry.name : directory + '/' + entry.name;
      if (entry.kind == seal::EntryKind::directory)
        pending.push_back(std::move(path));
      else if (entry.kind == seal::EntryKind::file && !entry.binary && entry.size_bytes <= kLargestFile)
        files.push_back({std::move(path), {}});
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

std::optional<seal::SealError> scan_file(const seal::ArchiveReader& archive, const GramSet& grams,
                                         FileHits& file) {
  const auto text = archive.read(file.path);
  if (!text) return text.error();
  grams.scan(*text, file.grams);
  grams.scan(file.path, file.grams);  // it may stand in the capture, and tells copies apart
  std::sort(file.grams.begin(), file.grams.end());
  file.grams.erase(std::unique(file.grams.begin(), file.grams.end()), file.grams.end());
  file.grams.shrink_to_fit();
  return std::nullopt;
}

std::vector<double> gram_weights(const std::vector<FileHits>& files, std::size_t grams) {
  std::vector<double> weights(grams);
  for (const FileHits& file : files)
    for (const std::uint32_t gram : file.grams) ++weights[gram];
  for (double& weight : weights)
    if (weight > 0) weight = std::log((static_cast<double>(files.size()) + 1) / weight);
  return weights;
}

}  // namespace

TraceError unreadable(const seal::SealError& error) {
  const bool damaged = seal::exit_code_for(error.code) == ExitCode::damaged;
  return {damaged ? TraceErrorCode::damaged : TraceErrorCode::io, error.message};
}

tl::expected<std::vector<Candidate>, TraceError> find_candidates(const seal::ArchiveReader& archive,
                                                                 const GramSet& grams, std::size_t keep,
                                                                 int threads) {
  auto files = list_files(archive);
  if (!files) return tl::unexpected(files.error());
  std::mutex guard;
  std::optional<seal::SealError> failure;
  parallel_for((files->size() + kBatch - 1) / kBatch, threads, [&](std::size_t batch) {
    const std::size_t end = std::min(files->size(), (batch + 1) * kBatch);
    for (std::size_t i = batch * kBatch; i < end; ++i)
      if (auto error = scan_file(archive, grams, (*files)[i])) {
        const std::lock_guard lock(guard);
        failure = std::move(error);
      }
  });
  if (failure) return tl::unexpected(unreadable(*failure));
  const std::vector<double> weights = gram_weights(*files, grams.size());
  std::vector<Candidate> out;
  for (const FileHits& file : *files) {
    double score = 0;
    for (const std::uint32_t gram : file.grams) score += weights[gram];
    if (score > 0) out.push_back({file.path, score});
  }
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.path < b.path;
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
