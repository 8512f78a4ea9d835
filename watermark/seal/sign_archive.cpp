#include "watermark/seal/sign_archive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/file.hpp"

namespace spoor::seal_write {

using seal::Bytes;
using seal::ByteView;
using seal::Result;
using seal::WireWriter;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::size_t kManifestAt = 16;  // in the footer: behind magic and size

Bytes signed_part(ByteView header, ByteView footer) {
  WireWriter out;
  out.bytes(seal::as_bytes(seal::kArchiveSignatureContext));
  out.bytes(header);
  out.bytes(footer);
  return out.take();
}

Result<void> copy_blocks(const seal::InputFile& from, seal::AtomicFile& to, std::uint64_t end_bytes) {
  Bytes piece;
  for (std::uint64_t at = seal::kArchiveHeaderBytes; at < end_bytes; at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, end_bytes - at)));
    if (auto read = from.read_at(at, piece); !read) return read;
    if (auto put = to.append(piece); !put) return put;
  }
  return {};
}

}  // namespace

Result<Bytes> make_footer(ByteView header, const seal::BlockRef& manifest, std::uint64_t blocks_end_bytes,
                          const Signer& issuer) {
  WireWriter footer;
  footer.bytes(seal::as_bytes(seal::kArchiveEndMagic));
  footer.integer(std::uint64_t{blocks_end_bytes + seal::kArchiveFooterBytes});
  manifest.encode(footer);
  WireWriter summed;
  summed.bytes(header);
  summed.bytes(footer.view());
  const auto checksum = seal::sha256(summed.view());
  if (!checksum) return tl::make_unexpected(checksum.error());
  footer.bytes(*checksum);
  const auto signature = issuer.sign(signed_part(header, footer.view()));
  if (!signature) return tl::make_unexpected(signature.error());
  footer.bytes(*signature);
  return footer.take();
}

Result<void> sign_archive_again(const std::filesystem::path& archive_path,
                                const std::filesystem::path& target, const seal::VendorPublicKey& former,
                                const Signer& issuer) {
  const auto from = seal::InputFile::open(archive_path);
  if (!from) return tl::make_unexpected(from.error());
  const std::string name = seal::shown(archive_path.native());
  if (from->size_bytes() < seal::kArchiveHeaderBytes + seal::kArchiveFooterBytes)
    return seal::fail(seal::SealErrorCode::damaged, fmt::format("The archive {} is damaged.", name));
  const std::uint64_t end_bytes = from->size_bytes() - seal::kArchiveFooterBytes;
  const auto old = seal::peek_archive(archive_path);
  Bytes old_header(seal::kArchiveHeaderBytes);
  Bytes footer(seal::kArchiveFooterBytes);
  auto read = from->read_at(0, old_header);
  if (read) read = from->read_at(end_bytes, footer);
  if (!old || !read) return tl::make_unexpected(old ? read.error() : old.error());
  // Of the very bytes whose manifest is about to be signed: the file may have changed since it was opened.
  seal::Signature signature{};
  std::copy(footer.end() - 64, footer.end(), signature.begin());
  const ByteView covered = ByteView(footer).first(footer.size() - 64);
  if (!seal::ed25519_holds(former, signed_part(old_header, covered), signature)) {
    return seal::fail(
        seal::SealErrorCode::bad_signature,
        fmt::format("The former signature on the archive {} does not hold; pack the tree again.", name));
  }
  seal::WireReader manifest(ByteView(footer).subspan(kManifestAt));
  const Bytes header = seal::ArchiveHeader{issuer.public_key(), old->id, old->version}.encode();
  auto to = seal::AtomicFile::create(target);
  if (!to) return tl::make_unexpected(to.error());
  const auto ending = make_footer(header, seal::BlockRef::decode(manifest), end_bytes, issuer);
  if (!ending) return tl::make_unexpected(ending.error());
  auto done = to->append(header);
  if (done) done = copy_blocks(*from, *to, end_bytes);
  if (done) done = to->append(*ending);
  return done ? to->commit() : done;
}

}  // namespace spoor::seal_write
