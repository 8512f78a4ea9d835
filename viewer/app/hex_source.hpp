// A binary file as lines of text: its offset, sixteen bytes in hexadecimal, the same as ASCII. Made where it
// is looked at, so that any size opens at once.
#pragma once

#include <functional>
#include <memory>

#include "viewer/code/byte_source.hpp"

namespace spoor::app {

/// Reads bytes of the binary file; shorter at its end.
using ReadBytes =
    std::function<code::Result<std::string>(std::uint64_t offset_bytes, std::uint64_t count_bytes)>;

[[nodiscard]] std::shared_ptr<const code::ByteSource> hex_source(std::uint64_t size_bytes, ReadBytes read);

inline constexpr std::uint64_t kHexBytesALine = 16;

}  // namespace spoor::app
