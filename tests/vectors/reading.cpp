#include "tests/vectors/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/unit/seal/fixtures.hpp"
#include "tests/vectors/scenario.hpp"
#include "viewer/index/gram_table.hpp"
#include "viewer/index/line_table.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/notes_file.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/room_prints.hpp"
#include "watermark/seal/session_format.hpp"
#include "watermark/seal/succession.hpp"
#include "watermark/seal/update.hpp"
#include "watermark/vault/keys.hpp"

namespace spoor::vectors {
namespace {

namespace fs = std::filesystem;
using seal::SealErrorCode;

using Walk = seal::Result<void>;

Walk walk(const seal::ArchiveReader& archive, const std::string& directory, seal::WireWriter& released) {
  auto entries = archive.list(directory);
  if (!entries) return tl::make_unexpected(entries.error());
  std::sort(entries->begin(), entries->end(),
            [](const seal::DirEntry& one, const seal::DirEntry& other) { return one.name < other.name; });
  for (const seal::DirEntry& entry : *entries) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    const bool below = entry.kind == seal::EntryKind::directory;
    const auto contents = below ? seal::Result<std::string>("") : archive.read(path);
    if (!contents) return tl::make_unexpected(contents.error());
    released.integer(static_cast<std::uint8_t>(entry.kind));
    released.text(path);
    released.integer(std::uint64_t{contents->size()});
    released.bytes(seal::as_bytes(*contents));
    if (auto walked = below ? walk(archive, path, released) : Walk(); !walked) return walked;
  }
  return {};
}

/// All that the tables say, as far as each page can be read.
Walk read_tables(const seal::ArchiveReader& archive) {
  if (const auto files = archive.files(); !files) return tl::make_unexpected(files.error());
  const auto table = archive.table(seal::TableKind::grams);
  if (!table) return tl::make_unexpected(table.error());
  if (*table == nullptr) return {};
  const auto damaged = [] { return seal::fail(SealErrorCode::damaged, "The table of grams is damaged."); };
  std::vector<index::GramSegment> segments;
  if (!index::decode_segments((*table)->body, archive.content_count(), (*table)->pages.size(), segments))
    return damaged();
  std::size_t next = 0;
  for (const index::GramSegment& segment : segments) {
    std::int64_t last_key = -1;
    for (const std::uint32_t first_key : segment.first_keys) {
      const auto plain = archive.page(**table, next++);
      index::GramPage page;
      if (!plain) return tl::make_unexpected(plain.error());
      if (!index::GramPage::parse((*plain)->view(), first_key, page) || first_key <= last_key)
        return damaged();
      index::FileList list;
      for (const index::GramPage::Entry& entry : page.entries())
        if (!index::decode_list(entry.list, entry.count, segment.files, list)) return damaged();
      last_key = page.entries().back().key;
    }
  }
  return {};
}

Walk read_lines(const seal::ArchiveReader& archive) {
  const auto table = archive.table(seal::TableKind::lines);
  if (!table) return tl::make_unexpected(table.error());
  std::vector<index::FileLines> rows;
  if (*table == nullptr || ((*table)->pages.empty() && index::decode_lines((*table)->body, rows))) return {};
  return seal::fail(SealErrorCode::damaged, "The table of lines is damaged.");
}

/// As the viewer opens one: with the key, the vendor and the archive's id that a session names.
Walk read_archive(const fs::path& path, seal::WireWriter& released) {
  const auto archive = seal_test::open(path);
  if (!archive) return tl::make_unexpected(archive.error());
  if (archive->id() != seal_test::kArchiveId) return seal::fail(SealErrorCode::wrong_key, "another archive");
  const std::vector<std::string> releases = archive->releases();
  for (const std::string& name : releases) {
    const auto release = archive->with_release(name);
    if (!release) return tl::make_unexpected(release.error());
    if (auto read = read_tables(*release); !read) return read;
    if (auto read = read_lines(*release); !read) return read;
    if (releases.size() > 1) released.text(name);
    if (auto read = walk(*release, "", released); !read) return read;
  }
  return {};
}

Walk read_session(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, seal::kSessionKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const seal::RoomSecret room = seal_test::room_secret();
  const seal::LockKeys keys{{&seal_test::kPassphrase, &seal_test::kSecondPassphrase}, &room};
  const auto session = seal::open_session(*file, "vector", keys);
  if (!session) return tl::make_unexpected(session.error());
  released.bytes(seal::open_envelope(*file, "vector", seal::kSessionKind, keys)->body.view());
  return {};
}

Walk read_kit(const fs::path& path, seal::WireWriter& released) {
  const auto kit = seal::open_kit(path, seal_test::kPassphrase);
  if (!kit) return tl::make_unexpected(kit.error());
  released.bytes(seal::open_envelope(path, seal::kKitKind, seal_test::kPassphrase)->body.view());
  return {};
}

Walk read_keys(const fs::path& path, seal::WireWriter& released) {
  const auto keys = vault::open_keys(path, seal_test::kPassphrase);
  if (!keys) return tl::make_unexpected(keys.error());
  const auto with_version = [&](std::uint16_t version) {
    return seal::open_envelope(path,
                               {vault::kKeysKind.magic, "key file", vault::kKeysKind.limit_bytes, version},
                               seal_test::kPassphrase);
  };
  const auto second = with_version(2);
  released.bytes(second ? second->body.view() : with_version(1)->body.view());
  return {};
}

Walk read_escrow(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, vault::kEscrowKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const seal::LockKeys trustees{{&seal_test::kPassphrase, &seal_test::kSecondPassphrase}};
  const auto keys = vault::open_escrow(*file, "vector", trustees.passphrases);
  if (!keys) return tl::make_unexpected(keys.error());
  released.bytes(seal::open_envelope(*file, "vector", vault::kEscrowKind, trustees)->body.view());
  return {};
}

Walk read_print(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, seal::kMaxPrintBytes);
  if (!file) return tl::make_unexpected(file.error());
  const auto pdf = seal::open_print(*file, kPrintNumber, seal_test::room_secret().id, print_state_key());
  if (!pdf) return tl::make_unexpected(pdf.error());
  released.bytes(*pdf);
  return {};
}

Walk read_update(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, seal::kUpdateKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const seal::SecretKey key = seal_test::key_of(0x21);
  const auto update = seal::open_update(*file, "vector", key);
  if (!update) return tl::make_unexpected(update.error());
  seal::LockKeys keys;
  keys.update_key = &key;
  released.bytes(seal::open_envelope(*file, "vector", seal::kUpdateKind, keys)->body.view());
  return {};
}

Walk read_room(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, seal::kRoomPublicKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const auto room = seal::open_room_public(*file, "vector");
  if (!room) return tl::make_unexpected(room.error());
  released.bytes(seal::ByteView(*file).first(file->size() - seal::kTrailerBytes));
  return {};
}

Walk read_succession(const fs::path& path, seal::WireWriter& released) {
  const auto file = seal::read_small_file(path, seal::kSuccessionBytes + 1);
  if (!file) return tl::make_unexpected(file.error());
  const auto succession = seal::open_succession(*file, "vector");
  if (!succession) return tl::make_unexpected(succession.error());
  released.bytes(seal::ByteView(*file).first(file->size() - seal::kTrailerBytes));
  return {};
}

Walk read_notes(const fs::path& path, seal::WireWriter& released) {
  constexpr std::size_t kSaltAt = 60;
  constexpr std::size_t kBodyAt = 92;
  const auto file = seal::read_small_file(path, seal::kMaxNotesBytes);
  if (!file) return tl::make_unexpected(file.error());
  const auto owner = seal::notes_owner(seal_test::key_of(0x71), seal_test::kArchiveId).value();
  const bool is_export = path.extension() == seal::kNotesExportSuffix;
  if (is_export) {
    const auto text = seal::open_notes_export(*file, "vector", owner);
    if (!text) return tl::make_unexpected(text.error());
    released.bytes(seal::as_bytes(*text));
    return {};
  }
  const auto notes = seal::open_notes(*file, "vector", owner);
  if (!notes) return tl::make_unexpected(notes.error());
  const seal::ByteView whole(*file);
  const auto key = seal::derive_key(owner.key, whole.subspan(kSaltAt, 32), "spoor notes file").value();
  seal::Bytes body(whole.size() - kBodyAt - seal::kTagBytes);
  if (auto opened = seal::gcm_open(key, {}, whole.first(kBodyAt), whole.subspan(kBodyAt), body); !opened)
    return opened;
  released.bytes(body);
  return {};
}

Walk read_revocations(const fs::path& path, seal::WireWriter& released) {
  const auto list = seal::open_revocations(path);
  if (!list) return tl::make_unexpected(list.error());
  const auto file = seal::read_small_file(path, seal::kRevocationKind.limit_bytes).value();
  released.bytes(seal::ByteView(file).first(file.size() - seal::kTrailerBytes));
  return {};
}

}  // namespace

seal::SecretKey print_state_key() {
  return seal_test::key_of(0x55);
}

std::string class_of(SealErrorCode code) {
  switch (code) {
    case SealErrorCode::damaged:
      return kDamaged;
    case SealErrorCode::unsupported:
      return kUnsupported;
    case SealErrorCode::wrong_key:
      return kWrongKey;
    case SealErrorCode::bad_signature:
      return kBadSignature;
    default:
      return "another";
  }
}

std::string hex_digest(seal::ByteView bytes) {
  std::string out;
  const seal::Digest digest = seal::sha256(bytes).value();
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

Answer read_vector(const fs::path& path, const std::string& suffix) {
  seal::WireWriter released;
  const auto read = suffix == ".spar"    ? read_archive(path, released)
                    : suffix == ".spsn"  ? read_session(path, released)
                    : suffix == ".spkit" ? read_kit(path, released)
                    : suffix == ".spvk"  ? read_keys(path, released)
                    : suffix == ".spve"  ? read_escrow(path, released)
                    : suffix == ".sprt"  ? read_print(path, released)
                    : suffix == ".spsu"  ? read_update(path, released)
                    : suffix == ".pub"   ? read_room(path, released)
                    : suffix == ".spnt"  ? read_notes(path, released)
                    : suffix == ".spnx"  ? read_notes(path, released)
                    : suffix == ".spsc"  ? read_succession(path, released)
                                         : read_revocations(path, released);
  return {read ? kOk : class_of(read.error().code), released.take()};
}

}  // namespace spoor::vectors
