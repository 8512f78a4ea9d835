#include "watermark/seal/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace spoor::seal {

std::string system_words(int error_number) {
  return std::error_code(error_number, std::generic_category()).message();
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
  // Not blocking: opening a FIFO by mistake must not hang.
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!descriptor.valid() || ::fstat(descriptor.get(), &status) != 0) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot open {}: {}.", shown(path.native()), system_words(errno)));
  }
  if (!S_ISREG(status.st_mode)) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot open {}: it is not a regular file.", shown(path.native())));
  }
  return InputFile(path, std::move(descriptor), static_cast<std::uint64_t>(status.st_size));
}

Result<void> InputFile::read_at(std::uint64_t offset_bytes, std::span<std::uint8_t> out) const {
  while (!out.empty()) {
    const ssize_t got = ::pread(descriptor_.get(), out.data(), out.size(), static_cast<off_t>(offset_bytes));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return fail(SealErrorCode::io,
                  fmt::format("Cannot read {}: {}.", shown(path_.native()), system_words(errno)));
    }
    if (got == 0) {
      return fail(SealErrorCode::damaged,
                  fmt::format("{} is cut short; fetch a whole copy of it.", shown(path_.native())));
    }
    out = out.subspan(static_cast<std::size_t>(got));
    offset_bytes += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<Bytes> read_small_file(const std::filesystem::path& path, std::uint64_t limit_bytes) {
  const auto file = InputFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  if (file->size_bytes() > limit_bytes) {
    return fail(SealErrorCode::damaged,
                fmt::format("{} is {} bytes long, more than such a file can be; check "
                            "that it is the file that you mean.",
                            shown(path.native()), file->size_bytes()));
  }
  Bytes out(static_cast<std::size_t>(file->size_bytes()));
  if (const auto read = file->read_at(0, out); !read) return tl::make_unexpected(read.error());
  return out;
}

}  // namespace spoor::seal
