#include "watermark/seal/archive_open.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal {
namespace {

struct Ends {
  ArchiveHeader header;
  BlockRef manifest;
};

std::string name_of(const InputFile& file) {
  return shown(file.path().filename().native());
}

tl::unexpected<SealError> damaged(const InputFile& file) {
  return fail(
      SealErrorCode::damaged,
      fmt::format("The archive {} is cut short or altered; fetch a whole copy of it.", name_of(file)));
}

Result<Bytes> read_header(const InputFile& file) {
  Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(file.size_bytes(), kArchiveHeaderBytes)));
  if (const auto read = file.read_at(0, bytes); !read) return tl::make_unexpected(read.error());
  const std::size_t magic_bytes = std::min(bytes.size(), kArchiveMagic.size());
  if (magic_bytes == 0 || !std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(magic_bytes),
                                      as_bytes(kArchiveMagic).begin())) {
    return fail(SealErrorCode::damaged,
                fmt::format("{} is not a Spoor archive; name a .spar file.", name_of(file)));
  }
  if (file.size_bytes() < kArchiveHeaderBytes + kArchiveFooterBytes) return damaged(file);
  return bytes;
}

Result<ArchiveHeader> parse_header(const InputFile& file, ByteView bytes) {
  WireReader reader(bytes.subspan(kArchiveMagic.size()));
  const auto version = reader.integer<std::uint16_t>();
  const auto flags = reader.integer<std::uint16_t>();
  ArchiveHeader header;
  header.version = version;
  reader.into(header.vendor);
  reader.into(header.id);
  if (!reader.finished()) return damaged(file);
  if (version < kArchiveVersion || version > kArchiveReleasesVersion || flags != 0) {
    return fail(
        SealErrorCode::unsupported,
        fmt::format("The archive {} has format version {}, which this program does not know; use a newer "
                    "one.",
                    name_of(file), version));
  }
  return header;
}

/// The checksum of header and footer, then the signature over both.
Result<void> check_signature(const InputFile& file, ByteView header, ByteView footer,
                             const VendorPublicKey& vendor) {
  constexpr std::size_t kSummedBytes = kArchiveFooterBytes - 32 - 64;
  WireWriter summed;
  summed.bytes(header);
  summed.bytes(footer.first(kSummedBytes));
  const auto checksum = sha256(summed.view());
  if (!checksum) return tl::make_unexpected(checksum.error());
  if (!std::equal(checksum->begin(), checksum->end(), footer.begin() + kSummedBytes)) return damaged(file);

  if (!std::equal(vendor.begin(), vendor.end(), header.begin() + 12)) {
    return fail(
        SealErrorCode::bad_signature,
        fmt::format("The archive {} was sealed by another vendor; use the archive that the session was "
                    "issued for.",
                    name_of(file)));
  }
  WireWriter message;
  message.bytes(as_bytes(kArchiveSignatureContext));
  message.bytes(header);
  message.bytes(footer.first(kSummedBytes + 32));
  Signature signature{};
  std::copy(footer.end() - 64, footer.end(), signature.begin());
  if (!ed25519_holds(vendor, message.view(), signature)) {
    return fail(
        SealErrorCode::bad_signature,
        fmt::format("The vendor's signature on the archive {} does not hold; ask the vendor for a new copy.",
                    name_of(file)));
  }
  return {};
}

Result<Ends> read_ends(const InputFile& file, const VendorPublicKey& vendor) {
  const auto header_bytes = read_header(file);
  if (!header_bytes) return tl::make_unexpected(header_bytes.error());
  Bytes footer(kArchiveFooterBytes);
  if (const auto read = file.read_at(file.size_bytes() - footer.size(), footer); !read) {
    return tl::make_unexpected(read.error());
  }
  WireReader reader(footer);
  const ByteView magic = reader.bytes(kArchiveEndMagic.size());
  const auto total_bytes = reader.integer<std::uint64_t>();
  const BlockRef manifest = BlockRef::decode(reader);
  const std::uint64_t blocks_end_bytes = file.size_bytes() - kArchiveFooterBytes;
  const bool is_last = manifest.offset_bytes <= blocks_end_bytes &&
                       manifest.stored_bytes == blocks_end_bytes - manifest.offset_bytes;
  if (reader.failed() || total_bytes != file.size_bytes() || !is_last ||
      !std::equal(magic.begin(), magic.end(), as_bytes(kArchiveEndMagic).begin())) {
    return damaged(file);
  }
  const auto header = parse_header(file, *header_bytes);
  if (!header) return tl::make_unexpected(header.error());
  const auto holds = check_signature(file, *header_bytes, footer, vendor);
  if (!holds) return tl::make_unexpected(holds.error());
  return Ends{*header, manifest};
}

bool read_manifest(ByteView plain, OpenedArchive& out) {
  if (out.header.version == kArchiveReleasesVersion) {
    ReleasesManifest manifest;
    if (!ReleasesManifest::decode(plain, manifest)) return false;
    out.contents = manifest.contents;
    out.releases = std::move(manifest.releases);
    return true;
  }
  ArchiveManifest& manifest = out.releases.emplace_back();
  if (!ArchiveManifest::decode(plain, manifest)) return false;
  out.contents = manifest.files;
  return manifest.tables.empty() == (out.header.version == kArchiveVersion);
}

}  // namespace

Result<ArchiveHeader> peek_archive(const std::filesystem::path& path) {
  const auto file = InputFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  const auto bytes = read_header(*file);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return parse_header(*file, *bytes);
}

Result<OpenedArchive> open_archive(const std::filesystem::path& path, const ArchiveKey& key,
                                   const VendorPublicKey& vendor) {
  auto file = InputFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  const auto ends = read_ends(*file, vendor);
  if (!ends) return tl::make_unexpected(ends.error());
  const auto blocks_key = block_key(key, ends->header.id);
  if (!blocks_key) return tl::make_unexpected(blocks_key.error());

  OpenedArchive out{ends->header, {}, 0, BlockStore(std::move(*file), *blocks_key)};
  const auto manifest = out.blocks.fetch(ends->manifest, BlockKind::manifest, kBlockBytes);
  if (!manifest) return tl::make_unexpected(manifest.error());
  if (!read_manifest(manifest->view(), out) || !adjoins(out.releases.back().root, ends->manifest)) {
    return out.blocks.damaged();
  }
  return out;
}

}  // namespace spoor::seal
