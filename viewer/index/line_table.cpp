#include "viewer/index/line_table.hpp"

#include <algorithm>
#include <utility>

#include "viewer/index/wire.hpp"

namespace spoor::index {
namespace {

constexpr std::uint64_t kMostPathBytes = std::uint64_t{1} << 20U;

std::uint64_t chunks_of(std::uint64_t size_bytes) {
  return (size_bytes + kLineChunkBytes - 1) / kLineChunkBytes;
}

bool read_row(NumberReader& in, FileLines& out) {
  const std::uint64_t path_bytes = in.next();
  if (path_bytes == 0 || path_bytes > kMostPathBytes) return false;
  const auto path = in.bytes(path_bytes);
  out.path.assign(path.begin(), path.end());
  out.size_bytes = in.next();
  const std::uint64_t ends = in.next();
  // Each count takes a byte at least: no more of them are made room for than there can be.
  if (in.failed() || out.size_bytes <= kSmallFileBytes || ends > 1 ||
      chunks_of(out.size_bytes) > in.rest_bytes())
    return false;
  out.ends_with_feed = ends == 1;
  out.feeds.reserve(chunks_of(out.size_bytes));
  for (std::uint64_t left = out.size_bytes; left > 0; left -= std::min(left, kLineChunkBytes)) {
    const std::uint64_t feeds = in.next();
    if (in.failed() || feeds > std::min(left, kLineChunkBytes)) return false;
    out.feeds.push_back(static_cast<std::uint32_t>(feeds));
  }
  return !out.ends_with_feed || out.feeds.back() > 0;
}

}  // namespace

seal::Bytes encode_lines(const std::vector<FileLines>& files) {
  seal::Bytes out;
  for (const FileLines& file : files) {
    put_number(file.path.size(), out);
    out.insert(out.end(), file.path.begin(), file.path.end());
    put_number(file.size_bytes, out);
    put_number(file.ends_with_feed ? 1 : 0, out);
    for (const std::uint32_t feeds : file.feeds) put_number(feeds, out);
  }
  return out;
}

bool decode_lines(seal::ByteView body, std::vector<FileLines>& out) {
  out.clear();
  NumberReader in(body);
  while (in.rest_bytes() > 0) {
    FileLines row;
    if (!read_row(in, row) || (!out.empty() && out.back().path >= row.path)) return false;
    out.push_back(std::move(row));
  }
  return in.finished();
}

seal::Result<std::shared_ptr<const FileLines>> lines_of(const seal::ArchiveReader& archive,
                                                        std::string_view path, std::uint64_t size_bytes) {
  if (size_bytes <= kSmallFileBytes) return nullptr;
  const auto table = archive.table(seal::TableKind::lines);
  if (!table) return tl::make_unexpected(table.error());
  if (*table == nullptr) return nullptr;
  std::vector<FileLines> rows;
  if (!(*table)->pages.empty() || !decode_lines((*table)->body, rows))
    return seal::fail(seal::SealErrorCode::damaged, "The archive's table of lines is damaged.");
  const auto row = std::lower_bound(rows.begin(), rows.end(), path,
                                    [](const FileLines& a, std::string_view b) { return a.path < b; });
  if (row == rows.end() || row->path != path || row->size_bytes != size_bytes) return nullptr;
  return std::make_shared<const FileLines>(std::move(*row));
}

}  // namespace spoor::index
