// Archives: the parsers of its blocks, and the whole file.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/archive_format.hpp"
#include "watermark/seal/file.hpp"

using namespace spoor;

namespace {

/// Parses; what parses must encode to the very same bytes: one encoding only.
void parse_blocks(seal::ByteView input) {
  const auto same = [&](const seal::Bytes& again) {
    return std::equal(again.begin(), again.end(), input.begin(), input.end());
  };
  seal::Directory directory;
  if (seal::Directory::decode(input, directory)) fuzz::insist(same(directory.encode()));
  seal::ArchiveManifest manifest;
  if (seal::ArchiveManifest::decode(input, manifest)) fuzz::insist(same(manifest.encode()));
  seal::ReleasesManifest releases;
  if (seal::ReleasesManifest::decode(input, releases)) fuzz::insist(same(releases.encode()));
  seal::Directory anywhere;
  if (seal::Directory::decode(input, anywhere, seal::FilePlaces::anywhere))
    fuzz::insist(same(anywhere.encode()));
  std::vector<seal::BlockRef> blocks;
  if (seal::decode_index(input, seal::kBlockBytes + 1, blocks))
    fuzz::insist(same(seal::encode_index(blocks)));
}

void read_everything(const seal::ArchiveReader& archive) {
  const auto entries = archive.list("");
  if (!entries) return;
  for (const seal::DirEntry& entry : *entries) {
    if (entry.kind == seal::EntryKind::directory) {
      static_cast<void>(archive.list(entry.name));
    } else {
      const auto text = archive.read(entry.name);
      fuzz::insist(!text || entry.kind == seal::EntryKind::symlink || text->size() == entry.size_bytes);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  parse_blocks(input);
  const seal::Bytes file = fuzz::repaired_archive(input);
  const seal::Descriptor memory(::memfd_create("archive", MFD_CLOEXEC));
  if (!memory.valid() ||
      ::write(memory.get(), file.data(), file.size()) != static_cast<ssize_t>(file.size())) {
    return 0;
  }
  const auto archive = seal_test::open("/proc/self/fd/" + std::to_string(memory.get()));
  if (archive) read_everything(*archive);
  return 0;
}
