#include "memory_files.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

namespace spoor::find::testing {
namespace {

seal::DirEntry file_entry(const std::string& name, const std::string& bytes) {
  return {name, seal::EntryKind::file, bytes.size(), bytes.substr(0, 8192).find('\0') != std::string::npos};
}

}  // namespace

seal::Result<std::vector<seal::DirEntry>> MemoryFiles::list(std::string_view directory) const {
  if (damaged_.contains(std::string(directory)))
    return seal::fail(seal::SealErrorCode::damaged, "It is damaged.");
  const std::string prefix = directory.empty() ? "" : std::string(directory) + "/";
  std::set<std::string> directories;
  std::vector<seal::DirEntry> files;
  for (const auto& [path, bytes] : files_) {
    if (!path.starts_with(prefix)) continue;
    const std::string rest = path.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash != std::string::npos)
      directories.insert(rest.substr(0, slash));
    else
      files.push_back(file_entry(rest, bytes));
  }
  std::vector<seal::DirEntry> entries;
  for (const std::string& name : directories) entries.push_back({name, seal::EntryKind::directory, 0, false});
  entries.insert(entries.end(), files.begin(), files.end());
  return entries;
}

seal::Result<seal::DirEntry> MemoryFiles::stat(std::string_view path) const {
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return seal::fail(seal::SealErrorCode::not_found, "There is no such file.");
  return file_entry(found->first, found->second);
}

seal::Result<std::string> MemoryFiles::read(std::string_view path, std::uint64_t offset_bytes,
                                            std::uint64_t size_bytes) const {
  if (offset_bytes > 0 && damaged_.contains(std::string(path)))
    return seal::fail(seal::SealErrorCode::damaged, "It is damaged.");
  return files_.at(std::string(path)).substr(offset_bytes, size_bytes);
}

std::vector<std::string> Finished::lines() const {
  std::vector<std::string> out;
  for (const FileHits& file : hits)
    for (const FoundLine& line : file.shown)
      if (!line.matches.empty()) out.push_back(file.path + ":" + std::to_string(line.line + 1));
  return out;
}

Finished search(std::shared_ptr<const Files> files, Query query, unsigned threads) {
  Engine engine(std::move(files), threads, {});
  const auto search = engine.start(std::move(query));
  Finished out;
  do {
    out.progress = search->progress();
    auto more = search->take();
    out.hits.insert(out.hits.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  } while (!out.progress.complete);
  auto more = search->take();
  out.hits.insert(out.hits.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

}  // namespace spoor::find::testing
