// What a search hands to whoever shows it, and how matches become that.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "viewer/find/scan.hpp"

namespace spoor::find {

/// A match inside its file. One over several lines begins here.
struct Place {
  std::uint64_t line = 0;        ///< from 0
  std::uint64_t begin_byte = 0;  ///< in the line
  std::uint64_t bytes = 0;       ///< to the end of the match or of its first line
};

/// A line to show: one with matches, or the one before or behind such a line.
struct FoundLine {
  std::uint64_t line = 0;        ///< from 0
  std::string text;              ///< at most kExcerptBytes of it
  std::uint64_t first_byte = 0;  ///< of the line: where the text begins
  std::vector<Range> matches;    ///< in the text; empty: context
};

struct FileHits {
  std::string path;
  std::uint64_t lines = 0;  ///< that hold a match
  std::uint64_t matches = 0;
  std::vector<FoundLine> shown;  ///< rising, each line once; bounded
  std::vector<Place> places;     ///< instead of lines, where a search is for one file
};

inline constexpr std::size_t kExcerptBytes = 256;

/// Collects one file's matches.
class HitCollector {
 public:
  enum class Kind : std::uint8_t { lines, places };
  /// Keeps at most `most` lines with matches, or places; counts all.
  HitCollector(Kind kind, std::uint64_t most) : kind_(kind), most_(most) {}

  void add(const Match& match);
  [[nodiscard]] std::uint64_t kept() const noexcept { return kept_; }
  FileHits take(std::string path);

 private:
  void add_line(const Match& match);
  void add_range(const Match& match);
  void emit(std::string_view window, const Range& line, std::uint64_t number, std::size_t first_match);

  Kind kind_;
  std::uint64_t most_;
  std::uint64_t kept_ = 0;
  FileHits hits_;
  std::size_t last_ = 0;  ///< of FileHits::shown: the last line with matches
};

}  // namespace spoor::find
