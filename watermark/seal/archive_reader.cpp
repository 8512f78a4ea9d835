#include "watermark/seal/archive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/file_table.hpp"
#include "watermark/seal/lru_cache.hpp"

namespace spoor::seal {
namespace {

// Recently unpacked blocks: neighbours in a directory share one, so a search unpacks each once.
constexpr std::size_t kBlockCacheBytes = 8U << 20U;
// Recently read directories, by the size of their block; in memory they are about three times that.
constexpr std::size_t kDirectoryCacheBytes = 4U << 20U;
// Pages of tables lately used: those of the words that somebody is typing.
constexpr std::size_t kPageCacheBytes = 8U << 20U;
// Larger files are read in ranges: nobody shows 4 GiB at once.
constexpr std::uint64_t kMaxWholeReadBytes = std::uint64_t{4} << 30U;

/// A block by all that it was checked against. By its place alone, two references to one place that say
/// different sizes would share what only one of them was promised.
struct CacheKey {
  BlockKind kind{};
  BlockRef ref;
  friend bool operator==(const CacheKey&, const CacheKey&) = default;
};
struct CacheKeyHash {
  std::size_t operator()(const CacheKey& key) const noexcept {
    return std::hash<std::uint64_t>()(key.ref.offset_bytes);
  }
};

using BlockPointer = std::shared_ptr<const SecretBytes>;
using DirectoryPointer = std::shared_ptr<const Directory>;

tl::unexpected<SealError> no_such(std::string_view path) {
  return fail(SealErrorCode::not_found, fmt::format("The archive holds no {}; check the path.", shown(path)));
}

const DirectoryEntry* find_entry(const Directory& directory, std::string_view name) {
  const auto found = std::lower_bound(
      directory.entries.begin(), directory.entries.end(), name,
      [](const DirectoryEntry& item, std::string_view wanted) { return item.entry.name < wanted; });
  return found != directory.entries.end() && found->entry.name == name ? &*found : nullptr;
}

void append(std::string& out, ByteView part) {
  out.append(reinterpret_cast<const char*>(part.data()), part.size());
}

}  // namespace

/// What all releases share.
struct ArchiveReader::Store {
  explicit Store(OpenedArchive archive) : opened(std::move(archive)) {}

  OpenedArchive opened;
  LruCache<CacheKey, CacheKeyHash, Directory> directories{kDirectoryCacheBytes};
  LruCache<CacheKey, CacheKeyHash, SecretBytes> blocks{kBlockCacheBytes};
  LruCache<CacheKey, CacheKeyHash, SecretBytes> pages{kPageCacheBytes};
};

struct ArchiveReader::Impl {
  /// An entry, and the directory that holds it and its block references.
  struct Found {
    DirectoryPointer directory;
    const DirectoryEntry* item = nullptr;
  };

  Impl(std::shared_ptr<Store> shared, std::size_t index)
      : store(std::move(shared)), release(index), manifest(store->opened.releases[index]) {}

  static Result<ArchiveReader> open(std::shared_ptr<Store> store, std::size_t release) {
    auto impl = std::make_unique<Impl>(std::move(store), release);
    const auto root = impl->directory_at(impl->manifest.root);
    if (!root) return tl::make_unexpected(root.error());
    impl->root = *root;
    return ArchiveReader(std::move(impl));
  }

  Result<DirectoryPointer> directory_at(const BlockRef& ref) {
    if (auto cached = store->directories.find({BlockKind::directory, ref})) return cached;
    const auto plain = store->opened.blocks.fetch(ref, BlockKind::directory, kMaxListingBytes);
    if (!plain) return tl::make_unexpected(plain.error());
    auto parsed = std::make_shared<Directory>();
    const bool anywhere = store->opened.header.version == kArchiveReleasesVersion;
    const FilePlaces places = anywhere ? FilePlaces::anywhere : FilePlaces::side_by_side;
    if (!Directory::decode(plain->view(), *parsed, places) || !parsed->lies_before(ref)) {
      return store->opened.blocks.damaged();
    }
    store->directories.insert({BlockKind::directory, ref}, parsed, plain->size());
    return parsed;
  }

  Result<BlockPointer> block_at(const BlockRef& ref) { return block_at(ref, BlockKind::data, kBlockBytes); }

  Result<BlockPointer> block_at(const BlockRef& ref, BlockKind kind, std::uint32_t limit_bytes) {
    if (auto cached = store->blocks.find({kind, ref})) return cached;
    auto plain = store->opened.blocks.fetch(ref, kind, limit_bytes);
    if (!plain) return tl::make_unexpected(plain.error());
    auto shared = std::make_shared<const SecretBytes>(std::move(*plain));
    store->blocks.insert({kind, ref}, shared, shared->size());
    return shared;
  }

  Result<DirectoryPointer> directory_of(std::string_view path) {
    DirectoryPointer here = root;
    std::string_view rest = path;
    if (rest.ends_with('/')) return no_such(path);
    while (!rest.empty()) {
      const std::string_view name = rest.substr(0, rest.find('/'));
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      const DirectoryEntry* item = find_entry(*here, name);
      if (item == nullptr || item->entry.kind != EntryKind::directory) return no_such(path);
      auto next = directory_at(item->ref);
      if (!next) return next;
      here = *next;
    }
    return here;
  }

  Result<Found> find(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const bool nested = slash != std::string_view::npos;
    if (nested && (slash == 0 || slash + 1 == path.size())) return no_such(path);
    auto directory = directory_of(nested ? path.substr(0, slash) : std::string_view());
    if (!directory) return tl::make_unexpected(directory.error());
    const DirectoryEntry* item = find_entry(**directory, nested ? path.substr(slash + 1) : path);
    if (item == nullptr) return no_such(path);
    return Found{*directory, item};
  }

  /// Bytes [from, to) of a file; to is within the file.
  Result<std::string> read_part(const Found& found, std::uint64_t from, std::uint64_t to) {
    const DirectoryEntry& item = *found.item;
    if (from >= to) return std::string();
    if (item.entry.size_bytes <= kBlockBytes)
      return read_blocks(std::span(found.directory->blocks).subspan(item.block), item.offset_bytes + from,
                         item.offset_bytes + to);
    const auto index = index_of(item);
    if (!index) return tl::make_unexpected(index.error());
    return read_blocks(*index, from, to);
  }

  /// Bytes [from, to) of blocks that are full but for the last one.
  Result<std::string> read_blocks(std::span<const BlockRef> refs, std::uint64_t from, std::uint64_t to) {
    std::string out;
    out.reserve(to - from);
    for (std::uint64_t i = from / kBlockBytes; i * kBlockBytes < to; ++i) {
      const auto block = block_at(refs[i]);
      if (!block) return tl::make_unexpected(block.error());
      const std::uint64_t start = i * kBlockBytes;
      const std::uint64_t first = std::max(from, start) - start;
      const std::uint64_t last = std::min<std::uint64_t>(to - start, kBlockBytes);
      append(out, (*block)->view().subspan(first, last - first));
    }
    return out;
  }

  Result<std::vector<BlockRef>> index_of(const DirectoryEntry& item) {
    const auto plain = block_at(item.ref, BlockKind::index, kMaxListingBytes);
    if (!plain) return tl::make_unexpected(plain.error());
    std::vector<BlockRef> out;
    if (!decode_index((*plain)->view(), item.entry.size_bytes, out) || !lies_before(out.back(), item.ref)) {
      return store->opened.blocks.damaged();
    }
    return out;
  }

  Result<std::shared_ptr<const Table>> table(TableKind kind) const {
    const auto& tables = manifest.tables;
    const auto found =
        std::find_if(tables.begin(), tables.end(), [kind](const TableRef& t) { return t.kind == kind; });
    if (found == tables.end()) return nullptr;
    const auto plain = store->opened.blocks.fetch(found->ref, BlockKind::table, kMaxListingBytes);
    if (!plain) return tl::make_unexpected(plain.error());
    auto out = std::make_shared<Table>();
    if (!Table::decode(plain->view(), *out) || !out->lies_before(found->ref))
      return store->opened.blocks.damaged();
    return out;
  }

  Result<BlockPointer> page(const BlockRef& ref) {
    if (auto cached = store->pages.find({BlockKind::page, ref})) return cached;
    auto plain = store->opened.blocks.fetch(ref, BlockKind::page, kMaxPageBytes);
    if (!plain) return tl::make_unexpected(plain.error());
    auto shared = std::make_shared<const SecretBytes>(std::move(*plain));
    store->pages.insert({BlockKind::page, ref}, shared, shared->size());
    return shared;
  }

  Result<std::shared_ptr<const FileTable>> load_files() const {
    const auto found = table(TableKind::files);
    if (!found) return tl::make_unexpected(found.error());
    if (*found == nullptr) return nullptr;
    auto out = std::make_shared<FileTable>();
    if (!FileTable::decode_body((*found)->body, *out)) return store->opened.blocks.damaged();
    for (const BlockRef& ref : (*found)->pages) {
      const auto plain = store->opened.blocks.fetch(ref, BlockKind::page, kMaxPageBytes);
      if (!plain) return tl::make_unexpected(plain.error());
      if (!out->decode_page(plain->view())) return store->opened.blocks.damaged();
    }
    if (!out->finish(store->opened.contents) || out->size() != manifest.files)
      return store->opened.blocks.damaged();
    return out;
  }

  const std::shared_ptr<Store> store;
  const std::size_t release;
  const ArchiveManifest& manifest;  ///< in the store
  DirectoryPointer root;
  std::mutex loading;                      ///< guards what is below
  std::shared_ptr<const FileTable> files;  ///< once asked for
};

Result<ArchiveReader> ArchiveReader::open(const std::filesystem::path& path, const ArchiveKey& key,
                                          const VendorPublicKey& vendor) {
  auto opened = open_archive(path, key, vendor);
  if (!opened) return tl::make_unexpected(opened.error());
  const std::size_t last = opened->releases.size() - 1;
  return Impl::open(std::make_shared<Store>(std::move(*opened)), last);
}

ArchiveReader::ArchiveReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ArchiveReader::ArchiveReader(ArchiveReader&&) noexcept = default;
ArchiveReader& ArchiveReader::operator=(ArchiveReader&&) noexcept = default;
ArchiveReader::~ArchiveReader() = default;

void ArchiveReader::forget() const {
  impl_->store->blocks.forget();
  impl_->store->pages.forget();
  impl_->store->opened.blocks.forget();
}
void ArchiveReader::keep() const {
  impl_->store->blocks.keep();
  impl_->store->pages.keep();
  impl_->store->opened.blocks.keep();
}

const ArchiveId& ArchiveReader::id() const {
  return impl_->store->opened.header.id;
}
std::vector<std::string> ArchiveReader::releases() const {
  std::vector<std::string> out;
  for (const ArchiveManifest& manifest : impl_->store->opened.releases) out.push_back(manifest.release);
  return out;
}
std::size_t ArchiveReader::release_index() const {
  return impl_->release;
}
std::uint64_t ArchiveReader::content_count() const {
  return impl_->store->opened.contents;
}
const std::string& ArchiveReader::release() const {
  return impl_->manifest.release;
}
std::uint64_t ArchiveReader::file_count() const {
  return impl_->manifest.files;
}
std::uint64_t ArchiveReader::total_file_bytes() const {
  return impl_->manifest.file_bytes;
}

Result<ArchiveReader> ArchiveReader::with_release(std::string_view name) const {
  const std::vector<std::string> names = releases();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return Impl::open(impl_->store, static_cast<std::size_t>(found - names.begin()));
  std::string there;
  for (const std::string& each : names) there += (there.empty() ? "" : ", ") + shown(each);
  return fail(SealErrorCode::not_found,
              fmt::format("The archive holds no release {}; it holds {}.", shown(name), there));
}

Result<std::vector<DirEntry>> ArchiveReader::list(std::string_view directory) const {
  const auto found = impl_->directory_of(directory);
  if (!found) return tl::make_unexpected(found.error());
  std::vector<DirEntry> out;
  out.reserve((*found)->entries.size());
  for (const DirectoryEntry& item : (*found)->entries) out.push_back(item.entry);
  std::stable_partition(out.begin(), out.end(),
                        [](const DirEntry& entry) { return entry.kind == EntryKind::directory; });
  return out;
}

Result<DirEntry> ArchiveReader::stat(std::string_view path) const {
  if (path.empty()) return DirEntry{"", EntryKind::directory, 0, false};
  const auto found = impl_->find(path);
  if (!found) return tl::make_unexpected(found.error());
  return found->item->entry;
}

Result<std::string> ArchiveReader::read(std::string_view path) const {
  const auto found = impl_->find(path);
  if (!found) return tl::make_unexpected(found.error());
  if (found->item->entry.kind == EntryKind::symlink) return found->item->target;
  if (found->item->entry.kind == EntryKind::directory) return no_such(path);
  const std::uint64_t size_bytes = found->item->entry.size_bytes;
  if (size_bytes > kMaxWholeReadBytes) {
    return fail(SealErrorCode::unsupported,
                fmt::format("{} is {} bytes long; read it in ranges.", shown(path), size_bytes));
  }
  return impl_->read_part(*found, 0, size_bytes);
}

Result<std::string> ArchiveReader::read_range(std::string_view path, std::uint64_t offset_bytes,
                                              std::uint64_t size_bytes) const {
  const auto found = impl_->find(path);
  if (!found) return tl::make_unexpected(found.error());
  if (found->item->entry.kind != EntryKind::file) return no_such(path);
  const std::uint64_t total_bytes = found->item->entry.size_bytes;
  const std::uint64_t from = std::min(offset_bytes, total_bytes);
  return impl_->read_part(*found, from, from + std::min(size_bytes, total_bytes - from));
}

Result<std::shared_ptr<const FileTable>> ArchiveReader::files() const {
  const std::lock_guard lock(impl_->loading);
  if (impl_->files == nullptr) {
    auto loaded = impl_->load_files();
    if (!loaded) return loaded;
    impl_->files = std::move(*loaded);
  }
  return impl_->files;
}

Result<std::string> ArchiveReader::read_file(const FileTable& files, std::size_t index,
                                             std::uint64_t offset_bytes, std::uint64_t size_bytes) const {
  const TableFile& file = files.file(index);
  const std::uint64_t from = std::min(offset_bytes, file.size_bytes);
  const std::uint64_t to = from + std::min(size_bytes, file.size_bytes - from);
  if (from == to) return std::string();
  return impl_->read_blocks(std::span(files.blocks()).subspan(file.block), file.offset_bytes + from,
                            file.offset_bytes + to);
}

Result<std::shared_ptr<const Table>> ArchiveReader::table(TableKind kind) const {
  return impl_->table(kind);
}

Result<std::shared_ptr<const SecretBytes>> ArchiveReader::page(const Table& table, std::size_t index) const {
  return impl_->page(table.pages[index]);
}

}  // namespace spoor::seal
