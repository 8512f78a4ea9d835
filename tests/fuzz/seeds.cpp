// Writes one valid file a format, and the plain bodies inside, as seeds for the fuzzers.
#include "tests/fuzz/seeds.hpp"

#include <cstdio>
#include <filesystem>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session_format.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;

void fuzz::put(const fs::path& path, seal::ByteView bytes) {
  write_text(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

namespace {

using fuzz::put;

void write_archive_seeds(const fs::path& corpus) {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "int a;\n");
  write_text(scratch / "tree/d/b.c", "int b;\n");
  write_text(scratch / "tree/large", std::string(seal::kBlockBytes + 1, 'x'));
  fs::create_symlink("a.c", scratch / "tree/link");
  const fs::path path = corpus / "fuzz_archive/whole";
  fs::create_directories(path.parent_path());
  if (!pack(scratch / "tree", path)) return;
  const auto archive = seal::open_archive(path, key_of(3), vendor().public_key()).value();
  put(corpus / "fuzz_archive/manifest", archive.releases[0].encode());
  const auto root =
      archive.blocks.fetch(archive.releases[0].root, seal::BlockKind::directory, seal::kMaxListingBytes)
          .value();
  put(corpus / "fuzz_archive/directory", root.view());
  seal::Directory directory;
  if (!seal::Directory::decode(root.view(), directory)) return;
  for (const seal::DirectoryEntry& item : directory.entries) {
    if (item.entry.name != "large") continue;
    put(corpus / "fuzz_archive/index",
        archive.blocks.fetch(item.ref, seal::BlockKind::index, seal::kMaxListingBytes).value().view());
  }
}

void write_releases_seeds(const fs::path& corpus) {
  const Scratch scratch;
  write_text(scratch / "one/a.c", "int a;\n");
  write_text(scratch / "one/d/b.c", "int b;\n");
  write_text(scratch / "two/a.c", "int a;\n");
  write_text(scratch / "two/d/c.c", "int c;\n");
  const fs::path path = corpus / "fuzz_archive/whole-releases";
  if (!pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "two", {}}}, path)) return;
  const auto archive = seal::open_archive(path, key_of(3), vendor().public_key()).value();
  const seal::ReleasesManifest manifest{static_cast<std::uint32_t>(archive.contents), archive.releases};
  put(corpus / "fuzz_archive/releases", manifest.encode());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: seal_seeds CORPUS_DIRECTORY\n");
    return 2;
  }
  const fs::path corpus = argv[1];
  write_archive_seeds(corpus);
  write_releases_seeds(corpus);
  fuzz::write_escrow_seeds(corpus);
  fuzz::write_log_seeds(corpus);
  fuzz::write_room_seeds(corpus);
  fuzz::write_table_seeds(corpus);
  const auto body_of = [](const seal::Bytes& file, const seal::EnvelopeKind& kind) {
    return std::move(seal::open_envelope(file, "seed", kind, kPassphrase).value().body);
  };
  const seal::Bytes session = sealed_session(small_session(1));
  put(corpus / "fuzz_session/whole", session);
  put(corpus / "fuzz_session/body", body_of(session, seal::kSessionKind).view());
  const seal::Bytes kit = sealed_kit(small_kit());
  put(corpus / "fuzz_kit/whole", kit);
  put(corpus / "fuzz_kit/body", body_of(kit, seal::kKitKind).view());
  const seal::RevocationList list{{}, 1, 1'800'000'000, {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}}};
  put(corpus / "fuzz_revocation/whole", seal_write::seal_revocations(list, vendor()).value());
  return 0;
}
