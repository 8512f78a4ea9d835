#include "watermark/seal/pack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "watermark/seal/pack_data.hpp"
#include "watermark/seal/pack_listings.hpp"
#include "watermark/seal/pack_tables.hpp"
#include "watermark/seal/sign_archive.hpp"

namespace spoor::seal_write {
namespace {

using seal::Bytes;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;

void add_identity(const std::filesystem::path& path, ScanRules& rules) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) rules.never.push_back({status.st_dev, status.st_ino});
}

Result<seal::BlockRef> pack_manifest(Bytes manifest, BlockWriter& writer) {
  seal::BlockRef out;
  auto put = writer.put(seal::BlockKind::manifest, std::move(manifest),
                        [&](const seal::BlockRef& ref) { out = ref; });
  if (put) put = writer.drain();
  if (!put) return tl::make_unexpected(put.error());
  return out;
}

Result<seal::Descriptor> open_tree(const std::filesystem::path& tree) {
  seal::Descriptor root(::open(tree.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.valid()) return root;
  return fail(SealErrorCode::io, fmt::format("Cannot read the tree {}: {}.", seal::shown(tree.native()),
                                             seal::system_words(errno)));
}

/// Header first, footer last; between them each kind of packing puts its blocks.
class ArchivePacker {
 public:
  ArchivePacker(seal::AtomicFile& file, const seal::SecretKey& blocks_key, const ScanRules& rules,
                const PackOptions& options)
      : rules_(rules), options_(options), writer_(file, blocks_key, std::max(1U, options.threads)) {}

  Result<PackSummary> one(const seal::Descriptor& root) {
    TablePacker tables(options_.tables, writer_);
    TablePacker none(no_makers_, writer_);
    PackedTree tree;
    auto packed = pack_data(root, rules_, options_, writer_, {tables, none}, data_, tree, summary_);
    if (!packed) return tl::make_unexpected(packed.error());
    seal::ArchiveManifest manifest{
        options_.release, options_.created_unix_s, summary_.files, summary_.file_bytes, {}, {}};
    if (!options_.tables.empty()) {
      const seal::FileTable files = table_of(tree, data_);
      auto refs = tables.finish(&files);
      if (!refs) return tl::make_unexpected(refs.error());
      manifest.tables = std::move(*refs);
    }
    ListingPacker listings(data_, writer_);
    auto listing = listings.put_below_root(tree);
    const auto ref = listing ? listings.put_root(std::move(*listing))
                             : Result<seal::BlockRef>(tl::make_unexpected(listing.error()));
    if (!ref) return tl::make_unexpected(ref.error());
    manifest.root = *ref;
    return put_manifest(manifest.encode());
  }

  Result<PackSummary> several(const std::vector<ReleaseTree>& releases) {
    data_.contents = std::make_unique<ContentIndex>();
    TablePacker by_number(options_.tables, writer_);
    ListingPacker listings(data_, writer_);
    seal::ReleasesManifest manifest;
    std::vector<Bytes> roots;
    for (const ReleaseTree& release : releases) {
      data_.contents->begin_release();
      auto root = add_release(release, by_number, listings, manifest);
      if (!root) return tl::make_unexpected(root.error());
      roots.push_back(std::move(*root));
    }
    const auto shared = by_number.finish(nullptr);
    if (!shared) return tl::make_unexpected(shared.error());
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const auto ref = listings.put_root(std::move(roots[i]));
      if (!ref) return tl::make_unexpected(ref.error());
      seal::ArchiveManifest& release = manifest.releases[i];
      release.root = *ref;
      release.tables.insert(release.tables.end(), shared->begin(), shared->end());
      std::sort(release.tables.begin(), release.tables.end(),
                [](const seal::TableRef& a, const seal::TableRef& b) { return a.kind < b.kind; });
    }
    manifest.contents = data_.numbers();
    return put_manifest(manifest.encode());
  }

  /// The manifest's reference, once all is in.
  [[nodiscard]] const seal::BlockRef& manifest() const { return manifest_; }

 private:
  /// All of a release but its root, whose listing it returns.
  Result<Bytes> add_release(const ReleaseTree& release, TablePacker& by_number, ListingPacker& listings,
                            seal::ReleasesManifest& manifest) {
    const auto root = open_tree(release.tree);
    if (!root) return tl::make_unexpected(root.error());
    TablePacker by_path(release.tables, writer_);
    PackedTree tree;
    const std::uint64_t files_before = summary_.files;
    const std::uint64_t bytes_before = summary_.file_bytes;
    auto packed = pack_data(*root, rules_, options_, writer_, {by_number, by_path}, data_, tree, summary_);
    if (!packed) return tl::make_unexpected(packed.error());
    const seal::FileTable files = table_of(tree, data_);
    auto refs = by_path.finish(&files);
    if (!refs) return tl::make_unexpected(refs.error());
    manifest.releases.push_back({release.name,
                                 options_.created_unix_s,
                                 summary_.files - files_before,
                                 summary_.file_bytes - bytes_before,
                                 {},
                                 std::move(*refs)});
    return listings.put_below_root(tree);
  }

  Result<PackSummary> put_manifest(Bytes manifest) {
    const auto ref = pack_manifest(std::move(manifest), writer_);
    if (!ref) return tl::make_unexpected(ref.error());
    manifest_ = *ref;
    return summary_;
  }

  const ScanRules& rules_;
  const PackOptions& options_;
  const std::vector<TableMaker*> no_makers_{};
  PackedData data_;
  PackSummary summary_;
  seal::BlockRef manifest_;
  BlockWriter writer_;  // last: its threads stop before the rest goes
};

using Packing = std::function<Result<PackSummary>(ArchivePacker&)>;

Result<PackSummary> pack_into(const ScanRules& rules, seal::AtomicFile& file,
                              const seal::SecretKey& blocks_key, const seal::ArchiveHeader& head,
                              const Signer& issuer, const PackOptions& options, const Packing& packing) {
  const Bytes header = head.encode();
  if (auto written = file.append(header); !written) return tl::make_unexpected(written.error());
  ArchivePacker packer(file, blocks_key, rules, options);
  auto summary = packing(packer);
  if (!summary) return summary;
  const auto footer = make_footer(header, packer.manifest(), file.size_bytes(), issuer);
  if (!footer) return tl::make_unexpected(footer.error());
  auto written = file.append(*footer);
  if (written) written = file.commit();
  if (!written) return tl::make_unexpected(written.error());
  summary->archive_bytes = file.size_bytes();
  return summary;
}

Result<PackSummary> pack_file(const std::filesystem::path& archive_path, const seal::ArchiveKey& key,
                              const seal::ArchiveHeader& head, const Signer& issuer,
                              const PackOptions& options, const Packing& packing) {
  const auto blocks_key = seal::block_key(key, head.id);
  if (!blocks_key) return tl::make_unexpected(blocks_key.error());
  auto file = seal::AtomicFile::create(archive_path);
  if (!file) return tl::make_unexpected(file.error());
  ScanRules rules{options.exclude, {}};
  for (const auto& path : options.never) add_identity(path, rules);
  add_identity(archive_path, rules);
  rules.never.push_back(file->identity());
  try {
    return pack_into(rules, *file, *blocks_key, head, issuer, options, packing);
  } catch (const std::exception&) {  // no memory, no thread
    return fail(SealErrorCode::io,
                "The system has no memory or threads left to pack the archive; free some.");
  }
}

Result<void> check_names(const std::vector<ReleaseTree>& releases) {
  if (releases.size() < 2 || releases.size() > seal::kMaxReleases)
    return fail(SealErrorCode::usage, fmt::format("One archive takes 2 to {} releases; {} were named.",
                                                  seal::kMaxReleases, releases.size()));
  for (std::size_t i = 0; i < releases.size(); ++i) {
    const std::string& name = releases[i].name;
    if (name.empty() || name.size() > seal::kMaxReleaseBytes)
      return fail(SealErrorCode::usage,
                  fmt::format("A release's name has 1 to {} bytes; {} has {}.", seal::kMaxReleaseBytes,
                              seal::shown(releases[i].tree.native()), name.size()));
    for (std::size_t k = 0; k < i; ++k)
      if (releases[k].name == name)
        return fail(SealErrorCode::usage,
                    fmt::format("Two releases are called {}; give each its own name.", seal::shown(name)));
  }
  return {};
}

}  // namespace

Result<PackSummary> pack_archive(const std::filesystem::path& tree, const std::filesystem::path& archive_path,
                                 const seal::ArchiveKey& key, const seal::ArchiveId& id, const Signer& issuer,
                                 const PackOptions& options) {
  if (options.release.size() > seal::kMaxReleaseBytes) {
    return fail(SealErrorCode::usage,
                fmt::format("The release's name is longer than {} bytes.", seal::kMaxReleaseBytes));
  }
  const auto root = open_tree(tree);
  if (!root) return tl::make_unexpected(root.error());
  const auto version = options.tables.empty() ? seal::kArchiveVersion : seal::kArchiveTablesVersion;
  return pack_file(archive_path, key, {issuer.public_key(), id, version}, issuer, options,
                   [&root](ArchivePacker& packer) { return packer.one(*root); });
}

Result<PackSummary> pack_releases(const std::vector<ReleaseTree>& releases,
                                  const std::filesystem::path& archive_path, const seal::ArchiveKey& key,
                                  const seal::ArchiveId& id, const Signer& issuer,
                                  const PackOptions& options) {
  if (auto named = check_names(releases); !named) return tl::make_unexpected(named.error());
  // All of them before anything is written.
  for (const ReleaseTree& release : releases)
    if (auto root = open_tree(release.tree); !root) return tl::make_unexpected(root.error());
  return pack_file(archive_path, key, {issuer.public_key(), id, seal::kArchiveReleasesVersion}, issuer,
                   options, [&releases](ArchivePacker& packer) { return packer.several(releases); });
}

}  // namespace spoor::seal_write
