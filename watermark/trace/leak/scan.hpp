// One pass over an archive: which pieces of which files share most fingerprints with each leak, and how often
// tokens occur.
#pragma once

#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/seal/release_files.hpp"
#include "watermark/trace/leak/align_tokens.hpp"
#include "watermark/trace/leak/tokens.hpp"

namespace spoor::leak {

/// A piece of a file, with room for what was skipped around it.
struct Region {
  std::size_t file = 0;  ///< index into ArchiveScan::files
  std::uint32_t first_token = 0;
  std::uint32_t last_token = 0;
  std::uint32_t grams = 0;  ///< different fingerprints of the leak in it
};

struct ArchiveScan {
  seal::ReleaseFiles files;
  TokenCounts counts;
  std::vector<std::vector<Region>> regions;  ///< of each leak: at most `keep`, most fingerprints first
};

/// Errors: those of the archive.
[[nodiscard]] tl::expected<ArchiveScan, seal::SealError> scan_archive(
    const seal::ArchiveReader& archive, std::span<const std::vector<Token>> leaks, std::size_t keep,
    int threads);

}  // namespace spoor::leak
