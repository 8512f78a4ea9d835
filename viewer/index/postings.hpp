// Lists of files: rising numbers below a bound, as bits. Gaps are Rice-coded (R. F. Rice, JPL 79-22, 1979)
// with a parameter that follows the mean of the last gaps, for files that share a word lie in clusters.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace spoor::index {

/// Numbers of the files of one segment.
using FileList = std::vector<std::uint16_t>;
inline constexpr std::uint32_t kMaxSegmentFiles = 1U << 16U;

/// Appends the code of a list: rising, not empty, below `files`.
void encode_list(std::span<const std::uint16_t> list, std::uint32_t files, std::vector<std::uint8_t>& out);

/// Appends `count` numbers to `out`. False: the bytes are no code of such a list, or not its only one.
[[nodiscard]] bool decode_list(std::span<const std::uint8_t> bytes, std::uint32_t count, std::uint32_t files,
                               FileList& out);

}  // namespace spoor::index
