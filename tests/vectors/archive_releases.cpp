// Archives of several releases, and manifests of them that lie.
#include <fmt/format.h>

#include "tests/vectors/tree_forge.hpp"
#include "viewer/index/gram_table.hpp"
#include "watermark/seal/file_table.hpp"
#include "watermark/tables/gram_collector.hpp"

namespace spoor::vectors {
namespace {

using Manifest = seal::ReleasesManifest;

const std::string kThirdText = "int third;\n";
const auto kFirstBytes = static_cast<std::uint32_t>(kFirstText.size());

/// What of an archive is changed before it is sealed.
struct Changes {
  std::function<void(Manifest&)> manifest = [](Manifest&) {};
  std::function<void(seal::Bytes&)> manifest_bytes = [](seal::Bytes&) {};
  /// The root of the second release: a.c in a block of its own, b.c where the first release has it.
  std::function<void(seal::Directory&)> listing = [](seal::Directory&) {};
  std::uint32_t changed_number = 2;  ///< of a.c in the second release
  bool grams = true;
  bool folder = false;  ///< both releases have the same one
  std::uint16_t version = seal::kArchiveReleasesVersion;
};

seal::TableRef add_files(ArchiveForge& forge, const seal::FileTable& files) {
  return add_table(forge, seal::TableKind::files, files.encode_pages(), files.encode_body());
}

seal::TableRef add_grams(ArchiveForge& forge) {
  tables::GramCollector collector;
  for (const std::string& text : {kFirstText, kSecondText, kThirdText}) {
    collector.begin_file(false);
    collector.append(text);
  }
  auto grams = collector.finish();
  return add_table(forge, seal::TableKind::grams, grams.pages, index::encode_segments({grams.part}));
}

/// The blocks of both releases in order: data, tables, directories; then the manifest.
seal::Bytes with_releases(const Changes& changes) {
  ArchiveForge forge(seal_test::key_of(3), seal_test::kArchiveId, changes.version);
  seal::Directory first = two_files(forge);
  seal::Directory second;
  second.blocks = {first.blocks[0], forge.add(seal::BlockKind::data, seal::as_bytes(kThirdText))};
  second.entries = {file_entry("a.c", kThirdText.size(), 1),
                    file_entry("b.c", kSecondText.size(), 0, kFirstBytes)};
  seal::FileTable first_files(first.blocks);
  first_files.add("a.c", {kFirstText.size(), 0, 0, 0, false});
  first_files.add("b.c", {kSecondText.size(), 0, kFirstBytes, 1, false});
  seal::FileTable second_files(second.blocks);
  second_files.add("a.c", {kThirdText.size(), 1, 0, changes.changed_number, false});
  second_files.add("b.c", {kSecondText.size(), 0, kFirstBytes, 1, false});
  std::vector<seal::TableRef> first_tables = {add_files(forge, first_files)};
  std::vector<seal::TableRef> second_tables = {add_files(forge, second_files)};
  if (changes.grams) {
    first_tables.push_back(add_grams(forge));
    second_tables.push_back(first_tables.back());
  }
  if (changes.folder) {
    seal::Directory folder;
    folder.entries = {link_entry("up", "../a.c")};
    const auto ref = forge.add(seal::BlockKind::directory, folder.encode());
    for (seal::Directory* root : {&first, &second}) root->entries.push_back(directory_entry("d", ref));
  }
  changes.listing(second);
  const auto first_root = forge.add(seal::BlockKind::directory, first.encode());
  const auto second_root = forge.add(seal::BlockKind::directory, second.encode());
  Manifest manifest{3,
                    {{"release 1", 1'800'000'000, 2, 19, first_root, first_tables},
                     {"release 2", 1'800'000'000, 2, 23, second_root, second_tables}}};
  changes.manifest(manifest);
  seal::Bytes bytes = manifest.encode();
  changes.manifest_bytes(bytes);
  return forge.finish_with(bytes);
}

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const Changes& changes, const char* expect = kDamaged) {
    out_.push_back({fmt::format("archive-releases-{}.spar", name), fault, expect, with_releases(changes)});
  }
  void manifest(const char* name, const char* fault, const std::function<void(Manifest&)>& change) {
    add(name, fault, {.manifest = change});
  }

 private:
  Scenarios& out_;
};

void add_manifests(Group& group) {
  group.manifest("one", "one release alone", [](Manifest& m) { m.releases.erase(m.releases.begin()); });
  group.manifest("none", "no release", [](Manifest& m) { m.releases.clear(); });
  group.manifest("name-twice", "two releases of one name",
                 [](Manifest& m) { m.releases[1].release = m.releases[0].release; });
  group.manifest("name-empty", "a release without a name",
                 [](Manifest& m) { m.releases[0].release.clear(); });
  group.manifest("name-long", "a name of 1,001 bytes",
                 [](Manifest& m) { m.releases[0].release.assign(seal::kMaxReleaseBytes + 1, 'r'); });
  group.manifest("date", "a release made in the year 10000",
                 [](Manifest& m) { m.releases[0].created_unix_s = seal::kLastUnixSecond + 1; });
  group.manifest("swapped", "the last release's root in front of the first one's",
                 [](Manifest& m) { std::swap(m.releases[0], m.releases[1]); });
  group.manifest("root-twice", "two releases of one root",
                 [](Manifest& m) { m.releases[0].root = m.releases[1].root; });
  group.manifest("no-tables", "a release without a table", [](Manifest& m) { m.releases[0].tables.clear(); });
  group.manifest("no-files", "a release without a table of files",
                 [](Manifest& m) { m.releases[1].tables.erase(m.releases[1].tables.begin()); });
  group.manifest("grams-missing", "grams in one release only",
                 [](Manifest& m) { m.releases[1].tables.pop_back(); });
  group.manifest("grams-differ", "a table of grams for each release",
                 [](Manifest& m) { m.releases[1].tables[1].ref = m.releases[0].tables[0].ref; });
  group.manifest("table-behind", "a table that its root does not lie behind",
                 [](Manifest& m) { m.releases[0].tables[0].ref.number = m.releases[0].root.number; });
  group.manifest("files-swapped", "each release's files under the other's name", [](Manifest& m) {
    std::swap(m.releases[0].tables[0], m.releases[1].tables[0]);
    m.releases[0].files = 3;
  });
  group.manifest("contents-few", "a file whose number is the count of contents",
                 [](Manifest& m) { m.contents = 2; });
  group.manifest("contents-many", "more contents than the grams are of", [](Manifest& m) { m.contents = 4; });
  group.add("count", "more releases than there are", {.manifest_bytes = [](seal::Bytes& b) { b[0] = 3; }});
  group.add("tail", "a byte behind the releases", {.manifest_bytes = [](seal::Bytes& b) { b.push_back(0); }});
  group.add("cut", "a manifest that ends early", {.manifest_bytes = [](seal::Bytes& b) { b.pop_back(); }});
  group.add("version-2", "several releases in an archive of version 2",
            {.version = seal::kArchiveTablesVersion});
}

void add_listings(Group& group) {
  using Directory = seal::Directory;
  const auto listing = [&](const char* name, const char* fault,
                           const std::function<void(Directory&)>& change) {
    group.add(name, fault, {.listing = change});
  };
  listing("block-unused", "a data block without a file of the folder",
          [](Directory& d) { d.entries.erase(d.entries.begin()); });
  listing("block-beyond", "a file in a block that is not there",
          [](Directory& d) { d.entries[0].block = 2; });
  listing("file-beyond", "a file that ends behind its block",
          [](Directory& d) { ++d.entries[1].offset_bytes; });
  listing("blocks-order", "data blocks in falling order", [](Directory& d) {
    std::swap(d.blocks[0], d.blocks[1]);
    std::swap(d.entries[0].block, d.entries[1].block);
  });
  group.add("number-twice", "one number twice in a release", {.changed_number = 1});
}

}  // namespace

void add_archive_releases(Scenarios& out) {
  Group group(out);
  group.add("good", "two releases with a file in common, and a table of grams", {}, kOk);
  group.add("good-files", "two releases with tables of files alone", {.grams = false}, kOk);
  group.add("good-folder", "a folder that two releases share", {.folder = true}, kOk);
  group.add("good-overlap", "two files of a folder in the same bytes",
            {.listing =
                 [](seal::Directory& d) {
                   d.entries[1].offset_bytes = 0;
                   d.entries[1].entry.size_bytes = kFirstText.size();
                 }},
            kOk);
  add_manifests(group);
  add_listings(group);
}

}  // namespace spoor::vectors
