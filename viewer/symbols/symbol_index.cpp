#include "viewer/symbols/symbol_index.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "viewer/symbols/tags.hpp"

namespace spoor::symbols {
namespace {

tl::unexpected<seal::SealError> damaged() {
  return seal::fail(seal::SealErrorCode::damaged,
                    "The archive's table of symbols is damaged; fetch a whole copy of the archive.");
}

}  // namespace

seal::Result<std::shared_ptr<const SymbolIndex>> SymbolIndex::open(
    std::shared_ptr<const seal::ArchiveReader> archive) {
  auto files = archive->files();
  if (!files) return tl::make_unexpected(files.error());
  auto table = archive->table(seal::TableKind::symbols);
  if (!table) return tl::make_unexpected(table.error());
  if (*files == nullptr || *table == nullptr) return nullptr;
  auto out = std::shared_ptr<SymbolIndex>(new SymbolIndex);
  if (!decode_segments((*table)->body, archive->content_count(), (*table)->pages.size(), out->segments_))
    return damaged();
  std::size_t next_page = 0;
  for (const SymbolSegment& segment : out->segments_) {
    out->first_pages_.push_back(next_page);
    next_page += segment.first_names.size();
  }
  out->archive_ = std::move(archive);
  out->files_ = std::move(*files);
  out->table_ = std::move(*table);
  return out;
}

seal::Result<void> SymbolIndex::read(std::size_t segment, std::size_t page,
                                     const std::function<bool(const SymbolRow&)>& row) const {
  const auto plain = archive_->page(*table_, first_pages_[segment] + page);
  if (!plain) return tl::make_unexpected(plain.error());
  const SymbolSegment& part = segments_[segment];
  if (!read_symbol_page((*plain)->view(), part.first_names[page], part.files, row)) return damaged();
  return {};
}

seal::Result<std::vector<Symbol>> SymbolIndex::definitions(std::string_view name) const {
  std::vector<std::pair<std::uint32_t, SymbolRow>> found;  // with the file's place in the tree
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const std::vector<std::string>& firsts = segments_[s].first_names;
    // The first page that may hold it lies before the first one that begins with it.
    auto page =
        static_cast<std::size_t>(std::lower_bound(firsts.begin(), firsts.end(), name) - firsts.begin());
    if (page > 0) --page;
    for (bool more = true; more && page < firsts.size() && firsts[page] <= name; ++page) {
      const auto done = read(s, page, [&](const SymbolRow& row) {
        more = row.name <= name;
        const std::uint32_t file =
            row.name == name ? files_->at_number(segments_[s].first_file + row.file) : seal::FileTable::kNone;
        if (file != seal::FileTable::kNone) found.emplace_back(file, row);
        return more;
      });
      if (!done) return tl::make_unexpected(done.error());
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Symbol> out;
  for (const auto& [file, row] : found)
    out.push_back({std::string(name), row.kind, std::string(files_->path(file)), row.line, row.last_line});
  return out;
}

seal::Result<std::vector<std::string>> SymbolIndex::names() const {
  std::vector<std::string> out;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    for (std::size_t page = 0; page < segments_[s].first_names.size(); ++page) {
      const auto done = read(s, page, [&](const SymbolRow& row) {
        const bool constant = row.kind == SymbolKind::macro || row.kind == SymbolKind::enumerator;
        const bool new_name = !constant && (out.empty() || out.back() != row.name);
        // The table is about all releases of the archive.
        if (new_name && files_->at_number(segments_[s].first_file + row.file) != seal::FileTable::kNone)
          out.emplace_back(row.name);
        return true;
      });
      if (!done) return tl::make_unexpected(done.error());
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Symbol> outline(std::string_view path, std::string_view text) {
  std::vector<Symbol> out;
  if (!has_tags(path)) return out;
  for (const Tag& tag : tags_of(path, text))
    out.push_back({std::string(tag.name), tag.kind, std::string(path), tag.line, tag.last_line});
  std::stable_sort(out.begin(), out.end(), [](const Symbol& a, const Symbol& b) { return a.line < b.line; });
  return out;
}

void nearest_first(std::vector<Symbol>& symbols, std::string_view from_path) {
  const auto nearness = [from_path](const std::string& path) {
    if (path == from_path) return std::numeric_limits<std::size_t>::max();
    std::size_t folders = 0;
    for (std::size_t i = 0; i < path.size() && i < from_path.size() && path[i] == from_path[i]; ++i)
      folders += path[i] == '/' ? 1U : 0U;
    return folders;
  };
  std::stable_sort(symbols.begin(), symbols.end(),
                   [&](const Symbol& a, const Symbol& b) { return nearness(a.path) > nearness(b.path); });
}

seal::Result<std::vector<SymbolHit>> SymbolFinder::find(std::string_view query, std::size_t most) {
  std::vector<SymbolHit> out;
  const auto done = find(query, most, [&out](SymbolHit hit) {
    out.push_back(std::move(hit));
    return true;
  });
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

seal::Result<void> SymbolFinder::find(std::string_view query, std::size_t most,
                                      const std::function<bool(SymbolHit)>& take) {
  if (names_ == nullptr) {
    const auto names = index_->names();
    if (!names) return tl::make_unexpected(names.error());
    names_ = std::make_unique<find::FuzzyFinder>(std::make_shared<const find::FuzzyList>(*names));
  }
  std::size_t left = most;
  const auto add = [&](std::string_view name, const std::vector<std::uint32_t>& at) -> seal::Result<void> {
    auto defined = index_->definitions(name);
    if (!defined) return tl::make_unexpected(defined.error());
    for (Symbol& symbol : *defined) {
      if (left == 0) break;
      left = take({std::move(symbol), at}) ? left - 1 : 0;
    }
    return {};
  };
  std::vector<find::FuzzyHit> hits = names_->find(query, most);
  const bool listed = std::any_of(hits.begin(), hits.end(), [&](const find::FuzzyHit& hit) {
    return names_->list().item(hit.item) == query;
  });
  if (!listed && !query.empty()) {
    std::vector<std::uint32_t> all(query.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    if (auto added = add(query, all); !added) return added;
  }
  for (const find::FuzzyHit& hit : hits) {
    if (left == 0) break;
    if (auto added = add(names_->list().item(hit.item), hit.at); !added) return added;
  }
  return {};
}

}  // namespace spoor::symbols
