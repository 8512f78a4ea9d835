// Opening an archive's signed ends: header, footer, manifest.
#pragma once

#include "watermark/seal/archive_blocks.hpp"

namespace spoor::seal {

struct OpenedArchive {
  ArchiveHeader header;
  std::vector<ArchiveManifest> releases;  ///< at least one
  std::uint64_t contents = 0;             ///< numbers of files lie below it
  BlockStore blocks;
};

/// Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] Result<OpenedArchive> open_archive(const std::filesystem::path& path, const ArchiveKey& key,
                                                 const VendorPublicKey& vendor);

/// The header alone, not authenticated: to look up which key an archive needs. Errors: io, damaged,
/// unsupported.
[[nodiscard]] Result<ArchiveHeader> peek_archive(const std::filesystem::path& path);

}  // namespace spoor::seal
