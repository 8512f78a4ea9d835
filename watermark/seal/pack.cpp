#include "watermark/seal/pack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "watermark/seal/pack_data.hpp"
#include "watermark/seal/pack_tables.hpp"
#include "watermark/seal/sign_archive.hpp"

namespace spoor::seal_write {
namespace {

using seal::Bytes;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;
using seal::WireWriter;

void add_identity(const std::filesystem::path& path, ScanRules& rules) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) rules.never.push_back({status.st_dev, status.st_ino});
}

/// Second half: index blocks and directories, children before their parents.
Result<seal::BlockRef> pack_listings(std::deque<PackedDirectory>& directories, BlockWriter& writer) {
  seal::BlockRef root;
  for (std::size_t i = directories.size(); i-- > 0;) {
    PackedDirectory& packed = directories[i];
    for (std::size_t k = 0; k < packed.large.size(); ++k) {
      auto put = writer.put(
          seal::BlockKind::index, seal::encode_index(packed.large[k]),
          [&](const seal::BlockRef& ref) { packed.listing.entries[packed.large_entries[k]].ref = ref; });
      if (put) put = writer.drain();
      if (!put) return tl::make_unexpected(put.error());
    }
    // The references of its children must be in place; leaves go through in parallel.
    const bool has_children = std::any_of(
        packed.listing.entries.begin(), packed.listing.entries.end(),
        [](const seal::DirectoryEntry& item) { return item.entry.kind == seal::EntryKind::directory; });
    if (auto drained = has_children ? writer.drain() : Result<void>(); !drained) {
      return tl::make_unexpected(drained.error());
    }
    Bytes listing = packed.listing.encode();
    if (listing.size() > seal::kMaxListingBytes) {
      return fail(SealErrorCode::unsupported,
                  fmt::format("The directory {} holds too many entries for one archive; split it.",
                              seal::shown(packed.path)));
    }
    seal::BlockRef& place =
        i == 0 ? root : directories[packed.parent].listing.entries[packed.parent_entry].ref;
    auto put = writer.put(seal::BlockKind::directory, std::move(listing),
                          [&place](const seal::BlockRef& ref) { place = ref; });
    if (!put) return tl::make_unexpected(put.error());
  }
  if (auto drained = writer.drain(); !drained) return tl::make_unexpected(drained.error());
  return root;
}

Result<seal::BlockRef> pack_manifest(const seal::ArchiveManifest& manifest, BlockWriter& writer) {
  seal::BlockRef out;
  auto put =
      writer.put(seal::BlockKind::manifest, manifest.encode(), [&](const seal::BlockRef& ref) { out = ref; });
  if (put) put = writer.drain();
  if (!put) return tl::make_unexpected(put.error());
  return out;
}

Result<PackSummary> pack_into(const seal::Descriptor& root, const ScanRules& rules, seal::AtomicFile& file,
                              const seal::SecretKey& blocks_key, const seal::ArchiveId& id,
                              const Signer& issuer, const PackOptions& options) {
  const auto version = options.tables.empty() ? seal::kArchiveVersion : seal::kArchiveTablesVersion;
  const Bytes header = seal::ArchiveHeader{issuer.public_key(), id, version}.encode();
  if (auto written = file.append(header); !written) return tl::make_unexpected(written.error());
  PackSummary summary;
  PackedTree tree;
  BlockWriter writer(file, blocks_key, std::max(1U, options.threads));
  TablePacker table_packer(options, writer);
  if (auto packed = pack_data(root, rules, options, writer, table_packer, tree, summary); !packed) {
    return tl::make_unexpected(packed.error());
  }
  auto tables = table_packer.finish(tree);
  if (!tables) return tl::make_unexpected(tables.error());
  const auto root_ref = pack_listings(tree.directories, writer);
  if (!root_ref) return tl::make_unexpected(root_ref.error());
  const auto manifest = pack_manifest({options.release, options.created_unix_s, summary.files,
                                       summary.file_bytes, *root_ref, std::move(*tables)},
                                      writer);
  if (!manifest) return tl::make_unexpected(manifest.error());
  const auto footer = make_footer(header, *manifest, file.size_bytes(), issuer);
  if (!footer) return tl::make_unexpected(footer.error());
  auto written = file.append(*footer);
  if (written) written = file.commit();
  if (!written) return tl::make_unexpected(written.error());
  summary.archive_bytes = file.size_bytes();
  return summary;
}

}  // namespace

Result<PackSummary> pack_archive(const std::filesystem::path& tree, const std::filesystem::path& archive_path,
                                 const seal::ArchiveKey& key, const seal::ArchiveId& id, const Signer& issuer,
                                 const PackOptions& options) {
  if (options.release.size() > seal::kMaxReleaseBytes) {
    return fail(SealErrorCode::usage,
                fmt::format("The release's name is longer than {} bytes.", seal::kMaxReleaseBytes));
  }
  const seal::Descriptor root(::open(tree.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.valid()) {
    return fail(SealErrorCode::io, fmt::format("Cannot read the tree {}: {}.", seal::shown(tree.native()),
                                               seal::system_words(errno)));
  }
  const auto blocks_key = seal::block_key(key, id);
  if (!blocks_key) return tl::make_unexpected(blocks_key.error());
  auto file = seal::AtomicFile::create(archive_path);
  if (!file) return tl::make_unexpected(file.error());
  ScanRules rules{options.exclude, {}};
  for (const auto& path : options.never) add_identity(path, rules);
  add_identity(archive_path, rules);
  rules.never.push_back(file->identity());
  try {
    return pack_into(root, rules, *file, *blocks_key, id, issuer, options);
  } catch (const std::exception&) {  // no memory, no thread
    return fail(SealErrorCode::io,
                "The system has no memory or threads left to pack the archive; free some.");
  }
}

}  // namespace spoor::seal_write
