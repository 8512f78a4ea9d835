// Archives whose header, footer, signature or manifest is wrong.
#include <fmt/format.h>

#include <algorithm>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, const char* expect, seal::Bytes file) {
    out_.push_back({fmt::format("archive-{}.spar", name), fault, expect, std::move(file)});
  }

 private:
  Scenarios& out_;
};

seal::Bytes whole() {
  return with_listing([](seal::Directory&) {});
}

std::size_t footer_of(const seal::Bytes& file) {
  return file.size() - seal::kArchiveFooterBytes;
}

seal::Bytes signed_with(std::size_t at, std::initializer_list<std::uint8_t> bytes) {
  return ends_signed_again(patched(whole(), at, bytes));
}

void add_starts(Group& group) {
  group.add("nothing", "an empty file", kDamaged, {});
  group.add("text", "a text file", kDamaged, bytes_of("int main(void) { return 0; }\n"));
  group.add("magic-only", "nothing behind the magic", kDamaged, bytes_of(seal::kArchiveMagic));
  group.add("magic", "another magic, signed", kDamaged, signed_with(0, {'s'}));
  group.add("magic-last", "the magic's last byte, signed", kDamaged, signed_with(7, {2}));
  group.add("version-0", "version 0, signed", kUnsupported, signed_with(8, {0}));
  group.add("version-2", "version 2 without tables, signed", kDamaged, signed_with(8, {2}));
  group.add("version-3", "version 3 without a count of releases, signed", kDamaged, signed_with(8, {3}));
  group.add("version-4", "version 4, signed", kUnsupported, signed_with(8, {4}));
  group.add("version-257", "version 257, signed", kUnsupported, signed_with(9, {1}));
  group.add("flag-1", "the lowest flag, signed", kUnsupported, signed_with(10, {1}));
  group.add("flag-32768", "the highest flag, signed", kUnsupported, signed_with(11, {0x80}));
  group.add("id", "another archive id, signed", kWrongKey, signed_with(44, {0xFF}));
}

void add_cuts(Group& group) {
  const seal::Bytes file = whole();
  group.add("cut-1", "the last byte is missing", kDamaged, first(file, file.size() - 1));
  group.add("cut-half", "the second half is missing", kDamaged, first(file, file.size() / 2));
  group.add("cut-footer", "the footer is missing", kDamaged, first(file, footer_of(file)));
  group.add("cut-signature", "the signature is missing", kDamaged, first(file, file.size() - 64));
  group.add("cut-start", "the first byte is missing", kDamaged, seal::Bytes(file.begin() + 1, file.end()));
  seal::Bytes longer = file;
  longer.push_back(0);
  group.add("byte-behind", "one byte behind the end", kDamaged, longer);
  seal::Bytes twice = file;
  twice.insert(twice.end(), file.end() - seal::kArchiveFooterBytes, file.end());
  group.add("footer-twice", "the footer once more behind the end", kDamaged, twice);
  seal::Bytes gone = file;
  gone.erase(gone.begin() + 70);
  group.add("byte-missing", "a byte in the middle is missing", kDamaged, gone);
}

void add_footers(Group& group) {
  const seal::Bytes file = whole();
  const std::size_t footer = footer_of(file);
  const auto total = [&](std::uint64_t size_bytes) {
    return ends_signed_again(patched(file, footer + 8, little(size_bytes)));
  };
  group.add("footer-magic", "another footer magic, signed", kDamaged, signed_with(footer, {'X'}));
  group.add("total-more", "a total size of one more, signed", kDamaged, total(file.size() + 1));
  group.add("total-less", "a total size of one less, signed", kDamaged, total(file.size() - 1));
  group.add("total-0", "a total size of 0, signed", kDamaged, total(0));
  group.add("total-most", "the greatest total size, signed", kDamaged, total(UINT64_MAX));
}

void add_signatures(Group& group) {
  const seal::Bytes file = whole();
  group.add("checksum", "a flipped bit in the checksum", kDamaged,
            seal_test::flipped(file, (file.size() - 96) * 8));
  group.add("signature", "a flipped bit in the signature", kBadSignature,
            seal_test::flipped(file, (file.size() - 64) * 8));
  group.add("signature-0", "a signature of zeros", kBadSignature,
            patched(file, file.size() - 64, seal::Bytes(64)));
  group.add("signature-long", "the signature's scalar plus the group's order", kBadSignature,
            with_long_scalar(file));
  seal::WireWriter bare;
  bare.bytes(first(file, seal::kArchiveHeaderBytes));
  bare.bytes(seal::ByteView(file).subspan(footer_of(file), seal::kArchiveFooterBytes - 64));
  const auto signature = seal_test::vendor().sign(bare.view()).value();
  group.add("signature-bare", "a signature without its context", kBadSignature,
            patched(file, file.size() - 64, signature));
  const auto other = seal_test::vendor(8);
  group.add("vendor-unsummed", "another vendor in the header, nothing else", kDamaged,
            patched(file, 12, other.public_key()));
  group.add("vendor-other", "sealed by another vendor altogether", kBadSignature,
            ends_signed_again(patched(file, 12, other.public_key()), other));
  group.add("vendor-forged", "the true vendor in the header, signed by another", kBadSignature,
            ends_signed_again(file, other));
}

seal::Bytes with_manifest_ref(const std::function<void(seal::BlockRef&)>& change) {
  ArchiveForge forge;
  const auto root = forge.add(seal::BlockKind::directory, two_files(forge).encode());
  return forge.finish_with(manifest_of(root).encode(), seal::BlockKind::manifest, change);
}

void add_manifest_references(Group& group) {
  const auto add = [&](const char* name, const char* fault, const char* expect,
                       const std::function<void(seal::BlockRef&)>& change) {
    group.add(name, fault, expect, with_manifest_ref(change));
  };
  using Ref = seal::BlockRef;
  add("manifest-offset-more", "the manifest one byte further on", kDamaged, [](Ref& r) { ++r.offset_bytes; });
  add("manifest-offset-most", "the manifest beyond the file", kDamaged,
      [](Ref& r) { r.offset_bytes = UINT64_MAX; });
  add("manifest-early", "a manifest that does not reach the footer", kDamaged,
      [](Ref& r) { --r.stored_bytes; });
  add("manifest-stored-most", "a manifest longer than the file", kDamaged,
      [](Ref& r) { r.stored_bytes = UINT32_MAX; });
  add("manifest-plain-more", "a plain size of one more", kWrongKey, [](Ref& r) { ++r.plain_bytes; });
  add("manifest-plain-most", "a plain size beyond the limit", kDamaged,
      [](Ref& r) { r.plain_bytes = seal::kBlockBytes + 1; });
  add("manifest-number", "another block number", kWrongKey, [](Ref& r) { ++r.number; });
  add("manifest-digest", "another digest", kDamaged, [](Ref& r) { r.digest[0] ^= 1U; });
}

seal::Bytes with_manifest(
    const std::function<void(seal::ArchiveManifest&)>& change,
    const std::function<void(seal::Bytes&)>& change_bytes = [](seal::Bytes&) {}) {
  ArchiveForge forge;
  seal::ArchiveManifest manifest =
      manifest_of(forge.add(seal::BlockKind::directory, two_files(forge).encode()));
  change(manifest);
  seal::Bytes bytes = manifest.encode();
  change_bytes(bytes);
  return forge.finish_with(bytes);
}

void add_manifests(Group& group) {
  using Manifest = seal::ArchiveManifest;
  const auto same = [](Manifest&) {};
  group.add("manifest-tail", "a byte behind the manifest", kDamaged,
            with_manifest(same, [](seal::Bytes& b) { b.push_back(0); }));
  group.add("manifest-cut", "the manifest's last byte is missing", kDamaged,
            with_manifest(same, [](seal::Bytes& b) { b.pop_back(); }));
  group.add("release-long", "a release name of 1,001 bytes", kDamaged,
            with_manifest([](Manifest& m) { m.release.assign(1001, 'r'); }));
  group.add("release-beyond", "a release name longer than the manifest", kDamaged,
            with_manifest(same, [](seal::Bytes& b) { b[1] = 0xFF; }));
  group.add("created-before", "made before 1970", kDamaged,
            with_manifest([](Manifest& m) { m.created_unix_s = -1; }));
  group.add("created-after", "made in the year 10000", kDamaged,
            with_manifest([](Manifest& m) { m.created_unix_s = seal::kLastUnixSecond + 1; }));
  group.add("root-number", "a root that is not the block before", kDamaged,
            with_manifest([](Manifest& m) { --m.root.number; }));
  group.add("root-offset", "a root that does not reach the manifest", kDamaged,
            with_manifest([](Manifest& m) { --m.root.offset_bytes; }));
  group.add("root-stored", "a root that is cut short", kDamaged,
            with_manifest([](Manifest& m) { --m.root.stored_bytes; }));
  group.add("root-digest", "another digest of the root", kDamaged,
            with_manifest([](Manifest& m) { m.root.digest[31] ^= 0x80U; }));
  group.add("root-plain", "a root of another plain size", kWrongKey,
            with_manifest([](Manifest& m) { ++m.root.plain_bytes; }));
  group.add("root-plain-most", "a root of more than 64 MiB", kDamaged,
            with_manifest([](Manifest& m) { m.root.plain_bytes = seal::kMaxListingBytes + 1; }));
}

void add_gaps(Group& group) {
  ArchiveForge gap;
  const auto root = gap.add(seal::BlockKind::directory, two_files(gap).encode());
  gap.add_gap(1);
  group.add("gap-root", "a byte between root and manifest", kDamaged, gap.finish(root));
  ArchiveForge skipped;
  const auto early = skipped.add(seal::BlockKind::directory, two_files(skipped).encode());
  skipped.skip_number();
  group.add("number-skipped", "a block number left out before the manifest", kDamaged, skipped.finish(early));
  ArchiveForge kind;
  const auto listed = kind.add(seal::BlockKind::directory, two_files(kind).encode());
  group.add("manifest-kind", "a manifest sealed as a data block", kWrongKey,
            kind.finish_with(manifest_of(listed).encode(), seal::BlockKind::data));
  ArchiveForge root_kind;
  const auto wrong = root_kind.add(seal::BlockKind::index, two_files(root_kind).encode());
  group.add("root-kind", "a root sealed as an index", kWrongKey, root_kind.finish(wrong));
}

}  // namespace

void add_archive_ends(Scenarios& out) {
  Group group(out);
  add_starts(group);
  add_cuts(group);
  add_footers(group);
  add_signatures(group);
  add_manifest_references(group);
  add_manifests(group);
  add_gaps(group);
}

}  // namespace spoor::vectors
