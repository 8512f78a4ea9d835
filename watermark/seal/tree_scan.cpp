#include "watermark/seal/tree_scan.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>
#include <optional>

namespace spoor::seal_write {
namespace {

using seal::EntryKind;

struct CloseDirectory {
  void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

tl::unexpected<seal::SealError> cannot_read(const std::string& path, int error_number) {
  return seal::fail(
      seal::SealErrorCode::io,
      fmt::format("Cannot read {} in the tree: {}; make it readable or leave it out with --exclude.",
                  seal::shown(path.empty() ? "." : path), seal::system_words(error_number)));
}

bool is_excluded(const std::string& path, const std::string& name, const ScanRules& rules) {
  return std::any_of(rules.exclude.begin(), rules.exclude.end(), [&](const std::string& pattern) {
    const bool whole_path = pattern.find('/') != std::string::npos;
    return ::fnmatch(pattern.c_str(), whole_path ? path.c_str() : name.c_str(),
                     whole_path ? FNM_PATHNAME : 0) == 0;
  });
}

seal::Result<std::vector<std::string>> names_in(const seal::Descriptor& descriptor, const std::string& path) {
  // fdopendir takes its descriptor over, and the caller keeps his.
  const int copy = ::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 0);
  const std::unique_ptr<DIR, CloseDirectory> stream(copy >= 0 ? ::fdopendir(copy) : nullptr);
  if (!stream) return cannot_read(path, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* item = ::readdir(stream.get())) {
    const std::string_view name = item->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return cannot_read(path, errno);
  std::sort(names.begin(), names.end());
  return names;
}

seal::Result<std::string> link_target(const seal::Descriptor& directory, const std::string& path,
                                      const std::string& name) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size_bytes = ::readlinkat(directory.get(), name.c_str(), target.data(), target.size());
  if (size_bytes < 0) return cannot_read(path, errno);
  target.resize(static_cast<std::size_t>(size_bytes));
  return target;
}

std::optional<EntryKind> kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return EntryKind::directory;
  if (S_ISREG(mode)) return EntryKind::file;
  if (S_ISLNK(mode)) return EntryKind::symlink;
  return std::nullopt;
}

}  // namespace

std::string join(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

seal::Result<ScannedDirectory> scan_directory(const seal::Descriptor& root, const std::string& path,
                                              const ScanRules& rules) {
  ScannedDirectory out;
  out.descriptor = seal::Descriptor(::openat(root.get(), path.empty() ? "." : path.c_str(),
                                             O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!out.descriptor.valid()) return cannot_read(path, errno);
  auto names = names_in(out.descriptor, path);
  if (!names) return tl::make_unexpected(names.error());
  for (std::string& name : *names) {
    const std::string entry_path = join(path, name);
    struct stat status {};
    if (::fstatat(out.descriptor.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return cannot_read(entry_path, errno);
    }
    const seal::FileIdentity identity{status.st_dev, status.st_ino};
    const auto kind = kind_of(status.st_mode);
    if (std::find(rules.never.begin(), rules.never.end(), identity) != rules.never.end() ||
        is_excluded(entry_path, name, rules)) {
      ++out.excluded;
    } else if (!kind) {
      ++out.special;
    } else {
      ScannedEntry entry{std::move(name), *kind, {}};
      if (*kind == EntryKind::symlink) {
        auto target = link_target(out.descriptor, entry_path, entry.name);
        if (!target) return tl::make_unexpected(target.error());
        entry.target = std::move(*target);
      }
      out.entries.push_back(std::move(entry));
    }
  }
  return out;
}

}  // namespace spoor::seal_write
