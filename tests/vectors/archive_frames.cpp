// Blocks that decrypt, but hold something else than the one zstd frame that the format allows (RFC 8878).
#include <fmt/format.h>
#include <zstd.h>

#include <memory>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/tree_forge.hpp"

namespace spoor::vectors {
namespace {

// Offsets in a frame: 4 magic, 1 descriptor, 1 size (below 256 bytes), then 3 bytes of block header.
constexpr std::size_t kDescriptor = 4;
constexpr std::size_t kSize = 5;
constexpr std::size_t kBlockHeader = 6;

const std::string& text() {
  static const std::string kText = "int main(void) { return 0; }\n";
  return kText;
}

/// An archive of one file in a block of this frame.
seal::Bytes with_frame(const seal::Bytes& frame, std::uint32_t plain_bytes) {
  ArchiveForge forge;
  seal::Directory root;
  root.blocks = {forge.add_frame(seal::BlockKind::data, frame, plain_bytes)};
  root.entries = {file_entry("main.c", plain_bytes)};
  return rooted(forge, root);
}

seal::Bytes with_frame(const seal::Bytes& frame) {
  return with_frame(frame, static_cast<std::uint32_t>(text().size()));
}

seal::Bytes frame_with(ZSTD_cParameter parameter, int value) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), parameter, value);
  seal::Bytes out(ZSTD_compressBound(text().size()));
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text().data(), text().size()));
  return out;
}

seal::Bytes joined(const seal::Bytes& one, const seal::Bytes& other) {
  seal::WireWriter out;
  out.bytes(one);
  out.bytes(other);
  return out.take();
}

/// The frame with its header replaced: descriptor, and what stands between it and the first block.
seal::Bytes with_header(const seal::Bytes& frame, std::size_t header_bytes, const seal::Bytes& header) {
  seal::WireWriter out;
  out.bytes(first(frame, kDescriptor));
  out.bytes(header);
  out.bytes(seal::ByteView(frame).subspan(header_bytes));
  return out.take();
}

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void add(const char* name, const char* fault, seal::Bytes file) {
    out_.push_back({fmt::format("archive-frame-{}.spar", name), fault, kDamaged, std::move(file)});
  }

 private:
  Scenarios& out_;
};

void add_second_encodings(Group& group, const seal::Bytes& frame) {
  const seal::Bytes skippable = {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 'h', 'i'};
  group.add("second", "an empty frame behind the frame", with_frame(joined(frame, frame_of({}))));
  group.add("skippable-behind", "a skippable frame behind it", with_frame(joined(frame, skippable)));
  group.add("skippable-before", "a skippable frame in front of it", with_frame(joined(skippable, frame)));
  group.add("checksum", "a frame with a checksum", with_frame(frame_with(ZSTD_c_checksumFlag, 1)));
  group.add("no-size", "a frame that does not say its size",
            with_frame(frame_with(ZSTD_c_contentSizeFlag, 0)));
  const auto size = static_cast<std::uint8_t>(text().size());
  group.add("size-long", "the size in four bytes where one is enough",
            with_frame(with_header(frame, kBlockHeader, {0xA0, size, 0, 0, 0})));
  group.add("dictionary", "a dictionary's id of 0",
            with_frame(with_header(frame, kBlockHeader, {0x21, 0, size})));
  group.add("reserved-bit", "the header's reserved bit", with_frame(patched(frame, kDescriptor, {0x28})));
  group.add("unused-bit", "the header's unused bit", with_frame(patched(frame, kDescriptor, {0x30})));
  // 300 bytes: the size takes two bytes, less 256.
  const std::string longer(300, 'x');
  const seal::Bytes longer_frame = frame_of(seal::as_bytes(longer));
  group.add("window-idle", "a window although the contents are smaller",
            with_frame(with_header(longer_frame, kDescriptor + 3, {0x40, 0x00, 44, 0}), 300));
  group.add("window-most", "a window of 3.75 TiB",
            with_frame(with_header(longer_frame, kDescriptor + 3, {0x40, 0xFF, 44, 0}), 300));
}

void add_damage(Group& group, const seal::Bytes& frame) {
  const auto size = static_cast<std::uint32_t>(text().size());
  const auto sized = [&](std::uint32_t says) {
    return patched(frame, kSize, {static_cast<std::uint8_t>(says)});
  };
  group.add("none", "no frame at all", with_frame(seal::Bytes{}));
  group.add("magic", "another magic", with_frame(patched(frame, 0, {0x27})));
  group.add("plain", "the bare text", with_frame(bytes_of(text())));
  group.add("header-only", "nothing behind the frame's header", with_frame(first(frame, kBlockHeader)));
  group.add("cut", "the frame's last byte is missing", with_frame(first(frame, frame.size() - 1)));
  group.add("byte-behind", "a byte behind the frame", with_frame(joined(frame, {0})));
  group.add("block-kind", "a block of the reserved kind",
            with_frame(patched(frame, kBlockHeader, {static_cast<std::uint8_t>(frame[kBlockHeader] | 6U)})));
  group.add(
      "not-last", "no block is the last",
      with_frame(patched(frame, kBlockHeader, {static_cast<std::uint8_t>(frame[kBlockHeader] & 0xFEU)})));
  group.add("more", "a size of one more than the contents", with_frame(sized(size + 1), size + 1));
  group.add("less", "a size of one less than the contents", with_frame(sized(size - 1), size - 1));
  group.add("disagrees", "a size that is not the listing's", with_frame(frame, size - 1));
  group.add("bomb", "256 KiB behind a listed size of 64 bytes",
            with_frame(frame_of(seal::Bytes(262'144)), 64));
}

void add_listings(Group& group) {
  ArchiveForge root_forge;
  const seal::Bytes listing = two_files(root_forge).encode();
  const auto root = root_forge.add_frame(seal::BlockKind::directory, joined(frame_of(listing), frame_of({})),
                                         static_cast<std::uint32_t>(listing.size()));
  group.add("root", "an empty frame behind the root's", root_forge.finish(root));
  ArchiveForge cut_forge;
  const seal::Bytes cut = two_files(cut_forge).encode();
  const auto cut_root = cut_forge.add_frame(seal::BlockKind::directory, frame_of(first(cut, cut.size() - 1)),
                                            static_cast<std::uint32_t>(cut.size()));
  group.add("root-less", "a root that unpacks to less than its size", cut_forge.finish(cut_root));
}

}  // namespace

void add_archive_frames(Scenarios& out) {
  Group group(out);
  const seal::Bytes frame = frame_of(seal::as_bytes(text()));
  add_second_encodings(group, frame);
  add_damage(group, frame);
  add_listings(group);
}

}  // namespace spoor::vectors
