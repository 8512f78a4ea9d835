// Successions (.spsc): the vendor's issuing key has been replaced by another. The old key says which one
// follows, the new one that it does: so neither a thief of the old key nor one who has the new key alone can
// put a key of somebody else into the line. Not secret, and of one size.
//
//   8 "SPOORSUC"  2 version = 1  2 flags = 0  32 old key  32 new key  8 made at  8 old sessions open until
//   64 the new key's signature   trailer as in envelope.hpp, by the old key
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "watermark/seal/envelope.hpp"

namespace spoor::seal {

inline constexpr std::string_view kSuccessionSuffix = ".spsc";
inline constexpr std::size_t kSuccessionBytes = kStartBytes + 32 + 8 + 8 + 64 + kTrailerBytes;
inline constexpr EnvelopeKind kSuccessionKind{"SPOORSUC", "succession of the vendor's key", kSuccessionBytes};
/// Of what the new key signs: all in front of its signature.
inline constexpr std::string_view kSuccessorContext = "spoor successor ";

struct Succession {
  VendorPublicKey from{};
  VendorPublicKey to{};  ///< not zeros
  std::int64_t made_unix_s = 0;
  std::int64_t until_unix_s = 0;  ///< sessions of the old key open until then; not before made_unix_s
};

/// Errors: bad_signature (of either key), damaged, unsupported.
[[nodiscard]] Result<Succession> open_succession(ByteView file, std::string_view name);
/// Those among the .spsc files of some directories, each once. One that cannot be read is refused. Errors:
/// io, and as above.
[[nodiscard]] Result<std::vector<Succession>> find_successions(
    const std::vector<std::filesystem::path>& directories);

}  // namespace spoor::seal
