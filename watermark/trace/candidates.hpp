// Which files of an archive a capture may show: every file is streamed past the capture's grams, and a gram
// that few files hold counts for more. A file's path counts as part of its text.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/seal/release_files.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/grams.hpp"

namespace spoor::trace {

struct Candidate {
  std::size_t file = 0;  ///< index into the ReleaseFiles
  double score = 0;      ///< sum over the distinct grams found of ln(files / files that hold it)
};

/// Why an archive cannot be read: damaged, or io.
[[nodiscard]] TraceError unreadable(const seal::SealError& error);

/// Larger files are data, not source.
inline constexpr std::uint64_t kLargestSourceBytes = std::uint64_t{64} << 20;

/// At most `keep` files, best first (then in their order), none of them far below the best. The result does
/// not depend on the number of threads. Errors: those of unreadable().
[[nodiscard]] tl::expected<std::vector<Candidate>, TraceError> find_candidates(
    const seal::ReleaseFiles& files, const GramSet& grams, std::size_t keep, int threads);

}  // namespace spoor::trace
