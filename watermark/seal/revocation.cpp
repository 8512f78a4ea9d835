#include "watermark/seal/revocation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

}  // namespace

std::optional<SessionIdBytes> session_id_bytes(std::string_view id) {
  SessionIdBytes out{};
  if (id.size() != 2 + 2 * out.size() || !id.starts_with("s-")) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = hex_digit(id[2 + 2 * i]);
    const auto low = hex_digit(id[3 + 2 * i]);
    if (!high || !low) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(*high << 4U | *low);
  }
  return out;
}

std::string session_id_text(const SessionIdBytes& id) {
  std::string out = "s-";
  for (const std::uint8_t byte : id) out += fmt::format("{:02x}", byte);
  return out;
}

Result<RevocationList> open_revocations(ByteView file, std::string_view name) {
  WireReader reader(file);
  if (const auto start = check_start(reader, name, kRevocationKind); !start) {
    return tl::make_unexpected(start.error());
  }
  RevocationList out;
  reader.into(out.vendor_key);
  const auto covered = check_trailer(file, name, kRevocationKind, out.vendor_key);
  if (!covered) return tl::make_unexpected(covered.error());
  out.number = reader.integer<std::uint64_t>();
  out.issued_unix_s = reader.integer<std::int64_t>();
  out.revoked.resize(reader.count(sizeof(SessionIdBytes)));
  for (SessionIdBytes& id : out.revoked) reader.into(id);
  const bool rising =
      std::adjacent_find(out.revoked.begin(), out.revoked.end(), std::greater_equal<>()) == out.revoked.end();
  const bool dated = out.number != 0 && out.issued_unix_s >= 0 && out.issued_unix_s <= kLastUnixSecond;
  if (reader.failed() || reader.rest_bytes() != kTrailerBytes || !rising || !dated) {
    return damaged_file(name, kRevocationKind);
  }
  return out;
}

Result<RevocationList> open_revocations(const std::filesystem::path& path) {
  const auto file = read_small_file(path, kRevocationKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_revocations(*file, path.filename().native());
}

}  // namespace spoor::seal
