#include "viewer/find/files.hpp"

#include <utility>

namespace spoor::find {
namespace {

class ArchiveFiles final : public Files {
 public:
  explicit ArchiveFiles(std::shared_ptr<const seal::ArchiveReader> archive) : archive_(std::move(archive)) {}

  std::uint64_t file_count() const override { return archive_->file_count(); }
  seal::Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override {
    return archive_->list(directory);
  }
  seal::Result<seal::DirEntry> stat(std::string_view path) const override { return archive_->stat(path); }
  seal::Result<std::string> read(std::string_view path, std::uint64_t offset_bytes,
                                 std::uint64_t size_bytes) const override {
    return archive_->read_range(path, offset_bytes, size_bytes);
  }

 private:
  std::shared_ptr<const seal::ArchiveReader> archive_;
};

}  // namespace

std::shared_ptr<const Files> archive_files(std::shared_ptr<const seal::ArchiveReader> archive) {
  return std::make_shared<ArchiveFiles>(std::move(archive));
}

}  // namespace spoor::find
