// Pages that were printed in a room, sealed under the room's state key until whoever keeps the room takes
// them out on paper or as a PDF: source lies on a room's disk in no other form either.
//
//   8 "SPOORPRT"  2 version = 1  2 flags = 0  32 room id  text number of the first page  12 nonce
//   sealed PDF (AES-256-GCM, tag last; binds all in front of the nonce)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "watermark/seal/lock.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal {

inline constexpr std::string_view kPrintSuffix = ".sprt";  ///< NUMBER.sprt
inline constexpr std::uint64_t kMaxPrintBytes = std::uint64_t{1} << 30U;

/// `number`: of the first page (bates_number). Error: io.
[[nodiscard]] Result<Bytes> seal_print(ByteView pdf, std::string_view number, const RoomId& room,
                                       const SecretKey& state_key, const RandomFill& random);
/// Errors: damaged (altered, another room's, another print's), unsupported.
[[nodiscard]] Result<Bytes> open_print(ByteView file, std::string_view number, const RoomId& room,
                                       const SecretKey& state_key);

}  // namespace spoor::seal
