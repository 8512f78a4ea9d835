#include "watermark/seal/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace spoor::seal_write {
namespace {

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

tl::unexpected<seal::SealError> AtomicFile::failed(int error_number) const {
  return seal::fail(seal::SealErrorCode::io,
                    fmt::format("Cannot write {}: {}; nothing was left under that name.",
                                seal::shown(final_path_.native()), seal::system_words(error_number)));
}

seal::Result<AtomicFile> AtomicFile::create(const std::filesystem::path& final_path) {
  std::string pattern = (directory_of(final_path) / ".spoor-XXXXXX").native();
  seal::Descriptor descriptor(::mkostemp(pattern.data(), O_CLOEXEC));  // mode 0600
  if (!descriptor.valid()) {
    return seal::fail(
        seal::SealErrorCode::io,
        fmt::format("Cannot write {}: {}.", seal::shown(final_path.native()), seal::system_words(errno)));
  }
  return AtomicFile(final_path, pattern, std::move(descriptor));
}

AtomicFile::~AtomicFile() {
  if (descriptor_.valid()) ::unlink(temporary_.c_str());
}

seal::Result<void> AtomicFile::append(seal::ByteView data) {
  while (!data.empty()) {
    const ssize_t put = ::write(descriptor_.get(), data.data(), data.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed(errno);
    data = data.subspan(static_cast<std::size_t>(put));
    size_bytes_ += static_cast<std::uint64_t>(put);
  }
  return {};
}

seal::Result<void> AtomicFile::commit() {
  if (::fsync(descriptor_.get()) != 0) return failed(errno);
  if (::rename(temporary_.c_str(), final_path_.c_str()) != 0) return failed(errno);
  descriptor_ = seal::Descriptor();
  // The name itself becomes durable with the directory. A file system that cannot do it still has the file.
  const seal::Descriptor directory(
      ::open(directory_of(final_path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.valid()) ::fsync(directory.get());
  return {};
}

seal::Result<void> write_file(const std::filesystem::path& path, seal::ByteView data) {
  auto file = AtomicFile::create(path);
  if (!file) return tl::make_unexpected(file.error());
  if (auto written = file->append(data); !written) return written;
  return file->commit();
}

}  // namespace spoor::seal_write
