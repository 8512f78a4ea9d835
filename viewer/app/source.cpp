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
  Result<std::shared_ptr<const symbols::Definitions>> definitions() const override {
    auto index = symbols::SymbolIndex::open(archive_);
    if (!index) return tl::unexpected(from_seal(index.error()));
    return std::shared_ptr<const symbols::Definitions>(std::move(*index));
  }

 private:
  std::shared_ptr<const seal::ArchiveReader> archive_;
};

}  // namespace

std::unique_ptr<Source> archive_source(std::shared_ptr<const seal::ArchiveReader> archive) {
  return std::make_unique<ArchiveSource>(std::move(archive));
}

}  // namespace spoor::app
