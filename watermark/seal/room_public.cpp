#include "watermark/seal/room_public.hpp"

#include <fmt/format.h>

#include "watermark/seal/file.hpp"

namespace spoor::seal {

Result<RoomPublic> open_room_public(ByteView file, std::string_view name) {
  if (file.size() > kRoomPublicKind.limit_bytes) return damaged_file(name, kRoomPublicKind);
  WireReader reader(file);
  if (const auto start = check_start(reader, name, kRoomPublicKind); !start) {
    return tl::make_unexpected(start.error());
  }
  RoomPublic out;
  reader.into(out.signing_key);
  const auto covered = check_trailer(file, name, kRoomPublicKind, out.signing_key);
  if (!covered) return tl::make_unexpected(covered.error());
  reader.into(out.agreement_key);
  out.name = reader.text();
  out.made_unix_s = reader.integer<std::int64_t>();
  if (reader.failed() || reader.rest_bytes() != kTrailerBytes || out.name.size() > kMaxRoomNameBytes ||
      out.made_unix_s < 0 || out.made_unix_s > kLastUnixSecond) {
    return damaged_file(name, kRoomPublicKind);
  }
  const auto id = sha256(file);
  if (!id) return tl::make_unexpected(id.error());
  out.id = *id;
  return out;
}

Result<RoomPublic> open_room_public(const std::filesystem::path& path) {
  const auto file = read_small_file(path, kRoomPublicKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_room_public(*file, path.filename().native());
}

std::string fingerprint_text(const std::array<std::uint8_t, 32>& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    out += fmt::format("{}{:02x}", i % 2 == 0 && i > 0 ? " " : "", bytes[i]);
  return out;
}

std::optional<std::array<std::uint8_t, 32>> fingerprint_bytes(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, 32> out{};
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    const std::size_t value = kDigits.find(c);
    if (value == std::string_view::npos || digits == 2 * out.size()) return std::nullopt;
    std::uint8_t& byte = out[digits / 2];
    byte = static_cast<std::uint8_t>((unsigned{byte} << 4U) | value);
    ++digits;
  }
  return digits == 2 * out.size() ? std::optional(out) : std::nullopt;
}

}  // namespace spoor::seal
