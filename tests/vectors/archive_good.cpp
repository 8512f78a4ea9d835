// Archives that must be read, and what is in them.
#include <fmt/format.h>

#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {
namespace {

seal::Bytes tree() {
  ArchiveForge forge;
  seal::Directory below;
  below.blocks = {forge.add(seal::BlockKind::data, seal::as_bytes("x\0y"))};
  below.entries = {file_entry("data.bin", 1, 0, 0, false), link_entry("up", "../a.c")};
  const auto below_ref = forge.add(seal::BlockKind::directory, below.encode());
  seal::Directory root = two_files(forge);
  root.entries.push_back(directory_entry("d", below_ref));
  root.entries.push_back(file_entry("empty", 0));
  root.entries.push_back(link_entry("link", "a.c"));
  return rooted(forge, root);
}

/// One block of 256 KiB is a small file; one byte more makes it a large one, with an index.
seal::Bytes file_of(std::size_t size_bytes) {
  ArchiveForge forge;
  const std::string text(size_bytes, 'x');
  std::vector<seal::BlockRef> blocks;
  for (std::size_t at = 0; at < size_bytes; at += seal::kBlockBytes) {
    blocks.push_back(forge.add(seal::BlockKind::data, seal::as_bytes(text.substr(at, seal::kBlockBytes))));
  }
  seal::Directory root;
  if (blocks.size() == 1) {
    root.blocks = blocks;
    root.entries = {file_entry("text", size_bytes)};
  } else {
    root.entries = {
        large_entry("text", size_bytes, forge.add(seal::BlockKind::index, seal::encode_index(blocks)))};
  }
  return rooted(forge, root);
}

seal::Bytes two_groups() {
  ArchiveForge forge;
  seal::Directory root;
  const std::string first(200'000, 'a');
  const std::string second(200'000, 'b');
  root.blocks = {forge.add(seal::BlockKind::data, seal::as_bytes(first)),
                 forge.add(seal::BlockKind::data, seal::as_bytes(second))};
  root.entries = {file_entry("a", first.size(), 0), file_entry("b", second.size(), 1)};
  return rooted(forge, root);
}

/// Two directories whose files lie in one block, the second behind the first.
seal::Bytes shared_block() {
  ArchiveForge forge;
  const auto block = forge.add(seal::BlockKind::data, seal::as_bytes(kFirstText + kSecondText));
  seal::Directory one;
  one.blocks = {block};
  one.entries = {file_entry("b.c", kSecondText.size(), 0, static_cast<std::uint32_t>(kFirstText.size()))};
  const auto one_ref = forge.add(seal::BlockKind::directory, one.encode());
  seal::Directory root;
  root.blocks = {block};
  root.entries = {file_entry("a.c", kFirstText.size()), directory_entry("d", one_ref)};
  return rooted(forge, root);
}

seal::Bytes odd_names() {
  return with_listing([](seal::Directory& root) {
    root.entries[0].entry.name = "\x01 control \xC2\x9B and \xFF no UTF-8";
    root.entries[1].entry.name = std::string(seal::kMaxNameBytes, 'n');
  });
}

seal::Bytes binary_file() {
  ArchiveForge forge;
  seal::Directory root;
  root.blocks = {forge.add(seal::BlockKind::data, seal::as_bytes(std::string_view("x\0y", 3)))};
  root.entries = {file_entry("data.bin", 3, 0, 0, true)};
  return rooted(forge, root);
}

seal::Bytes manifest_at_its_limits() {
  ArchiveForge forge;
  seal::ArchiveManifest manifest =
      manifest_of(forge.add(seal::BlockKind::directory, two_files(forge).encode()));
  manifest.release.assign(seal::kMaxReleaseBytes, 'r');
  manifest.created_unix_s = seal::kLastUnixSecond;
  return forge.finish_with(manifest.encode());
}

}  // namespace

void add_good_archives(Scenarios& out) {
  const auto good = [&](const char* name, const char* holds, seal::Bytes file) {
    out.push_back({fmt::format("archive-good-{}.spar", name), holds, kOk, std::move(file)});
  };
  ArchiveForge empty;
  good("empty", "a root directory without entries", rooted(empty, {}));
  good("two-files", "two small files in one block", with_listing([](seal::Directory&) {}));
  good("tree", "files, an empty file, links and a directory", tree());
  good("block-full", "a file of exactly one block", file_of(seal::kBlockBytes));
  good("large", "a file of one byte more than a block", file_of(seal::kBlockBytes + 1));
  good("three-blocks", "a file of three blocks", file_of(2 * seal::kBlockBytes + 5));
  good("two-groups", "a directory whose files need two blocks", two_groups());
  good("shared-block", "two directories whose files share a block", shared_block());
  good("binary", "a file that is marked as binary", binary_file());
  good("odd-names", "names of control characters, no UTF-8, and the greatest length", odd_names());
  good("limits", "the longest release name and the last date", manifest_at_its_limits());
}

}  // namespace spoor::vectors
