#include "tests/unit/seal/fixtures.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/unit/seal/tamper.hpp"

namespace spoor::seal_test {

namespace fs = std::filesystem;

Scratch::Scratch() {
  std::string pattern = (fs::temp_directory_path() / "spoor-test-XXXXXX").native();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch directory");
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> out;
  for (const auto& item : fs::directory_iterator(directory)) out.push_back(item.path().filename().native());
  std::sort(out.begin(), out.end());
  return out;
}

namespace {

seal::SecretKey room_secret_key(std::uint8_t filler) {
  return key_of(static_cast<std::uint8_t>(filler + 1));
}

}  // namespace

seal::SecretKey key_of(std::uint8_t filler) {
  seal::SecretKey out{};
  out.fill(filler);
  return out;
}

seal_write::IssuingKey vendor(std::uint8_t filler) {
  return seal_write::IssuingKey::from_seed(key_of(filler)).value();
}

seal::Result<seal_write::PackSummary> pack(const fs::path& tree, const fs::path& archive,
                                           const seal_write::PackOptions& options) {
  return seal_write::pack_archive(tree, archive, key_of(3), kArchiveId, vendor(), options);
}

seal::Result<seal_write::PackSummary> pack_releases(const std::vector<seal_write::ReleaseTree>& releases,
                                                    const fs::path& archive,
                                                    const seal_write::PackOptions& options) {
  return seal_write::pack_releases(releases, archive, key_of(3), kArchiveId, vendor(), options);
}

seal::Result<seal::ArchiveReader> open(const fs::path& archive) {
  return seal::ArchiveReader::open(archive, key_of(3), vendor().public_key());
}

seal::Session small_session(std::uint32_t slots) {
  seal::Session out;
  out.id = "s-0123456789ab";
  out.reviewer = "Ada Lovelace";
  out.organisation = "Analytical Engines";
  out.vendor = "acme";
  out.vendor_key = vendor().public_key();
  out.archive_id = kArchiveId;
  out.archive_key = key_of(3);
  out.start_unix_s = 1'800'000'000;
  out.expires_unix_s = out.start_unix_s + std::int64_t{slots} * seal::kSlotSeconds;
  out.update_key = key_of(0x21);
  out.log_key.fill(0x22);
  std::mt19937_64 words(99);
  out.tables_a.resize(slots);
  for (auto& table : out.tables_a) std::generate(table.begin(), table.end(), std::ref(words));
  out.table_b.resize(mark::kPositionsB / 64);
  std::generate(out.table_b.begin(), out.table_b.end(), std::ref(words));
  return out;
}

seal::Kit small_kit() {
  seal::Kit out;
  out.vendor = "acme";
  out.vendor_key = vendor().public_key();
  out.mark_key = key_of(5);
  out.strength_em = mark::kDefaultStrengthEm;
  out.sessions.push_back({"s-0123456789ab", "Ada Lovelace", "Analytical Engines", 0xABCDEF012345,
                          1'800'000'000, 2, false, kArchiveId});
  out.sessions.push_back(
      {"s-0123456789ac", "Charles Babbage", "", 5, 1'800'000'900, 65536, true, kArchiveId});
  out.archives.push_back({kArchiveId, "release 1", key_of(3)});
  const std::string reader = out.sessions[0].id;
  out.logs.push_back({reader,
                      1'800'000'900'000,
                      {{reader, kArchiveId, "lib/heap.c", 1, 40, 1'800'000'010'000, 4'000},
                       {reader, kArchiveId, "lib/sort.c", 200, 231, 1'800'000'020'000, 61'500}}});
  return out;
}

seal::Bytes room_public_file(std::uint8_t filler, const std::string& name) {
  const auto signer = vendor(filler);
  seal::WireWriter out;
  out.bytes(seal::as_bytes(seal::kRoomPublicKind.magic));
  out.integer(seal::kRoomPublicKind.version);
  out.integer(std::uint16_t{0});
  out.bytes(signer.public_key());
  out.bytes(seal::agreement_public_key(room_secret_key(filler)).value());
  out.text(name);
  out.integer(std::int64_t{1'700'000'000});
  out.bytes(seal::Bytes(seal::kTrailerBytes));
  return signed_again(out.take(), seal::kRoomPublicKind, signer);
}

seal::RoomPublic room_public(std::uint8_t filler) {
  return seal::open_room_public(room_public_file(filler), seal::kRoomPublicFileName).value();
}

seal::RoomSecret room_secret(std::uint8_t filler) {
  return {room_public(filler).id, room_secret_key(filler)};
}

namespace {

seal_write::PassphraseLock cheap_lock(SeededRandom& random) {
  return seal_write::PassphraseLock::create(kPassphrase, kCheapCost, random).value();
}

}  // namespace

seal::Bytes sealed_session(const seal::Session& session, std::uint64_t seed) {
  SeededRandom random(seed);
  return seal_write::seal_session(session, cheap_lock(random), vendor(), random).value();
}

bool revokes(const fs::path& list, const seal::Session& session) {
  const auto read = seal::open_revocations(list).value();
  return read.vendor_key == session.vendor_key &&
         std::binary_search(read.revoked.begin(), read.revoked.end(),
                            seal::session_id_bytes(session.id).value());
}

seal::Bytes sealed_kit(const seal::Kit& kit, std::uint64_t seed) {
  SeededRandom random(seed);
  return seal_write::seal_kit(kit, cheap_lock(random), vendor(), random).value();
}

}  // namespace spoor::seal_test
