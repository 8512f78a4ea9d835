#include "viewer/code/byte_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace spoor::code {
namespace {

CodeError from_seal(seal::SealError error) {
  CodeErrorCode code = CodeErrorCode::damaged;
  if (error.code == seal::SealErrorCode::not_found) code = CodeErrorCode::not_found;
  if (error.code == seal::SealErrorCode::io) code = CodeErrorCode::io;
  return {code, std::move(error.message)};
}

class ArchiveSource final : public ByteSource {
 public:
  ArchiveSource(std::shared_ptr<const seal::ArchiveReader> archive, std::string path,
                std::uint64_t size_bytes)
      : archive_(std::move(archive)), path_(std::move(path)), size_bytes_(size_bytes) {
    // A table that cannot be read is as if it were not there.
    if (auto lines = index::lines_of(*archive_, path_, size_bytes_)) lines_ = std::move(*lines);
  }

  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return size_bytes_; }

  [[nodiscard]] Result<std::string> read(std::uint64_t offset_bytes,
                                         std::uint64_t count_bytes) const override {
    return archive_->read_range(path_, offset_bytes, count_bytes).map_error(from_seal);
  }

  [[nodiscard]] std::shared_ptr<const index::FileLines> lines() const override { return lines_; }

 private:
  std::shared_ptr<const seal::ArchiveReader> archive_;
  std::string path_;
  std::uint64_t size_bytes_;
  std::shared_ptr<const index::FileLines> lines_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return bytes_.size(); }

  [[nodiscard]] Result<std::string> read(std::uint64_t offset_bytes,
                                         std::uint64_t count_bytes) const override {
    if (offset_bytes >= bytes_.size()) return std::string();
    return bytes_.substr(offset_bytes, count_bytes);
  }

 private:
  std::string bytes_;
};

}  // namespace

Result<std::shared_ptr<const ByteSource>> archive_source(std::shared_ptr<const seal::ArchiveReader> archive,
                                                         std::string_view path) {
  auto entry = archive->stat(path);
  if (!entry) return tl::make_unexpected(from_seal(std::move(entry.error())));
  if (entry->kind != seal::EntryKind::file)
    return tl::make_unexpected(
        CodeError{CodeErrorCode::not_a_file, fmt::format("\"{}\" is not a file: choose a file.", path)});
  return std::make_shared<ArchiveSource>(std::move(archive), std::string(path), entry->size_bytes);
}

std::shared_ptr<const ByteSource> memory_source(std::string bytes) {
  return std::make_shared<MemorySource>(std::move(bytes));
}

}  // namespace spoor::code
