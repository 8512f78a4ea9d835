#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {

seal::DirectoryEntry file_entry(const std::string& name, std::uint64_t size_bytes, std::uint32_t block,
                                std::uint32_t offset_bytes, bool binary) {
  seal::DirectoryEntry out;
  out.entry = {name, seal::EntryKind::file, size_bytes, binary};
  out.block = block;
  out.offset_bytes = offset_bytes;
  return out;
}

seal::DirectoryEntry large_entry(const std::string& name, std::uint64_t size_bytes,
                                 const seal::BlockRef& index) {
  seal::DirectoryEntry out = file_entry(name, size_bytes);
  out.ref = index;
  return out;
}

seal::DirectoryEntry directory_entry(const std::string& name, const seal::BlockRef& block) {
  seal::DirectoryEntry out;
  out.entry = {name, seal::EntryKind::directory, 0, false};
  out.ref = block;
  return out;
}

seal::DirectoryEntry link_entry(const std::string& name, const std::string& target) {
  seal::DirectoryEntry out;
  out.entry = {name, seal::EntryKind::symlink, 0, false};
  out.target = target;
  return out;
}

seal::Directory two_files(ArchiveForge& forge) {
  seal::Directory out;
  out.blocks = {forge.add(seal::BlockKind::data, seal::as_bytes(kFirstText + kSecondText))};
  out.entries = {file_entry("a.c", kFirstText.size()),
                 file_entry("b.c", kSecondText.size(), 0, static_cast<std::uint32_t>(kFirstText.size()))};
  return out;
}

seal::Bytes rooted(ArchiveForge& forge, const seal::Directory& root) {
  return forge.finish(forge.add(seal::BlockKind::directory, root.encode()));
}

seal::Bytes with_listing(const std::function<void(seal::Directory&)>& change) {
  ArchiveForge forge;
  seal::Directory root = two_files(forge);
  change(root);
  return rooted(forge, root);
}

seal::Bytes with_listing_bytes(const std::function<void(seal::Bytes&)>& change) {
  ArchiveForge forge;
  seal::Bytes listing = two_files(forge).encode();
  change(listing);
  return forge.finish(forge.add(seal::BlockKind::directory, listing));
}

}  // namespace spoor::vectors
