// The table of grams of a sealed archive: which files may hold a string. Its answers are never too few: a
// file that it rules out does not hold the string in one line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/index/gram_page.hpp"
#include "watermark/seal/archive_format.hpp"

namespace spoor::index {

/// The body of the table: which files each segment is of, and where its pages are.
struct GramSegment {
  std::uint32_t first_file = 0;           ///< by number, in the order of packing
  std::uint32_t files = 0;                ///< 1 to kMaxSegmentFiles
  std::vector<std::uint32_t> first_keys;  ///< of its pages, rising
  FileList folding;  ///< files with a U+017F or U+212A, which are an s and a k where case is ignored
  FileList unknown;  ///< files with too many grams: they may hold anything
};

[[nodiscard]] seal::Bytes encode_segments(const std::vector<GramSegment>& segments);
/// False: no such body, or not of as many files and pages.
[[nodiscard]] bool decode_segments(seal::ByteView body, std::uint64_t files, std::size_t pages,
                                   std::vector<GramSegment>& out);

/// A string to look for; any letter of it may be meant in either case.
struct GramString {
  std::string bytes;
  std::vector<bool> either;  ///< by byte: an ASCII letter in either case (or what Unicode folds to it)
};

class GramTable {
 public:
  /// nullptr: the archive has no such table. Errors: io, damaged.
  static seal::Result<std::shared_ptr<const GramTable>> open(
      std::shared_ptr<const seal::ArchiveReader> archive);

  /// By segment. nullopt: a string of fewer than three bytes of one line, about which the table knows
  /// nothing.
  [[nodiscard]] std::size_t segments() const noexcept { return segments_.size(); }
  [[nodiscard]] const GramSegment& segment(std::size_t index) const { return segments_[index].part; }
  [[nodiscard]] seal::Result<std::optional<FileList>> files_with(const GramString& string,
                                                                 std::size_t segment) const;

 private:
  struct Placed {
    GramSegment part;
    std::size_t first_page = 0;
  };
  struct Lookup;
  GramTable() = default;

  std::shared_ptr<const seal::ArchiveReader> archive_;
  std::shared_ptr<const seal::Table> table_;
  std::vector<Placed> segments_;
};

}  // namespace spoor::index
