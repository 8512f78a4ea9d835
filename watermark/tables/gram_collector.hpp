// The grams of one segment's files, from their bytes to the segment's pages.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "viewer/index/gram_key.hpp"
#include "viewer/index/gram_table.hpp"
#include "watermark/tables/gram_set.hpp"

namespace spoor::tables {

/// Takes files one after the other, at most index::kMaxSegmentFiles of them, in pieces.
class GramCollector {
 public:
  struct Segment {
    index::GramSegment part;  ///< its first file is not known here
    std::vector<seal::Bytes> pages;
  };

  void begin_file(bool binary);  ///< nothing is looked for in binary ones
  void append(std::string_view bytes);
  /// What was collected; begins anew.
  [[nodiscard]] Segment finish();

 private:
  void end_file();
  void push(unsigned char byte);
  void close_run();
  void note_folding(unsigned char byte);

  std::uint32_t files_ = 0;
  bool binary_ = false;      ///< the last file, which is open if there is one
  index::GramKey gram_;      ///< of its last bytes
  unsigned line_bytes_ = 0;  ///< in front of the next byte, in its line; up to 3
  std::uint32_t last_bytes_ = 0;
  bool folds_ = false;
  GramSet grams_;
  index::FileList folding_;
  index::FileList unknown_;
  std::vector<std::uint64_t> pairs_;  ///< key above the file, of the files since the last run
  std::vector<seal::Bytes> runs_;     ///< rising keys, each with its files
};

}  // namespace spoor::tables
