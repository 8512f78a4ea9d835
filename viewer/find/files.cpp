#include "viewer/find/files.hpp"

#include <mutex>
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
  std::shared_ptr<const seal::FileTable> table() const override {
    std::call_once(once_, [this] {
      if (auto table = archive_->files()) table_ = std::move(*table);
      if (table_ == nullptr) return;
      if (auto grams = index::GramTable::open(archive_)) grams_ = std::move(*grams);
    });
    return table_;
  }
  seal::Result<std::string> read_at(std::size_t index, std::uint64_t offset_bytes,
                                    std::uint64_t size_bytes) const override {
    return archive_->read_file(*table(), index, offset_bytes, size_bytes);
  }
  std::optional<seal::FilePlace> place(std::string_view path) const override {
    const auto table = archive_->files();
    if (!table || *table == nullptr) return std::nullopt;
    const std::size_t index = (*table)->find(path);
    if (index == (*table)->size()) return std::nullopt;
    return (*table)->place(index);
  }
  std::shared_ptr<const index::GramTable> grams() const override { return table() ? grams_ : nullptr; }

 private:
  std::shared_ptr<const seal::ArchiveReader> archive_;
  mutable std::once_flag once_;  ///< guards the setting of what is below
  mutable std::shared_ptr<const seal::FileTable> table_;
  mutable std::shared_ptr<const index::GramTable> grams_;
};

}  // namespace

seal::Result<std::string> Files::read_at(std::size_t index, std::uint64_t offset_bytes,
                                         std::uint64_t size_bytes) const {
  return read(table()->path(index), offset_bytes, size_bytes);
}

std::shared_ptr<const Files> archive_files(std::shared_ptr<const seal::ArchiveReader> archive) {
  return std::make_shared<ArchiveFiles>(std::move(archive));
}

}  // namespace spoor::find
