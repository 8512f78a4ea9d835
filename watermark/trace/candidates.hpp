// Which files of an archive a capture may show: every file is streamed past the capture's grams, and a gram
// that few files hold counts for more. A file's path counts as part of its text.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/grams.hpp"

namespace spoor::trace {

struct Candidate {
  std::string path;
  double score = 0;  ///< sum over the distinct grams found of ln(files / files that hold it)
};

/// Why an archive cannot be read: damaged, or io.
[[nodiscard]] TraceError unreadable(const seal::SealError& error);

/// At most `keep` files, best first (then by path), none of them far below the best. The result does not
/// depend on the number of threads. Errors: those of unreadable().
[[nodiscard]] tl::expected<std::vector<Candidate>, TraceError> find_candidates(
    const seal::ArchiveReader& archive, const GramSet& grams, std::size_t keep, int threads);

}  // namespace spoor::trace
