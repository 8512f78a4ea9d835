// A release in memory for searches, and a search that is waited for.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "viewer/find/engine.hpp"

namespace spoor::find::testing {

class MemoryFiles final : public Files {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> files, std::set<std::string> damaged = {})
      : files_(std::move(files)), damaged_(std::move(damaged)) {}

  std::uint64_t file_count() const override { return files_.size(); }
  seal::Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override;
  seal::Result<seal::DirEntry> stat(std::string_view path) const override;
  seal::Result<std::string> read(std::string_view path, std::uint64_t offset_bytes,
                                 std::uint64_t size_bytes) const override;

 private:
  std::map<std::string, std::string> files_;
  std::set<std::string> damaged_;  ///< files whose second MiB cannot be read, folders that cannot be listed
};

struct Finished {
  Progress progress;
  std::vector<FileHits> hits;
  /// "path:line" from 1, of the lines that hold a match.
  [[nodiscard]] std::vector<std::string> lines() const;
};

[[nodiscard]] Finished search(std::shared_ptr<const Files> files, Query query, unsigned threads = 2);

}  // namespace spoor::find::testing
