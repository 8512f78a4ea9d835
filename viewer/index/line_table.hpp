// The table of lines of a sealed archive: how many line feeds each part of a large file holds, so that any
// line of it is found without reading what stands before it. SPEC.md, 2.12.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_format.hpp"

namespace spoor::index {

inline constexpr std::uint64_t kLineChunkBytes = std::uint64_t{256} << 10U;
/// Files up to this have no row: their lines are found while they are read.
inline constexpr std::uint64_t kSmallFileBytes = std::uint64_t{1} << 20U;

struct FileLines {
  std::string path;
  std::uint64_t size_bytes = 0;      ///< more than kSmallFileBytes
  bool ends_with_feed = true;        ///< else one more line than there are feeds
  std::vector<std::uint32_t> feeds;  ///< LF bytes in each kLineChunkBytes of the file, the last one shorter
  friend bool operator==(const FileLines&, const FileLines&) = default;
};

/// The table's body; paths rise as bytes. It has no pages.
[[nodiscard]] seal::Bytes encode_lines(const std::vector<FileLines>& files);
/// False: no such body.
[[nodiscard]] bool decode_lines(seal::ByteView body, std::vector<FileLines>& out);

/// The row of a file of this size; nullptr where the archive has none. Errors: io, damaged.
[[nodiscard]] seal::Result<std::shared_ptr<const FileLines>> lines_of(const seal::ArchiveReader& archive,
                                                                      std::string_view path,
                                                                      std::uint64_t size_bytes);

}  // namespace spoor::index
