#include "watermark/seal/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
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

constexpr int kMostNames = 100;  // names that may be taken by others before giving up

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
  auto done = settle();
  if (done) done = take_name();
  if (done) sync_directory(directory_of(final_path_));
  return done;
}

Result<void> AtomicFile::settle() {
  if (::fsync(descriptor_.get()) != 0) return failed(errno);
  return {};
}

Result<void> AtomicFile::take_name() {
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

/// As many descriptors as so many files need, if the system lets this process have them.
void allow_open_files(std::size_t count) {
  constexpr rlim_t kOthers = 64;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= count + kOthers) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, count + kOthers);
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));  // what is too little then says opening
}

/// Each fsync has the disk empty its cache, 2 ms on the one that this was measured on; syncfs does it once
/// for all that the file system has to write, others' files too. So it is for many.
constexpr std::size_t kFewFiles = 8;

}  // namespace

Result<void> PreparedFiles::settle_all(std::vector<AtomicFile>& files) {
  if (files.size() <= kFewFiles) {
    Result<void> done;
    for (AtomicFile& file : files) {
      if (done) done = file.settle();
    }
    return done;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const bool synced = i > 0 && files[i].identity().device == files[i - 1].identity().device;
    if (!synced && ::syncfs(files[i].descriptor_.get()) != 0) return files[i].failed(errno);
  }
  return {};
}

Result<PreparedFiles> PreparedFiles::create(std::span<const NamedBytes> files) {
  PreparedFiles out;
  out.files_.reserve(files.size());
  allow_open_files(files.size());
  for (const NamedBytes& one : files) {
    auto file = AtomicFile::create(one.path);
    if (!file) return tl::make_unexpected(file.error());
    if (auto appended = file->append(one.data); !appended) return tl::make_unexpected(appended.error());
    file->start_writing();
    out.files_.push_back(std::move(*file));
    fs::path directory = directory_of(one.path);
    if (out.directories_.empty() || out.directories_.back() != directory)
      out.directories_.push_back(std::move(directory));
  }
  if (auto done = settle_all(out.files_); !done) return tl::make_unexpected(done.error());
  return out;
}

Result<void> PreparedFiles::publish(std::size_t& named) {
  named = 0;
  Result<void> done;
  for (AtomicFile& file : files_) {
    done = file.take_name();
    if (!done) break;
    ++named;
  }
  for (const fs::path& directory : directories_) sync_directory(directory);
  return done;
}

}  // namespace spoor::seal
