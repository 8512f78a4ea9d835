// The text files of all releases of an archive, for whoever looks through all of them: what several releases
// hold alike under one path is there once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_reader.hpp"

namespace spoor::seal {

/// How a log names a file (SPEC.md, 7.6): by its path; where the archive has several releases, as
/// "//RELEASE//PATH". `release`: empty where there is but one.
[[nodiscard]] std::string recorded_path(std::string_view release, std::string_view path);

struct RecordedPath {
  std::string release;  ///< empty: the archive's only one
  std::string path;
};
[[nodiscard]] RecordedPath split_recorded(std::string_view recorded);

class ReleaseFiles {
 public:
  struct File {
    std::string path;
    std::size_t release = 0;             ///< the newest that has it so
    std::vector<std::size_t> also_in{};  ///< others that hold the same under this path, the newest first
  };

  /// Files that are not binary and of at most `most_bytes`, by path, of one path the newest first. `archive`
  /// may be of any of its releases. Errors: io, damaged.
  [[nodiscard]] static Result<ReleaseFiles> list(const ArchiveReader& archive, std::uint64_t most_bytes);

  [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }
  [[nodiscard]] const File& file(std::size_t index) const { return files_[index]; }
  [[nodiscard]] const std::string& release_name(std::size_t release) const {
    return releases_[release].release();
  }
  /// As a log names it in this release.
  [[nodiscard]] std::string recorded(std::string_view path, std::size_t release) const;
  /// Errors: io, damaged. Safe from several threads.
  [[nodiscard]] Result<std::string> read(std::size_t index) const;

 private:
  std::vector<ArchiveReader> releases_;
  std::vector<File> files_;
};

}  // namespace spoor::seal
