// Listing one directory of a source tree: what is in it, by kind, in order of name. Symbolic links are not
// followed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/atomic_file.hpp"

namespace spoor::seal_write {

struct ScanRules {
  /// Glob patterns (fnmatch). One with a '/' is matched against the path from the root, another against the
  /// name.
  std::vector<std::string> exclude;
  std::vector<seal::FileIdentity> never;  ///< the archive being written, the vault
};

struct ScannedEntry {
  std::string name;
  seal::EntryKind kind = seal::EntryKind::file;
  std::string target;  ///< of a symlink
};

struct ScannedDirectory {
  seal::Descriptor descriptor;
  std::vector<ScannedEntry> entries;  ///< by name
  std::uint64_t special = 0;          ///< sockets, devices and pipes, which are left out
  std::uint64_t excluded = 0;
};

/// path is '/'-separated from the tree's root, "" for the root itself. Errors: io, naming the path.
[[nodiscard]] seal::Result<ScannedDirectory> scan_directory(const seal::Descriptor& root,
                                                            const std::string& path, const ScanRules& rules);

[[nodiscard]] std::string join(const std::string& directory, const std::string& name);

}  // namespace spoor::seal_write
