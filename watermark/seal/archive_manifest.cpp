// The manifests of an archive: of its one release, or of several (SPEC.md, 2.5).
#include <algorithm>

#include "watermark/seal/archive_format.hpp"

namespace spoor::seal {
namespace {

void write_release(const ArchiveManifest& manifest, WireWriter& out) {
  out.text(manifest.release);
  out.integer(manifest.created_unix_s);
  out.integer(manifest.files);
  out.integer(manifest.file_bytes);
  manifest.root.encode(out);
}

void write_tables(const std::vector<TableRef>& tables, WireWriter& out) {
  out.integer(static_cast<std::uint8_t>(tables.size()));
  for (const TableRef& table : tables) {
    out.integer(static_cast<std::uint8_t>(table.kind));
    table.ref.encode(out);
  }
}

bool read_release(WireReader& reader, ArchiveManifest& out) {
  out.release = reader.text();
  out.created_unix_s = reader.integer<std::int64_t>();
  out.files = reader.integer<std::uint64_t>();
  out.file_bytes = reader.integer<std::uint64_t>();
  out.root = BlockRef::decode(reader);
  return !reader.failed() && out.release.size() <= kMaxReleaseBytes && out.created_unix_s >= 0 &&
         out.created_unix_s <= kLastUnixSecond;
}

/// Each kind at most once, in order, the first one always.
bool read_tables(WireReader& reader, ArchiveManifest& out) {
  const auto count = reader.integer<std::uint8_t>();
  for (std::uint8_t i = 0; i < count && !reader.failed(); ++i) {
    const auto kind = reader.integer<std::uint8_t>();
    const BlockRef ref = BlockRef::decode(reader);
    const bool rises = i == 0 ? kind == static_cast<std::uint8_t>(TableKind::files)
                              : kind > static_cast<std::uint8_t>(out.tables.back().kind);
    if (!rises || kind > static_cast<std::uint8_t>(TableKind::lines) || !lies_before(ref, out.root))
      return false;
    out.tables.push_back({static_cast<TableKind>(kind), ref});
  }
  return count > 0 && !reader.failed();
}

const BlockRef* table_of(const ArchiveManifest& manifest, TableKind kind) {
  const auto found = std::find_if(manifest.tables.begin(), manifest.tables.end(),
                                  [kind](const TableRef& table) { return table.kind == kind; });
  return found == manifest.tables.end() ? nullptr : &found->ref;
}

/// Tables of contents are about all releases: there is one of a kind, or none.
bool shares_tables(const ArchiveManifest& one, const ArchiveManifest& other) {
  return std::all_of(std::begin(kContentTables), std::end(kContentTables), [&](TableKind kind) {
    const BlockRef* const a = table_of(one, kind);
    const BlockRef* const b = table_of(other, kind);
    return (a == nullptr) == (b == nullptr) && (a == nullptr || *a == *b);
  });
}

}  // namespace

Bytes ArchiveManifest::encode() const {
  WireWriter out;
  write_release(*this, out);
  if (!tables.empty()) write_tables(tables, out);
  return out.take();
}

bool ArchiveManifest::decode(ByteView plain, ArchiveManifest& out) {
  WireReader reader(plain);
  return read_release(reader, out) && (reader.rest_bytes() == 0 || read_tables(reader, out)) &&
         reader.finished();
}

Bytes ReleasesManifest::encode() const {
  WireWriter out;
  out.integer(static_cast<std::uint8_t>(releases.size()));
  out.integer(contents);
  for (const ArchiveManifest& release : releases) {
    write_release(release, out);
    write_tables(release.tables, out);
  }
  return out.take();
}

bool ReleasesManifest::decode(ByteView plain, ReleasesManifest& out) {
  WireReader reader(plain);
  const auto count = reader.integer<std::uint8_t>();
  out.contents = reader.integer<std::uint32_t>();
  if (count < 2 || count > kMaxReleases) return false;
  for (std::uint8_t i = 0; i < count; ++i) {
    ArchiveManifest next;
    if (!read_release(reader, next) || !read_tables(reader, next) || next.release.empty()) return false;
    const bool known = std::any_of(out.releases.begin(), out.releases.end(),
                                   [&](const ArchiveManifest& r) { return r.release == next.release; });
    if (known || (i > 0 && !(shares_tables(out.releases[0], next) &&
                             lies_before(out.releases.back().root, next.root))))
      return false;
    out.releases.push_back(std::move(next));
  }
  return reader.finished();
}

}  // namespace spoor::seal
