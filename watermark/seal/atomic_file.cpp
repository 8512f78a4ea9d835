#include "watermark/seal/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>
#include <vector>

namespace spoor::seal {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kGroup = 64;  // files that wait for the disk together: as many descriptors are open
constexpr int kMostNames = 100;     // names that may be taken by others before giving up

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

tl::unexpected<SealError> cannot_write(const fs::path& path, std::string_view why) {
  return fail(SealErrorCode::io, fmt::format("Cannot write {}: {}.", shown(path.native()), why));
}

/// The name through which the kernel lets a file without a name be linked (open(2), O_TMPFILE).
std::string link_of(const Descriptor& descriptor) {
  return fmt::format("/proc/self/fd/{}", descriptor.get());
}

/// A name becomes durable with its directory. A file system that cannot do it still has the file.
void sync_directory(const fs::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.valid()) ::fsync(directory.get());
}

Descriptor open_unnamed(const fs::path& directory) {
  Descriptor out(::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
  // Without /proc it could never be given a name.
  const bool can_be_named = out.valid() && ::faccessat(AT_FDCWD, link_of(out).c_str(), F_OK, 0) == 0;
  return can_be_named ? std::move(out) : Descriptor();
}

}  // namespace

tl::unexpected<SealError> AtomicFile::failed(int error_number) const {
  const bool full = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
  return cannot_write(final_path_, fmt::format("{}; {}nothing was changed", system_words(error_number),
                                               full ? "make room there and try again, " : ""));
}

Result<AtomicFile> AtomicFile::create(const fs::path& final_path, Naming naming) {
  std::error_code unknown;
  const auto kind = fs::status(final_path, unknown).type();
  if (kind == fs::file_type::directory) return cannot_write(final_path, "it is a directory; name a file");
  if (kind != fs::file_type::regular && kind != fs::file_type::not_found && kind != fs::file_type::none)
    return cannot_write(final_path, "it is no plain file; choose another name");
  const fs::path directory = directory_of(final_path);
  Descriptor unnamed = naming == Naming::late ? open_unnamed(directory) : Descriptor();
  if (unnamed.valid()) return AtomicFile(final_path, {}, std::move(unnamed));
  std::string pattern = (directory / ".spoor-XXXXXX").native();
  Descriptor descriptor(::mkostemp(pattern.data(), O_CLOEXEC));  // mode 0600
  if (!descriptor.valid()) return cannot_write(final_path, system_words(errno));
  return AtomicFile(final_path, pattern, std::move(descriptor));
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : final_path_(std::move(other.final_path_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::move(other.descriptor_)),
      size_bytes_(other.size_bytes_) {}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::append(ByteView data) {
  while (!data.empty()) {
    const ssize_t put = ::write(descriptor_.get(), data.data(), data.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed(errno);
    data = data.subspan(static_cast<std::size_t>(put));
    size_bytes_ += static_cast<std::uint64_t>(put);
  }
  return {};
}

FileIdentity AtomicFile::identity() const {
  struct stat status {};
  return ::fstat(descriptor_.get(), &status) == 0 ? FileIdentity{status.st_dev, status.st_ino}
                                                  : FileIdentity{};
}

/// Gives the finished file its final name or, where that is taken (a link replaces nothing), a temporary one.
/// Returns errno or 0.
int AtomicFile::link_by_name() {
  const std::string from = link_of(descriptor_);
  const auto link_as = [&](const fs::path& name) {
    return ::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
  };
  int error = link_as(final_path_);
  for (int i = 0; i < kMostNames && error == EEXIST; ++i) {
    fs::path name = directory_of(final_path_) / fmt::format(".spoor-{}-{}", ::getpid(), i);
    error = link_as(name);
    if (error == 0) temporary_ = std::move(name);
  }
  return error;
}

void AtomicFile::start_writing() const {
  // A hint: whether the contents are durable is what fsync says at the commit.
  static_cast<void>(::sync_file_range(descriptor_.get(), 0, 0, SYNC_FILE_RANGE_WRITE));
}

Result<void> AtomicFile::commit() {
  if (auto done = commit_unsynced_name(); !done) return done;
  sync_directory(directory_of(final_path_));
  return {};
}

Result<void> AtomicFile::commit_unsynced_name() {
  if (::fsync(descriptor_.get()) != 0) return failed(errno);
  if (temporary_.empty()) {
    if (const int error = link_by_name(); error != 0) return failed(error);
  }
  if (!temporary_.empty() && ::rename(temporary_.c_str(), final_path_.c_str()) != 0) return failed(errno);
  temporary_.clear();
  return {};
}

Result<void> write_file(const fs::path& path, ByteView data) {
  auto file = AtomicFile::create(path);
  if (!file) return tl::make_unexpected(file.error());
  if (auto written = file->append(data); !written) return written;
  return file->commit();
}

namespace {

Result<void> write_group(std::span<const NamedBytes> group, std::size_t& written) {
  std::vector<AtomicFile> files;
  files.reserve(group.size());
  for (const NamedBytes& one : group) {
    auto file = AtomicFile::create(one.path);
    if (!file) return tl::make_unexpected(file.error());
    if (auto appended = file->append(one.data); !appended) return appended;
    file->start_writing();
    files.push_back(std::move(*file));
  }
  // The first wait writes the file system's own log for all of them.
  for (AtomicFile& file : files) {
    if (auto done = file.commit_unsynced_name(); !done) return done;
    ++written;
  }
  return {};
}

}  // namespace

Result<void> write_files(std::span<const NamedBytes> files, std::size_t& written) {
  written = 0;
  while (written < files.size()) {
    const auto group = files.subspan(written, std::min(kGroup, files.size() - written));
    const std::size_t before = written;
    auto done = write_group(group, written);
    for (std::size_t i = before; i < written; ++i) {
      const bool next_elsewhere =
          i + 1 == written || directory_of(files[i].path) != directory_of(files[i + 1].path);
      if (next_elsewhere) sync_directory(directory_of(files[i].path));
    }
    if (!done) return done;
  }
  return {};
}

}  // namespace spoor::seal
