#include "viewer/app/source.hpp"

#include <utility>

namespace spoor::app {
namespace {

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

AppError from_code(const code::CodeError& error) {
  const bool damaged = error.code == code::CodeErrorCode::damaged;
  return {damaged ? ExitCode::damaged : ExitCode::failed, error.message};
}

class ArchiveSource final : public Source {
 public:
  explicit ArchiveSource(std::shared_ptr<const seal::ArchiveReader> archive) : archive_(std::move(archive)) {}

  const std::string& release() const override { return archive_->release(); }
  Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override {
    return archive_->list(directory).map_error(from_seal);
  }
  Result<seal::DirEntry> stat(std::string_view path) const override {
    return archive_->stat(path).map_error(from_seal);
  }
  Result<std::unique_ptr<code::Document>> open(std::string_view path,
                                               code::DocumentOptions options) const override {
    return code::Document::open(archive_, path, std::move(options)).map_error(from_code);
  }
  void forget() const override { archive_->forget(); }
  void keep() const override { archive_->keep(); }
  std::shared_ptr<const find::Files> files() const override { return find::archive_files(archive_); }
  std::vector<std::string> other_releases() const override {
    std::vector<std::string> names = archive_->releases();
    std::erase(names, archive_->release());
    return names;
  }
  Result<std::unique_ptr<Source>> other_release(std::string_view name) const override {
    auto other = archive_->with_release(name);
    if (!other) return tl::unexpected(from_seal(other.error()));
    return archive_source(std::make_shared<const seal::ArchiveReader>(std::move(*other)));
  }
  Result<std::shared_ptr<const symbols::Definitions>> definitions() const override {
    auto index = symbols::SymbolIndex::open(archive_);
    if (!index) return tl::unexpected(from_seal(index.error()));
    return std::shared_ptr<const symbols::Definitions>(std::move(*index));
  }

 private:
  std::shared_ptr<const seal::ArchiveReader> archive_;
};

}  // namespace

Result<std::unique_ptr<Source>> Source::other_release(std::string_view /*name*/) const {
  return tl::unexpected(AppError{ExitCode::failed, "The archive holds no other release."});
}

std::unique_ptr<Source> archive_source(std::shared_ptr<const seal::ArchiveReader> archive) {
  return std::make_unique<ArchiveSource>(std::move(archive));
}

}  // namespace spoor::app
