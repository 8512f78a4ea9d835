#include "watermark/seal/pack_listings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal_write {
namespace {

using seal::Bytes;
using seal::Result;

bool has_children(const PackedDirectory& packed) {
  return std::any_of(
      packed.listing.entries.begin(), packed.listing.entries.end(),
      [](const seal::DirectoryEntry& item) { return item.entry.kind == seal::EntryKind::directory; });
}

}  // namespace

Result<void> ListingPacker::put_indexes(PackedDirectory& packed) {
  for (const PackedFile& file : packed.files) {
    seal::DirectoryEntry& item = packed.listing.entries[file.entry];
    if (item.entry.size_bytes <= seal::kBlockBytes) continue;
    if (const auto known = indexes_.find(file.place); known != indexes_.end()) {
      item.ref = known->second;
      continue;
    }
    const auto first = data_.blocks.begin() + data_.places[file.place].block;
    const auto count = static_cast<std::ptrdiff_t>((item.entry.size_bytes - 1) / seal::kBlockBytes + 1);
    auto put = writer_.put(seal::BlockKind::index, seal::encode_index({first, first + count}),
                           [&item](const seal::BlockRef& ref) { item.ref = ref; });
    if (put) put = writer_.drain();
    if (!put) return put;
    if (data_.contents) indexes_.emplace(file.place, item.ref);
  }
  return {};
}

Result<Bytes> ListingPacker::encode(const PackedDirectory& packed) const {
  Bytes listing = packed.listing.encode();
  if (listing.size() > seal::kMaxListingBytes) {
    return seal::fail(seal::SealErrorCode::unsupported,
                      fmt::format("The directory {} holds too many entries for one archive; split it.",
                                  seal::shown(packed.path)));
  }
  return listing;
}

Result<void> ListingPacker::put_listing(Bytes listing, seal::BlockRef& place) {
  if (data_.contents) {
    // It refers to what is below by place and digest: equal listings are equal folders.
    const auto digest = seal::sha256(listing);
    if (!digest) return tl::make_unexpected(digest.error());
    if (const auto known = earlier_.find(*digest); known != earlier_.end()) {
      place = known->second;
      return {};
    }
    written_.push_back({*digest, &place});
  }
  return writer_.put(seal::BlockKind::directory, std::move(listing),
                     [&place](const seal::BlockRef& ref) { place = ref; });
}

Result<Bytes> ListingPacker::put_below_root(PackedTree& tree) {
  for (std::size_t i = tree.size(); i-- > 0;) {
    PackedDirectory& packed = tree[i];
    auto done = put_indexes(packed);
    // The references of its children must be in place; leaves go through in parallel.
    if (done && (i == 0 || has_children(packed))) done = writer_.drain();
    if (!done) return tl::make_unexpected(done.error());
    auto listing = encode(packed);
    if (i == 0 && listing) {
      // Only now: what of one release was written in time depends on the number of threads.
      for (const Written& written : written_) earlier_.emplace(written.digest, *written.ref);
      written_.clear();
    }
    if (i == 0 || !listing) return listing;
    done = put_listing(std::move(*listing), tree[packed.parent].listing.entries[packed.parent_entry].ref);
    if (!done) return tl::make_unexpected(done.error());
  }
  return Bytes();
}

Result<seal::BlockRef> ListingPacker::put_root(Bytes listing) {
  seal::BlockRef out;
  auto put = writer_.put(seal::BlockKind::directory, std::move(listing),
                         [&out](const seal::BlockRef& ref) { out = ref; });
  if (put) put = writer_.drain();
  if (!put) return tl::make_unexpected(put.error());
  return out;
}

}  // namespace spoor::seal_write
