#include "viewer/compare/tree_files.hpp"

#include <utility>

namespace spoor::compare {
namespace {

void take_table(const seal::FileTable& table, const std::stop_token& stop, TreeFiles& out) {
  out.files.reserve(table.size());
  for (std::size_t i = 0; i < table.size() && !stop.stop_requested(); ++i)
    out.files.push_back(
        {std::string(table.path(i)), table.file(i).size_bytes, table.file(i).binary, table.place(i)});
}

/// Folder by folder: where there is no table, or not all of it is to be seen.
void walk(const find::Files& files, const std::stop_token& stop, TreeFiles& out) {
  struct Folder {
    std::string prefix;
    std::vector<seal::DirEntry> entries;
    std::size_t next = 0;
  };
  std::vector<Folder> open;
  const auto enter = [&](const std::string& path) {
    if (auto entries = files.list(path))
      open.push_back({path.empty() ? path : path + "/", std::move(*entries)});
    else
      out.unreadable.push_back(path);
  };
  enter("");
  while (!open.empty() && !stop.stop_requested()) {
    if (open.back().next == open.back().entries.size()) {
      open.pop_back();
      continue;
    }
    const seal::DirEntry& entry = open.back().entries[open.back().next++];
    std::string path = open.back().prefix + entry.name;
    if (entry.kind == seal::EntryKind::directory) {
      enter(path);
    } else if (entry.kind == seal::EntryKind::file) {
      auto place = files.place(path);
      out.files.push_back({std::move(path), entry.size_bytes, entry.binary, place});
    }
  }
}

}  // namespace

TreeFiles list_files(const find::Files& files, const std::stop_token& stop) {
  TreeFiles out;
  if (const auto table = files.table())
    take_table(*table, stop, out);
  else
    walk(files, stop, out);
  return out;
}

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace spoor::compare
