// Blocks that were altered, or that are another file's, another archive's or another release's.
#include <fmt/format.h>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {
namespace {

/// Two files of one length in two blocks, one behind the other, and what is done to the finished file.
struct Pair {
  seal::BlockRef one;
  seal::BlockRef other;
  seal::BlockRef root;
  seal::Bytes file;
};

Pair pair(const seal::SecretKey& key = seal_test::key_of(3), const std::string& text = "first!\nother!\n") {
  ArchiveForge forge(key);
  seal::Directory root;
  Pair out;
  out.one = forge.add(seal::BlockKind::data, seal::as_bytes(text.substr(0, 7)));
  out.other = forge.add(seal::BlockKind::data, seal::as_bytes(text.substr(7)));
  root.blocks = {out.one, out.other};
  root.entries = {file_entry("a", 7, 0), file_entry("b", 7, 1)};
  out.root = forge.add(seal::BlockKind::directory, root.encode());
  out.file = forge.finish(out.root);
  return out;
}

seal::Bytes block_of(const seal::Bytes& file, const seal::BlockRef& ref) {
  const auto start = file.begin() + static_cast<std::ptrdiff_t>(ref.offset_bytes);
  return {start, start + ref.stored_bytes};
}

/// A large file and a directory whose block reference lies about a place that was read before.
seal::Bytes same_place_larger() {
  ArchiveForge forge;
  const auto block = forge.add(seal::BlockKind::data, seal::as_bytes("short\n"));
  seal::Directory below;
  below.blocks = {block};
  below.blocks[0].plain_bytes = seal::kBlockBytes;
  below.entries = {file_entry("z", seal::kBlockBytes)};
  const auto below_ref = forge.add(seal::BlockKind::directory, below.encode());
  seal::Directory root;
  root.blocks = {block};
  root.entries = {file_entry("a", 6), directory_entry("d", below_ref)};
  return rooted(forge, root);
}

seal::Bytes index_taken_for_data() {
  ArchiveForge forge;
  const std::vector<seal::BlockRef> refs = {
      forge.add(seal::BlockKind::data, seal::Bytes(seal::kBlockBytes, 'x')),
      forge.add(seal::BlockKind::data, seal::Bytes(5, 'y'))};
  const auto index = forge.add(seal::BlockKind::index, seal::encode_index(refs));
  seal::Directory root;
  root.blocks = {index};
  root.entries = {large_entry("a", seal::kBlockBytes + 5, index), file_entry("b", index.plain_bytes)};
  return rooted(forge, root);
}

/// The root's listing, with a digest that holds, sealed by whoever knows another key.
seal::Bytes with_foreign_block(const seal::SecretKey& key, const seal::ArchiveId& id) {
  ArchiveForge foreign(key, id);
  const auto theirs = foreign.add(seal::BlockKind::data, seal::as_bytes("first!\n"));
  const seal::Bytes stolen = block_of(foreign.finish(theirs), theirs);
  ArchiveForge forge;
  auto mine = forge.add(seal::BlockKind::data, seal::as_bytes("first!\n"));
  mine.digest = seal::sha256(stolen).value();
  seal::Directory root;
  root.blocks = {mine};
  root.entries = {file_entry("a", 7)};
  return patched(rooted(forge, root), static_cast<std::size_t>(mine.offset_bytes), stolen);
}

}  // namespace

void add_archive_blocks(Scenarios& out) {
  const auto add = [&](const char* name, const char* fault, const char* expect, seal::Bytes file) {
    out.push_back({fmt::format("archive-block-{}.spar", name), fault, expect, std::move(file)});
  };
  const Pair whole = pair();
  const auto at = [](const seal::BlockRef& ref) { return static_cast<std::size_t>(ref.offset_bytes); };
  add("first-bit", "a flipped bit in the first file's block", kDamaged,
      seal_test::flipped(whole.file, at(whole.one) * 8));
  add("second-bit", "a flipped bit in the second file's block", kDamaged,
      seal_test::flipped(whole.file, at(whole.other) * 8 + 3));
  add("tag-bit", "a flipped bit in the second block's tag", kDamaged,
      seal_test::flipped(whole.file, (at(whole.other) + whole.other.stored_bytes) * 8 - 1));
  seal::Bytes swapped = patched(whole.file, at(whole.one), block_of(whole.file, whole.other));
  swapped = patched(std::move(swapped), at(whole.other), block_of(whole.file, whole.one));
  add("swapped", "two blocks in each other's place", kDamaged, swapped);
  add("copied", "the first block once more in the second's place", kDamaged,
      patched(whole.file, at(whole.other), block_of(whole.file, whole.one)));
  // A reviewer knows the key: he can make a block that decrypts, but not one of the signed digest.
  const Pair forged = pair(seal_test::key_of(3), "first!\nforged\n");
  add("forged", "a block that a reviewer made with the archive's own key", kDamaged,
      patched(whole.file, at(whole.other), block_of(forged.file, forged.other)));
  const Pair release = pair(seal_test::key_of(4));
  add("other-release", "a block of another release in its place", kDamaged,
      patched(whole.file, at(whole.one), block_of(release.file, release.one)));
  add("other-index", "the listing of another release in its place", kDamaged,
      patched(whole.file, at(whole.root), block_of(forged.file, forged.root)));
  add("foreign-key", "a signed block that another key sealed", kWrongKey,
      with_foreign_block(seal_test::key_of(4), seal_test::kArchiveId));
  add("foreign-id", "a signed block of an archive of another id", kWrongKey,
      with_foreign_block(seal_test::key_of(3), {9}));
  add("same-place", "a second reference to one place, with a greater size", kWrongKey, same_place_larger());
  add("index-as-data", "an index taken for a file's contents", kWrongKey, index_taken_for_data());
  ArchiveForge other_key(seal_test::key_of(4));
  add("other-key", "a whole archive of another key", kWrongKey, rooted(other_key, two_files(other_key)));
  ArchiveForge other_id(seal_test::key_of(3), {9});
  add("other-id", "a whole archive of another id under the same key", kWrongKey,
      rooted(other_id, two_files(other_id)));
}

}  // namespace spoor::vectors
