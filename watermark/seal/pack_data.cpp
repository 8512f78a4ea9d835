#include "watermark/seal/pack_data.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "watermark/seal/openssl_owner.hpp"
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

/// SHA-256 of what comes in pieces.
class RunningDigest {
 public:
  [[nodiscard]] bool begin() {
    context_.reset(EVP_MD_CTX_new());
    return context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }
  [[nodiscard]] bool add(seal::ByteView bytes) {
    return EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
  }
  [[nodiscard]] Result<seal::Digest> finish() {
    seal::Digest out{};
    if (EVP_DigestFinal_ex(context_.get(), out.data(), nullptr) != 1) return seal::openssl_failed();
    return out;
  }

 private:
  seal::DigestContext context_;
};

class DataPacker {
 public:
  DataPacker(const PackOptions& options, BlockWriter& writer, const TablePackers& tables, PackedData& data,
             PackSummary& summary)
      : options_(options), writer_(writer), tables_(tables), data_(data), summary_(summary) {}

  Result<void> add_file(const seal::Descriptor& directory, PackedDirectory& packed, std::size_t entry) {
    seal::DirEntry& item = packed.listing.entries[entry].entry;
    const std::string path = join(packed.path, item.name);
    const seal::Descriptor file(
        ::openat(directory.get(), item.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat before {};
    struct stat after {};
    if (!file.valid() || ::fstat(file.get(), &before) != 0) return cannot_read(path, errno);
    if (!S_ISREG(before.st_mode)) return changed(path);
    item.size_bytes = static_cast<std::uint64_t>(before.st_size);
    packed.files.push_back({entry, data_.files, 0});
    const Source source{file, path, item};
    auto added = item.size_bytes > kBlockBytes ? add_large(source, packed.files.back())
                                               : add_small(source, packed.files.back());
    if (!added) return added;
    if (::fstat(file.get(), &after) != 0) return cannot_read(path, errno);
    const bool same = before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
                      before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
    if (!same) return changed(path);
    ++data_.files;
    ++summary_.files;
    summary_.file_bytes += item.size_bytes;
    if (auto put = tables_.by_number.put_pages(); !put) return put;
    return tables_.by_path.put_pages();
  }

  /// Hands the open group on.
  Result<void> flush() {
    if (group_.empty()) return {};
    for (const std::uint32_t place : members_) data_.places[place].block = data_.blocks_begun;
    members_.clear();
    return put_block(std::exchange(group_, {}));
  }

 private:
  struct Source {
    const seal::Descriptor& file;
    const std::string& path;
    seal::DirEntry& entry;
  };
  /// What is done with the bytes of a large file while they are read once.
  struct Pass {
    bool by_number = false;
    bool by_path = false;
    bool store = false;
    bool digest = false;
  };

  Result<void> put_block(Bytes plain) {
    if (options_.cancelled && options_.cancelled()) {
      return fail(SealErrorCode::refused,
                  "Packing was interrupted; nothing was left under the archive's name.");
    }
    if (options_.progress) options_.progress({summary_.files, summary_.file_bytes});
    ++data_.blocks_begun;
    summary_.stored_bytes += plain.size();
    return writer_.put(seal::BlockKind::data, std::move(plain),
                       [this](const seal::BlockRef& ref) { data_.blocks.push_back(ref); });
  }

  std::uint32_t new_place(std::uint32_t block, std::size_t offset_bytes) {
    data_.places.push_back({block, static_cast<std::uint32_t>(offset_bytes)});
    return static_cast<std::uint32_t>(data_.places.size() - 1);
  }

  Result<void> add_small(const Source& source, PackedFile& packed) {
    const auto size_bytes = static_cast<std::size_t>(source.entry.size_bytes);
    if (group_.size() + size_bytes > kBlockBytes) {
      if (auto flushed = flush(); !flushed) return flushed;
    }
    const std::size_t offset_bytes = group_.size();
    group_.resize(offset_bytes + size_bytes + 1);  // one more, to see that the file ends where it should
    const auto got = read_full(source.file, std::span(group_).subspan(offset_bytes), source.path);
    if (!got) return tl::make_unexpected(got.error());
    if (*got != size_bytes) return changed(source.path);
    group_.pop_back();
    const seal::ByteView bytes = seal::ByteView(group_).subspan(offset_bytes);
    source.entry.binary = looks_binary(bytes);
    std::optional<std::uint32_t> place;
    bool is_new = true;
    if (data_.contents) {
      const auto digest = seal::sha256(bytes);
      if (!digest) return tl::make_unexpected(digest.error());
      const auto numbered = data_.contents->number(*digest, source.path);
      packed.number = numbered.number;
      is_new = numbered.is_new;
      place = data_.contents->place(*digest);
      if (!place && size_bytes != 0)
        data_.contents->add_place(*digest, static_cast<std::uint32_t>(data_.places.size()));
    }
    if (is_new) show(tables_.by_number, source, bytes);
    show(tables_.by_path, source, bytes);
    if (place) group_.resize(offset_bytes);
    if (!place && size_bytes != 0) {
      place = new_place(0, offset_bytes);  // its block is known once the group is full
      members_.push_back(*place);
    }
    packed.place = place.value_or(0);
    return {};
  }

  static void show(TablePacker& tables, const Source& source, seal::ByteView bytes) {
    tables.begin_file(source.path, source.entry);
    tables.append(bytes);
  }

  Result<void> add_large(const Source& source, PackedFile& packed) {
    const std::uint64_t size_bytes = source.entry.size_bytes;
    if (size_bytes > seal::kMaxFileBytes) {
      return fail(
          SealErrorCode::unsupported,
          fmt::format("The file {} is {} bytes long, more than an archive can hold; leave it out with "
                      "--exclude.",
                      seal::shown(source.path), size_bytes));
    }
    if (data_.contents && data_.contents->has_large(size_bytes)) return add_known_size(source, packed);
    packed.place = new_place(data_.blocks_begun, 0);
    const auto digest = read_large(source, {true, true, true, data_.contents != nullptr});
    if (!digest) return tl::make_unexpected(digest.error());
    if (!data_.contents) return {};
    data_.contents->add_large(size_bytes);
    data_.contents->add_place(*digest, packed.place);
    packed.number = data_.contents->number(*digest, source.path).number;
    return {};
  }

  /// A file of this size was stored: whether it is the same one is known before anything is written.
  Result<void> add_known_size(const Source& source, PackedFile& packed) {
    const auto digest = read_large(source, {.by_path = true, .digest = true});
    if (!digest) return tl::make_unexpected(digest.error());
    const auto numbered = data_.contents->number(*digest, source.path);
    const auto place = data_.contents->place(*digest);
    packed.number = numbered.number;
    packed.place = place ? *place : new_place(data_.blocks_begun, 0);
    if (!place) data_.contents->add_place(*digest, packed.place);
    if (!numbered.is_new) return {};
    if (::lseek(source.file.get(), 0, SEEK_SET) != 0) return cannot_read(source.path, errno);
    const auto again = read_large(source, {.by_number = true, .store = !place, .digest = true});
    if (!again) return tl::make_unexpected(again.error());
    return *again == *digest ? Result<void>() : changed(source.path);
  }

  Result<seal::Digest> read_large(const Source& source, const Pass& pass) {
    const std::uint64_t size_bytes = source.entry.size_bytes;
    RunningDigest digest;
    if (pass.digest && !digest.begin()) return seal::openssl_failed();
    for (std::uint64_t done_bytes = 0; done_bytes < size_bytes; done_bytes += kBlockBytes) {
      Bytes plain(static_cast<std::size_t>(std::min<std::uint64_t>(size_bytes - done_bytes, kBlockBytes)));
      const auto got = read_full(source.file, plain, source.path);
      if (!got) return tl::make_unexpected(got.error());
      if (*got != plain.size()) return changed(source.path);
      if (done_bytes == 0) {
        source.entry.binary = looks_binary(plain);
        if (pass.by_number) tables_.by_number.begin_file(source.path, source.entry);
        if (pass.by_path) tables_.by_path.begin_file(source.path, source.entry);
      }
      if (pass.by_number) tables_.by_number.append(plain);
      if (pass.by_path) tables_.by_path.append(plain);
      if (pass.digest && !digest.add(plain)) return seal::openssl_failed();
      if (!pass.store) continue;
      if (auto put = put_block(std::move(plain)); !put) return tl::make_unexpected(put.error());
    }
    return pass.digest ? digest.finish() : seal::Digest{};
  }

  const PackOptions& options_;
  BlockWriter& writer_;
  const TablePackers& tables_;
  PackedData& data_;
  PackSummary& summary_;
  Bytes group_;
  std::vector<std::uint32_t> members_;  ///< places in the open group
};

/// All blocks are written: directories get references to those that their small files lie in.
void place_files(const PackedData& data, PackedTree& tree) {
  for (PackedDirectory& directory : tree) {
    auto& entries = directory.listing.entries;
    const auto is_small = [&](const PackedFile& file) {
      const std::uint64_t size_bytes = entries[file.entry].entry.size_bytes;
      return size_bytes != 0 && size_bytes <= kBlockBytes;
    };
    std::vector<std::uint32_t> used;
    for (const PackedFile& file : directory.files)
      if (is_small(file)) used.push_back(data.places[file.place].block);
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    for (const std::uint32_t block : used) directory.listing.blocks.push_back(data.blocks[block]);
    for (const PackedFile& file : directory.files) {
      if (!is_small(file)) continue;
      const PackedPlace& place = data.places[file.place];
      const auto at = std::lower_bound(used.begin(), used.end(), place.block);
      entries[file.entry].block = static_cast<std::uint32_t>(at - used.begin());
      entries[file.entry].offset_bytes = place.offset_bytes;
    }
  }
}

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
                       BlockWriter& writer, const TablePackers& tables, PackedData& data, PackedTree& tree,
                       PackSummary& summary) {
  DataPacker packer(options, writer, tables, data, summary);
  tree.emplace_back();
  std::vector<std::size_t> open = {0};  // directories still to do, the next one last
  while (!open.empty()) {
    const std::size_t here = open.back();
    open.pop_back();
    PackedDirectory& packed = tree[here];
    auto scanned = scan_directory(root, packed.path, rules);
    if (!scanned) return tl::make_unexpected(scanned.error());
    add_entries(*scanned, packed, summary);
    ++summary.directories;
    const std::size_t first_open = open.size();
    for (std::size_t i = 0; i < packed.listing.entries.size(); ++i) {
      const seal::DirEntry& entry = packed.listing.entries[i].entry;
      if (entry.kind == seal::EntryKind::directory) {
        open.push_back(tree.size());
        tree.push_back({join(packed.path, entry.name), here, i, {}});
      } else if (entry.kind == seal::EntryKind::file) {
        if (auto added = packer.add_file(scanned->descriptor, packed, i); !added) return added;
      }
    }
    std::reverse(open.begin() + static_cast<std::ptrdiff_t>(first_open), open.end());
  }
  if (auto flushed = packer.flush(); !flushed) return flushed;
  if (auto drained = writer.drain(); !drained) return drained;
  place_files(data, tree);
  return {};
}

}  // namespace spoor::seal_write
