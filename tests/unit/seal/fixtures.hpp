// What the seal tests share: a seeded random source, a scratch directory, a vendor and small sealed files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/seal/room_public.hpp"
#include "watermark/seal/sealing.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/seal/signing.hpp"

namespace spoor::seal_test {

/// Reproducible: never for anything but tests.
class SeededRandom final : public seal_write::RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  seal::Result<void> fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_() & 0xFFU);
    return {};
  }

 private:
  std::mt19937_64 engine_;
};

/// A directory of its own, removed with all that is in it.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write_text(const std::filesystem::path& path, std::string_view text);
[[nodiscard]] std::string read_text(const std::filesystem::path& path);
/// Names in a directory, sorted.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& directory);

[[nodiscard]] seal::SecretKey key_of(std::uint8_t filler);
[[nodiscard]] seal_write::IssuingKey vendor(std::uint8_t filler = 7);
inline constexpr seal::ArchiveId kArchiveId{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
/// Cheap on purpose: the cost is in the file, and these tests open thousands.
inline constexpr seal::ScryptCost kCheapCost{4, 1, 1};

[[nodiscard]] seal::Result<seal_write::PackSummary> pack(const std::filesystem::path& tree,
                                                         const std::filesystem::path& archive,
                                                         const seal_write::PackOptions& options = {});
[[nodiscard]] seal::Result<seal_write::PackSummary> pack_releases(
    const std::vector<seal_write::ReleaseTree>& releases, const std::filesystem::path& archive,
    const seal_write::PackOptions& options = {});
/// With the key and the vendor that pack() uses.
[[nodiscard]] seal::Result<seal::ArchiveReader> open(const std::filesystem::path& archive);

[[nodiscard]] seal::Session small_session(std::uint32_t slots = 2);
[[nodiscard]] seal::Kit small_kit();
inline const std::string kPassphrase = "correct horse battery staple";
inline const std::string kSecondPassphrase = "pack my box with five dozen jugs";
/// A room made of fixed keys: its room.pub, and what it opens locks with.
[[nodiscard]] seal::Bytes room_public_file(std::uint8_t filler = 0x31, const std::string& name = "room 1");
[[nodiscard]] seal::RoomPublic room_public(std::uint8_t filler = 0x31);
[[nodiscard]] seal::RoomSecret room_secret(std::uint8_t filler = 0x31);
[[nodiscard]] seal::Bytes sealed_session(const seal::Session& session, std::uint64_t seed = 1);
[[nodiscard]] seal::Bytes sealed_kit(const seal::Kit& kit, std::uint64_t seed = 2);

/// Whether a list is of the session's vendor and names the session.
[[nodiscard]] bool revokes(const std::filesystem::path& list, const seal::Session& session);

/// The code an outcome failed with; fails the test where it did not fail.
template <typename T>
seal::SealErrorCode code_of(const seal::Result<T>& outcome) {
  return outcome ? throw std::logic_error("it did not fail") : outcome.error().code;
}

}  // namespace spoor::seal_test
