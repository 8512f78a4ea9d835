#include "tests/vectors/archive_forge.hpp"

#include <zstd.h>

#include <algorithm>

#include "tests/vectors/bytes.hpp"

namespace spoor::vectors {
namespace {

constexpr int kCompressionLevel = 3;  // the packer's

/// Header and footer without what `left_out` trailing bytes hold.
seal::Bytes ends_of(const seal::Bytes& file, std::size_t left_out) {
  const seal::ByteView view(file);
  seal::WireWriter out;
  out.bytes(view.first(seal::kArchiveHeaderBytes));
  out.bytes(view.last(seal::kArchiveFooterBytes).first(seal::kArchiveFooterBytes - left_out));
  return out.take();
}

}  // namespace

seal::Bytes frame_of(seal::ByteView plain) {
  seal::Bytes out(ZSTD_compressBound(plain.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), kCompressionLevel));
  return out;
}

ArchiveForge::ArchiveForge(const seal::SecretKey& archive_key, const seal::ArchiveId& id,
                           std::uint16_t version)
    : file_(seal::ArchiveHeader{seal_test::vendor().public_key(), id, version}.encode()),
      key_(seal::block_key(archive_key, id).value()) {}

seal::BlockRef ArchiveForge::add(seal::BlockKind kind, seal::ByteView plain) {
  return add_frame(kind, frame_of(plain), static_cast<std::uint32_t>(plain.size()));
}

seal::BlockRef ArchiveForge::add_frame(seal::BlockKind kind, seal::ByteView frame,
                                       std::uint32_t plain_bytes) {
  seal::BlockRef out;
  out.offset_bytes = file_.size();
  out.plain_bytes = plain_bytes;
  out.number = next_number_++;
  seal::Bytes stored(frame.size() + seal::kTagBytes);
  must(seal::gcm_seal(key_, seal::block_nonce(kind, out.number), seal::block_bound(kind, plain_bytes), frame,
                      stored));
  out.stored_bytes = static_cast<std::uint32_t>(stored.size());
  out.digest = seal::sha256(stored).value();
  file_.insert(file_.end(), stored.begin(), stored.end());
  return out;
}

void ArchiveForge::add_gap(std::size_t size_bytes) {
  file_.resize(file_.size() + size_bytes);
}

seal::Bytes ArchiveForge::finish(const seal::BlockRef& root) {
  return finish_with(manifest_of(root).encode());
}

seal::Bytes ArchiveForge::finish_with(seal::ByteView manifest, seal::BlockKind kind,
                                      const std::function<void(seal::BlockRef&)>& change) {
  seal::BlockRef ref = add(kind, manifest);
  change(ref);
  seal::WireWriter footer;
  footer.bytes(seal::as_bytes(seal::kArchiveEndMagic));
  footer.integer(std::uint64_t{file_.size() + seal::kArchiveFooterBytes});
  ref.encode(footer);
  seal::Bytes file = file_;
  file.insert(file.end(), footer.view().begin(), footer.view().end());
  file.resize(file_.size() + seal::kArchiveFooterBytes);
  return ends_signed_again(std::move(file));
}

seal::TableRef add_table(ArchiveForge& forge, seal::TableKind kind, const std::vector<seal::Bytes>& pages,
                         const seal::Bytes& body) {
  seal::Table table;
  for (const seal::Bytes& page : pages) table.pages.push_back(forge.add(seal::BlockKind::page, page));
  table.body = body;
  return {kind, forge.add(seal::BlockKind::table, table.encode())};
}

seal::ArchiveManifest manifest_of(const seal::BlockRef& root) {
  return {"release 1", 1'800'000'000, 1, 1, root, {}};
}

seal::Bytes ends_summed_again(seal::Bytes file) {
  const auto sum = seal::sha256(ends_of(file, 32 + 64)).value();
  std::copy(sum.begin(), sum.end(), file.end() - 32 - 64);
  return file;
}

seal::Bytes ends_signed_again(seal::Bytes file, const seal_write::IssuingKey& key) {
  file = ends_summed_again(std::move(file));
  seal::WireWriter message;
  message.bytes(seal::as_bytes(seal::kArchiveSignatureContext));
  message.bytes(ends_of(file, 64));
  const auto signature = key.sign(message.view()).value();
  std::copy(signature.begin(), signature.end(), file.end() - 64);
  return file;
}

}  // namespace spoor::vectors
