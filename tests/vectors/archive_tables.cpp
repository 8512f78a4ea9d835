// Archives with tables over the whole tree, and tables that lie.
#include <fmt/format.h>

#include "tests/vectors/tree_forge.hpp"
#include "viewer/index/line_table.hpp"
#include "watermark/seal/file_table.hpp"
#include "watermark/tables/gram_collector.hpp"

namespace spoor::vectors {
namespace {

using Change = std::function<void(seal::Bytes&)>;

/// What of an archive is changed before it is sealed.
struct Changes {
  Change file_page = [](seal::Bytes&) {};
  Change file_body = [](seal::Bytes&) {};
  Change gram_page = [](seal::Bytes&) {};
  Change gram_body = [](seal::Bytes&) {};
  bool lines = false;  ///< with the table of lines, which for two small files is empty
  Change line_body = [](seal::Bytes&) {};
  std::vector<seal::Bytes> line_pages = {};
  std::function<void(seal::ArchiveManifest&)> manifest = [](seal::ArchiveManifest&) {};
  std::function<void(seal::FileTable&)> files = [](seal::FileTable& table) {
    table.add("a.c", {kFirstText.size(), 0, 0, 0, false});
    table.add("b.c", {kSecondText.size(), 0, static_cast<std::uint32_t>(kFirstText.size()), 1, false});
  };
  std::uint16_t version = seal::kArchiveTablesVersion;
};

seal::Bytes with_tables(const Changes& changes) {
  ArchiveForge forge(seal_test::key_of(3), seal_test::kArchiveId, changes.version);
  const seal::Directory root = two_files(forge);
  seal::FileTable files(root.blocks);
  changes.files(files);
  std::vector<seal::Bytes> file_pages = files.encode_pages();
  seal::Bytes file_body = files.encode_body();
  changes.file_page(file_pages.at(0));
  changes.file_body(file_body);
  tables::GramCollector collector;
  for (const std::string& text : {kFirstText, kSecondText}) {
    collector.begin_file(false);
    collector.append(text);
  }
  auto grams = collector.finish();
  seal::Bytes gram_body = index::encode_segments({grams.part});
  changes.gram_page(grams.pages.at(0));
  changes.gram_body(gram_body);
  std::vector<seal::TableRef> refs = {add_table(forge, seal::TableKind::files, file_pages, file_body),
                                      add_table(forge, seal::TableKind::grams, grams.pages, gram_body)};
  if (changes.lines) {
    seal::Bytes line_body = index::encode_lines({});
    changes.line_body(line_body);
    refs.push_back(add_table(forge, seal::TableKind::lines, changes.line_pages, line_body));
  }
  seal::ArchiveManifest manifest = manifest_of(forge.add(seal::BlockKind::directory, root.encode()));
  manifest.files = 2;
  manifest.tables = std::move(refs);
  changes.manifest(manifest);
  return forge.finish_with(manifest.encode());
}

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const Changes& changes, const char* expect = kDamaged) {
    out_.push_back({fmt::format("archive-table-{}.spar", name), fault, expect, with_tables(changes)});
  }

 private:
  Scenarios& out_;
};

void add_manifests(Group& group) {
  using Manifest = seal::ArchiveManifest;
  group.add("version-1", "tables in an archive of version 1", {.version = seal::kArchiveVersion});
  group.add("none", "version 2 with no table", {.manifest = [](Manifest& m) { m.tables.clear(); }});
  group.add("files-missing", "grams without files",
            {.manifest = [](Manifest& m) { m.tables.erase(m.tables.begin()); }});
  group.add("order", "tables in falling order",
            {.manifest = [](Manifest& m) { std::swap(m.tables[0], m.tables[1]); }});
  group.add("kind-twice", "the table of files twice",
            {.manifest = [](Manifest& m) { m.tables[1] = m.tables[0]; }});
  group.add("kind-5", "a table of kind 5",
            {.manifest = [](Manifest& m) { m.tables[1].kind = static_cast<seal::TableKind>(5); }});
  group.add("behind-root", "a table that the root does not lie behind",
            {.manifest = [](Manifest& m) { m.tables[0].ref.number = m.root.number; }});
  group.add("digest", "another digest of a table",
            {.manifest = [](Manifest& m) { m.tables[0].ref.digest[0] ^= 1U; }});
  group.add("swapped", "each table under the other's kind",
            {.manifest = [](Manifest& m) { std::swap(m.tables[0].ref, m.tables[1].ref); }});
  group.add("count", "more files than the table has", {.manifest = [](Manifest& m) { m.files = 3; }});
}

void add_files(Group& group) {
  using Files = seal::FileTable;
  const auto rows = [&](const char* name, const char* fault, const std::function<void(Files&)>& fill) {
    group.add(name, fault, {.files = fill});
  };
  const auto size = static_cast<std::uint32_t>(kFirstText.size());
  rows("row-order", "paths in falling order", [](Files& t) {
    t.add("b.c", {1, 0, 0, 0, false});
    t.add("a.c", {1, 0, 0, 1, false});
  });
  rows("row-dots", "a path through ..", [](Files& t) {
    t.add("../a.c", {1, 0, 0, 0, false});
    t.add("b.c", {1, 0, 0, 1, false});
  });
  rows("row-number", "one file number twice", [size](Files& t) {
    t.add("a.c", {1, 0, 0, 1, false});
    t.add("b.c", {1, 0, size, 1, false});
  });
  rows("row-beyond", "a file that ends behind its block", [size](Files& t) {
    t.add("a.c", {1, 0, 0, 0, false});
    t.add("b.c", {kSecondText.size() + 1, 0, size, 1, false});
  });
  rows("row-block", "a file in a block that is not there", [](Files& t) {
    t.add("a.c", {1, 0, 0, 0, false});
    t.add("b.c", {1, 1, 0, 1, false});
  });
  group.add("row-shared", "a path that shares more than it says", {.file_page = [](seal::Bytes& page) {
              page = {0, 0, 1, 0,   'a', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                      0, 2, 0, 'a', 'b', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
            }});
  group.add("row-cut", "a row that is cut short", {.file_page = [](seal::Bytes& page) { page.pop_back(); }});
  group.add("files-tail", "a byte behind the blocks",
            {.file_body = [](seal::Bytes& body) { body.push_back(0); }});
}

void add_grams(Group& group) {
  group.add("gram-tail", "a byte behind a page's lists",
            {.gram_page = [](seal::Bytes& page) { page.push_back(0); }});
  group.add("gram-cut", "a page that is cut short",
            {.gram_page = [](seal::Bytes& page) { page.pop_back(); }});
  group.add("gram-none", "a page of no keys", {.gram_page = [](seal::Bytes& page) { page = {0}; }});
  group.add("gram-step", "a key twice", {.gram_page = [](seal::Bytes& page) { page[3] = 0; }});
  group.add("gram-form", "a count in a longer form", {.gram_page = [](seal::Bytes& page) {
              page[0] = static_cast<std::uint8_t>(page[0] | 0x80U);
              page.insert(page.begin() + 1, 0);
            }});
  group.add("gram-bits", "bits behind a list",
            {.gram_page = [](seal::Bytes& page) { page.back() |= 0x80U; }});
  group.add("grams-files", "a segment of more files than there are",
            {.gram_body = [](seal::Bytes& b) { b[4] = 3; }});
  group.add("grams-pages", "a segment of more pages than there are",
            {.gram_body = [](seal::Bytes& b) { b[8] = 2; }});
  group.add("grams-tail", "a byte behind the segments",
            {.gram_body = [](seal::Bytes& b) { b.push_back(0); }});
}

void add_lines(Group& group) {
  using Rows = std::vector<index::FileLines>;
  const auto rows = [&](const char* name, const char* fault, const Rows& files) {
    group.add(name, fault, {.lines = true, .line_body = [files](seal::Bytes& body) {
                              body = index::encode_lines(files);
                            }});
  };
  const std::uint64_t size = index::kSmallFileBytes + 1;
  const std::vector<std::uint32_t> feeds = {9, 8, 7, 6, 1};
  rows("lines-order", "rows of lines in falling order",
       {{"b.c", size, true, feeds}, {"a.c", size, true, feeds}});
  rows("lines-path", "lines of a file without a path", {{"", size, true, feeds}});
  rows("lines-small", "lines of a file of 1 MiB", {{"a.c", size - 1, true, {9, 8, 7, 6}}});
  rows("lines-few", "fewer parts than the file has", {{"a.c", size, true, {9, 8, 7, 6}}});
  rows("lines-many", "more line feeds than the last part has bytes", {{"a.c", size, true, {9, 8, 7, 6, 2}}});
  rows("lines-end", "a last line feed that is in no part", {{"a.c", size, true, {9, 8, 7, 6, 0}}});
  group.add("lines-flag", "an end of a file that is neither",
            {.lines = true, .line_body = [=](seal::Bytes& body) {
               body = index::encode_lines({{"a.c", size, true, feeds}});
               body[7] = 2;
             }});
  group.add("lines-page", "a page of lines", {.lines = true, .line_pages = {{1}}});
}

}  // namespace

void add_archive_tables(Scenarios& out) {
  Group group(out);
  group.add("good", "tables of files and of grams", {}, kOk);
  group.add("good-files", "a table of files alone",
            {.manifest = [](seal::ArchiveManifest& m) { m.tables.pop_back(); }}, kOk);
  add_manifests(group);
  add_files(group);
  add_grams(group);
  group.add("good-lines", "tables of files, of grams and of lines", {.lines = true}, kOk);
  add_lines(group);
}

}  // namespace spoor::vectors
