#include "watermark/seal/pack_data.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "watermark/seal/pack_tables.hpp"

namespace spoor::seal_write {
namespace {

using seal::Bytes;
using seal::fail;
using seal::kBlockBytes;
using seal::Result;
using seal::SealErrorCode;

constexpr std::size_t kBinarySniffBytes = 8192;  // as git looks at the first 8,000

tl::unexpected<seal::SealError> cannot_read(const std::string& path, int error_number) {
  return fail(SealErrorCode::io,
              fmt::format("Cannot read {} in the tree: {}; make it readable or leave it out with --exclude.",
                          seal::shown(path), seal::system_words(error_number)));
}

tl::unexpected<seal::SealError> changed(const std::string& path) {
  return fail(SealErrorCode::io,
              fmt::format("The file {} changed while it was packed; pack again once nothing "
                          "writes to the tree.",
                          seal::shown(path)));
}

/// Reads up to out.size() bytes; fewer only at the end of the file.
Result<std::size_t> read_full(const seal::Descriptor& file, std::span<std::uint8_t> out,
                              const std::string& path) {
  std::size_t got_bytes = 0;
  while (got_bytes < out.size()) {
    const ssize_t got = ::read(file.get(), out.data() + got_bytes, out.size() - got_bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path, errno);
    if (got == 0) break;
    got_bytes += static_cast<std::size_t>(got);
  }
  return got_bytes;
}

bool looks_binary(std::span<const std::uint8_t> start) {
  return !start.empty() && std::memchr(start.data(), 0, std::min(start.size(), kBinarySniffBytes)) != nullptr;
}

class DataPacker {
 public:
  DataPacker(const PackOptions& options, BlockWriter& writer, TablePacker& tables, PackedTree& tree,
             PackSummary& summary)
      : options_(options), writer_(writer), tables_(tables), tree_(tree), summary_(summary) {}

  Result<void> add_file(const seal::Descriptor& directory, PackedDirectory& packed, std::size_t entry) {
    const std::string path = join(packed.path, packed.listing.entries[entry].entry.name);
    const seal::Descriptor file(::openat(directory.get(), packed.listing.entries[entry].entry.name.c_str(),
                                         O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat before {};
    struct stat after {};
    if (!file.valid() || ::fstat(file.get(), &before) != 0) return cannot_read(path, errno);
    if (!S_ISREG(before.st_mode)) return changed(path);
    const auto size_bytes = static_cast<std::uint64_t>(before.st_size);
    packed.listing.entries[entry].entry.size_bytes = size_bytes;
    tree_.files.push_back({&packed, entry, 0});
    auto added = size_bytes > kBlockBytes ? add_large(file, packed, entry, path)
                                          : add_small(file, packed, entry, path);
    if (!added) return added;
    if (::fstat(file.get(), &after) != 0) return cannot_read(path, errno);
    const bool same = before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
                      before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
    if (!same) return changed(path);
    ++summary_.files;
    summary_.file_bytes += size_bytes;
    return tables_.put_pages();
  }

  /// Hands the open group on.
  Result<void> flush() {
    if (group_.empty()) return {};
    for (const Member& member : members_) tree_.files[member.file].block = data_blocks_;
    auto put = put_block(std::exchange(group_, {}),
                         [members = std::exchange(members_, {})](const seal::BlockRef& ref) {
                           for (const Member& member : members) {
                             auto& blocks = member.directory->listing.blocks;
                             if (blocks.empty() || blocks.back().number != ref.number) blocks.push_back(ref);
                             member.directory->listing.entries[member.entry].block =
                                 static_cast<std::uint32_t>(blocks.size() - 1);
                           }
                         });
    return put;
  }

 private:
  struct Member {
    PackedDirectory* directory;
    std::size_t entry;
    std::size_t file;  ///< index into PackedTree::files
  };

  Result<void> put_block(Bytes plain, std::function<void(const seal::BlockRef&)> done) {
    if (options_.cancelled && options_.cancelled()) {
      return fail(SealErrorCode::refused,
                  "Packing was interrupted; nothing was left under the archive's name.");
    }
    if (options_.progress) options_.progress({summary_.files, summary_.file_bytes});
    ++data_blocks_;
    return writer_.put(seal::BlockKind::data, std::move(plain),
                       [this, done = std::move(done)](const seal::BlockRef& ref) {
                         tree_.data.push_back(ref);
                         done(ref);
                       });
  }

  Result<void> add_small(const seal::Descriptor& file, PackedDirectory& packed, std::size_t entry,
                         const std::string& path) {
    seal::DirectoryEntry& item = packed.listing.entries[entry];
    const auto size_bytes = static_cast<std::size_t>(item.entry.size_bytes);
    if (group_.size() + size_bytes > kBlockBytes) {
      if (auto flushed = flush(); !flushed) return flushed;
    }
    const std::size_t offset_bytes = group_.size();
    group_.resize(offset_bytes + size_bytes + 1);  // one more, to see that the file ends where it should
    const auto got = read_full(file, std::span(group_).subspan(offset_bytes), path);
    if (!got) return tl::make_unexpected(got.error());
    if (*got != size_bytes) return changed(path);
    group_.pop_back();
    item.entry.binary = looks_binary(std::span(group_).subspan(offset_bytes));
    item.offset_bytes = static_cast<std::uint32_t>(offset_bytes);
    if (size_bytes != 0) members_.push_back({&packed, entry, tree_.files.size() - 1});
    tables_.begin_file(path, item.entry);
    tables_.append(std::span(group_).subspan(offset_bytes));
    return {};
  }

  Result<void> add_large(const seal::Descriptor& file, PackedDirectory& packed, std::size_t entry,
                         const std::string& path) {
    const std::uint64_t size_bytes = packed.listing.entries[entry].entry.size_bytes;
    if (size_bytes > seal::kMaxFileBytes) {
      return fail(
          SealErrorCode::unsupported,
          fmt::format("The file {} is {} bytes long, more than an archive can hold; leave it out with "
                      "--exclude.",
                      seal::shown(path), size_bytes));
    }
    const std::size_t place = packed.large.size();
    packed.large.emplace_back();
    packed.large_entries.push_back(entry);
    tree_.files.back().block = data_blocks_;
    for (std::uint64_t done_bytes = 0; done_bytes < size_bytes; done_bytes += kBlockBytes) {
      Bytes plain(static_cast<std::size_t>(std::min<std::uint64_t>(size_bytes - done_bytes, kBlockBytes)));
      const auto got = read_full(file, plain, path);
      if (!got) return tl::make_unexpected(got.error());
      if (*got != plain.size()) return changed(path);
      if (done_bytes == 0) {
        packed.listing.entries[entry].entry.binary = looks_binary(plain);
        tables_.begin_file(path, packed.listing.entries[entry].entry);
      }
      tables_.append(plain);
      auto put = put_block(std::move(plain), [&packed, place](const seal::BlockRef& ref) {
        packed.large[place].push_back(ref);
      });
      if (!put) return put;
    }
    return {};
  }

  const PackOptions& options_;
  BlockWriter& writer_;
  TablePacker& tables_;
  PackedTree& tree_;
  PackSummary& summary_;
  std::uint32_t data_blocks_ = 0;  ///< handed on
  Bytes group_;
  std::vector<Member> members_;
};

void add_entries(ScannedDirectory& scanned, PackedDirectory& packed, PackSummary& summary) {
  summary.special += scanned.special;
  summary.excluded += scanned.excluded;
  for (ScannedEntry& entry : scanned.entries) {
    seal::DirectoryEntry item;
    item.entry.name = std::move(entry.name);
    item.entry.kind = entry.kind;
    item.target = std::move(entry.target);
    if (entry.kind == seal::EntryKind::symlink) ++summary.symlinks;
    packed.listing.entries.push_back(std::move(item));
  }
}

}  // namespace

BlockWriter::BlockWriter(seal::AtomicFile& file, const seal::SecretKey& key, unsigned threads)
    : file_(file), pipeline_(key, threads, [this](SealedBlock&& block) -> Result<void> {
        block.ref.offset_bytes = file_.size_bytes();
        if (auto written = file_.append(block.stored); !written) return written;
        waiting_.front()(block.ref);
        waiting_.pop_front();
        return {};
      }) {}

Result<void> BlockWriter::put(seal::BlockKind kind, Bytes plain,
                              std::function<void(const seal::BlockRef&)> done) {
  waiting_.push_back(std::move(done));
  return pipeline_.submit(kind, std::move(plain));
}

Result<void> pack_data(const seal::Descriptor& root, const ScanRules& rules, const PackOptions& options,
                       BlockWriter& writer, TablePacker& tables, PackedTree& tree, PackSummary& summary) {
  DataPacker packer(options, writer, tables, tree, summary);
  std::deque<PackedDirectory>& directories = tree.directories;
  directories.emplace_back();
  std::vector<std::size_t> open = {0};  // directories still to do, the next one last
  while (!open.empty()) {
    const std::size_t here = open.back();
    open.pop_back();
    PackedDirectory& packed = directories[here];
    auto scanned = scan_directory(root, packed.path, rules);
    if (!scanned) return tl::make_unexpected(scanned.error());
    add_entries(*scanned, packed, summary);
    ++summary.directories;
    const std::size_t first_open = open.size();
    for (std::size_t i = 0; i < packed.listing.entries.size(); ++i) {
      const seal::DirEntry& entry = packed.listing.entries[i].entry;
      if (entry.kind == seal::EntryKind::directory) {
        open.push_back(directories.size());
        directories.push_back({join(packed.path, entry.name), here, i, {}, {}, {}});
      } else if (entry.kind == seal::EntryKind::file) {
        if (auto added = packer.add_file(scanned->descriptor, packed, i); !added) return added;
      }
    }
    std::reverse(open.begin() + static_cast<std::ptrdiff_t>(first_open), open.end());
  }
  if (auto flushed = packer.flush(); !flushed) return flushed;
  return writer.drain();
}

}  // namespace spoor::seal_write
