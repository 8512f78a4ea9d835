#include "viewer/index/gram_table.hpp"

#include <algorithm>
#include <iterator>

#include "viewer/index/gram_key.hpp"
#include "watermark/seal/file_table.hpp"

namespace spoor::index {
namespace {

constexpr std::size_t kPrefixBytes = 3;

void encode_files(const FileList& list, seal::WireWriter& out) {
  out.integer(static_cast<std::uint32_t>(list.size()));
  for (const std::uint16_t file : list) out.integer(file);
}

bool decode_files(seal::WireReader& reader, std::uint32_t files, FileList& out) {
  const std::uint32_t count = reader.count(sizeof(std::uint16_t));
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto file = reader.integer<std::uint16_t>();
    if (file >= files || (!out.empty() && file <= out.back())) return false;
    out.push_back(file);
  }
  return !reader.failed();
}

/// The part of a string that lies in one line and is longest.
GramString longest_line(const GramString& string) {
  GramString best;
  for (std::size_t begin = 0; begin <= string.bytes.size();) {
    const std::size_t end = std::min(string.bytes.find('\n', begin), string.bytes.size());
    if (end - begin > best.bytes.size()) {
      best.bytes = string.bytes.substr(begin, end - begin);
      best.either.assign(string.either.begin() + static_cast<std::ptrdiff_t>(begin),
                         string.either.begin() + static_cast<std::ptrdiff_t>(end));
    }
    begin = end + 1;
  }
  return best;
}

/// The keys that a gram of a string may have: [from, to], of which those count whose exact letters have the
/// cases that they have in the string.
struct Wanted {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t case_mask = 0;  ///< bits of a key that must agree
  std::uint32_t cases = 0;

  [[nodiscard]] bool takes(std::uint32_t key) const { return (key & case_mask) == cases; }
};

/// Of `bytes` bytes, four or three, from a place on.
Wanted wanted_at(const GramString& string, std::size_t at, std::size_t bytes) {
  GramKey low;
  Wanted out;
  for (std::size_t i = 0; i < kGramBytes; ++i) {
    const bool given = i < bytes;
    low.push(given ? static_cast<unsigned char>(string.bytes[at + i]) : static_cast<unsigned char>(0));
    out.case_mask = (out.case_mask << 1U) | (given && !string.either[at + i] ? 1U : 0U);
  }
  out.cases = low.key() & out.case_mask;
  out.from = low.key() & ~kCaseMask;
  const std::uint32_t free_bits = kCaseBits + kClassBits * static_cast<std::uint32_t>(kGramBytes - bytes);
  out.to = out.from | ((1U << free_bits) - 1);
  return out;
}

FileList united(const FileList& a, const FileList& b) {
  FileList out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

seal::Bytes encode_segments(const std::vector<GramSegment>& segments) {
  seal::WireWriter out;
  out.integer(static_cast<std::uint32_t>(segments.size()));
  for (const GramSegment& segment : segments) {
    out.integer(segment.files);
    out.integer(static_cast<std::uint32_t>(segment.first_keys.size()));
    for (const std::uint32_t key : segment.first_keys) out.integer(key);
    encode_files(segment.folding, out);
    encode_files(segment.unknown, out);
  }
  return out.take();
}

bool decode_segments(seal::ByteView body, std::uint64_t files, std::size_t pages,
                     std::vector<GramSegment>& out) {
  seal::WireReader reader(body);
  const std::uint32_t count = reader.count(4 * sizeof(std::uint32_t));
  std::uint64_t next_file = 0;
  std::size_t next_page = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    GramSegment segment;
    segment.first_file = static_cast<std::uint32_t>(next_file);
    segment.files = reader.integer<std::uint32_t>();
    if (segment.files == 0 || segment.files > kMaxSegmentFiles || segment.files > files - next_file)
      return false;
    const std::uint32_t keys = reader.count(sizeof(std::uint32_t));
    for (std::uint32_t k = 0; k < keys; ++k) {
      const auto key = reader.integer<std::uint32_t>();
      if (k > 0 && key <= segment.first_keys.back()) return false;
      segment.first_keys.push_back(key);
    }
    if (!decode_files(reader, segment.files, segment.folding) ||
        !decode_files(reader, segment.files, segment.unknown)) {
      return false;
    }
    next_file += segment.files;
    next_page += keys;
    out.push_back(std::move(segment));
  }
  return reader.finished() && next_file == files && next_page == pages;
}

/// The lists of one segment that a string's grams name.
struct GramTable::Lookup {
  const GramTable& table;
  const Placed& segment;
  std::vector<std::shared_ptr<const seal::SecretBytes>> pages;  ///< what the lists lie in

  struct Lists {
    std::vector<GramPage::Entry> entries;
    std::uint64_t files = 0;
  };

  [[nodiscard]] static tl::unexpected<seal::SealError> damaged() {
    return seal::fail(seal::SealErrorCode::damaged,
                      "The archive's table of grams is damaged; fetch a whole copy of the archive.");
  }

  seal::Result<Lists> lists_of(const Wanted& wanted) {
    Lists out;
    const std::vector<std::uint32_t>& keys = segment.part.first_keys;
    auto at =
        static_cast<std::size_t>(std::upper_bound(keys.begin(), keys.end(), wanted.from) - keys.begin());
    if (at > 0) --at;
    for (; at < keys.size() && keys[at] <= wanted.to; ++at) {
      const auto page = table.archive_->page(*table.table_, segment.first_page + at);
      if (!page) return tl::make_unexpected(page.error());
      GramPage parsed;
      if (!GramPage::parse((*page)->view(), keys[at], parsed)) return damaged();
      for (const GramPage::Entry& entry : parsed.between(wanted.from, wanted.to)) {
        if (!wanted.takes(entry.key)) continue;
        out.entries.push_back(entry);
        out.files += entry.count;
      }
      pages.push_back(*page);
    }
    return out;
  }

  seal::Result<FileList> files_of(const Lists& lists) const {
    FileList all;
    for (const GramPage::Entry& entry : lists.entries)
      if (!decode_list(entry.list, entry.count, segment.part.files, all)) return damaged();
    if (lists.entries.size() < 2) return all;
    std::vector<bool> marks(segment.part.files);
    for (const std::uint16_t file : all) marks[file] = true;
    FileList out;
    for (std::size_t file = 0; file < marks.size(); ++file)
      if (marks[file]) out.push_back(static_cast<std::uint16_t>(file));
    return out;
  }
};

seal::Result<std::shared_ptr<const GramTable>> GramTable::open(
    std::shared_ptr<const seal::ArchiveReader> archive) {
  auto table = archive->table(seal::TableKind::grams);
  if (!table) return tl::make_unexpected(table.error());
  if (*table == nullptr) return nullptr;
  std::vector<GramSegment> segments;
  if (!decode_segments((*table)->body, archive->content_count(), (*table)->pages.size(), segments))
    return Lookup::damaged();
  auto out = std::shared_ptr<GramTable>(new GramTable);
  std::size_t next_page = 0;
  for (GramSegment& segment : segments) {
    const std::size_t pages = segment.first_keys.size();
    out->segments_.push_back({std::move(segment), next_page});
    next_page += pages;
  }
  out->archive_ = std::move(archive);
  out->table_ = std::move(*table);
  return out;
}

seal::Result<std::optional<FileList>> GramTable::files_with(const GramString& string,
                                                            std::size_t segment) const {
  const GramString line = longest_line(string);
  if (line.bytes.size() < kPrefixBytes) return std::nullopt;
  Lookup lookup{*this, segments_[segment], {}};
  const std::size_t bytes = std::min<std::size_t>(line.bytes.size(), kGramBytes);
  std::vector<Lookup::Lists> grams;
  for (std::size_t at = 0; at + bytes <= line.bytes.size(); ++at) {
    auto lists = lookup.lists_of(wanted_at(line, at, bytes));
    if (!lists) return tl::make_unexpected(lists.error());
    grams.push_back(std::move(*lists));
    if (grams.back().files == 0) break;
  }
  std::sort(grams.begin(), grams.end(), [](const auto& a, const auto& b) { return a.files < b.files; });
  FileList found;
  for (std::size_t i = 0; i < grams.size() && (i == 0 || !found.empty()); ++i) {
    auto files = lookup.files_of(grams[i]);
    if (!files) return tl::make_unexpected(files.error());
    FileList both;
    if (i > 0)
      std::set_intersection(found.begin(), found.end(), files->begin(), files->end(),
                            std::back_inserter(both));
    found = i == 0 ? std::move(*files) : std::move(both);
  }
  const GramSegment& part = segments_[segment].part;
  found = united(found, part.unknown);
  const bool folds = std::find(line.either.begin(), line.either.end(), true) != line.either.end();
  return folds ? united(found, part.folding) : found;
}

}  // namespace spoor::index
