#include "watermark/seal/log_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace spoor::seal_log {
namespace {

tl::unexpected<seal::SealError> cannot(std::string_view what, const std::filesystem::path& path) {
  return seal::fail(
      seal::SealErrorCode::io,
      fmt::format("Cannot {} the log {}: {}.", what, seal::shown(path.native()), seal::system_words(errno)));
}

}  // namespace

Result<LogFile> LogFile::open(const std::filesystem::path& path) {
  seal::Descriptor descriptor(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.valid()) return cannot("write", path);
  if (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("lock", path);
    return seal::fail(seal::SealErrorCode::refused,
                      "Another viewer has this session open: close it there first; one session has one log.");
  }
  return LogFile(path, std::move(descriptor));
}

tl::unexpected<seal::SealError> LogFile::failed() const {
  const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
  return seal::fail(
      seal::SealErrorCode::io,
      fmt::format("The log {} cannot be written: {}; {}.", seal::shown(path_.native()),
                  seal::system_words(errno),
                  full ? "make room there and open the session again" : "ask the room's officer"));
}

Result<void> LogFile::append(ByteView data) {
  while (!data.empty()) {
    const ssize_t put = ::write(descriptor_.get(), data.data(), data.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed();
    data = data.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> LogFile::sync() {
  if (::fdatasync(descriptor_.get()) != 0) return failed();
  return {};
}

Result<void> LogFile::cut(std::uint64_t size_bytes) {
  if (::ftruncate(descriptor_.get(), static_cast<off_t>(size_bytes)) != 0) return failed();
  return {};
}

}  // namespace spoor::seal_log
