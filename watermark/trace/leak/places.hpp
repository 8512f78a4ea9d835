// Finding leaks in an archive: fingerprints pick pieces of files, alignment decides between them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/trace/leak/align_tokens.hpp"

namespace spoor::leak {

struct PlaceOptions {
  int threads = 2;
  std::size_t candidates = 96;  ///< pieces of source that are aligned, a leak
  /// log2 of how improbable an unrelated leak's place must be, counted over the whole archive: 1e-18. Code
  /// shares idioms that the model of chance does not know: at 1e-9 four of 2,000 pieces of other projects
  /// were taken for the archive's, wholly or in part (bench_leak TREE SEED TEXTS OTHER...).
  double least_bits = 60;
  double tie_bits = 10;  ///< places closer than this are not told apart: chance does this once in 1,000
};

/// Lines of a file that a piece of the leak was retyped from.
struct Place {
  std::string path;          ///< as a log names it (seal::recorded_path)
  TokenAlignment alignment;  ///< its tokens of the leak are counted from the leak's first
};

/// A piece of the leak and where it comes from.
struct Piece {
  Place place;
  std::vector<Place> ties;  ///< other places that explain it as well, best first
  bool everywhere = false;  ///< every candidate does: there may be more such places than were looked at
};

struct FoundLeak {
  std::size_t tokens = 0;
  double spare_bits = 0;      ///< of the worst piece, beyond what chance finds in an archive of this size
  std::vector<Piece> pieces;  ///< in the leak's order; empty: nothing of this archive
  bool enough = false;        ///< there was enough text to find a place by, had it been in the archive
};

/// What each text has of the archive; one pass over the archive for all of them, and one for what is left.
/// Errors: those of the archive.
[[nodiscard]] tl::expected<std::vector<FoundLeak>, seal::SealError> find_places(
    std::span<const std::string> leaks, const seal::ArchiveReader& archive, const PlaceOptions& options = {});

}  // namespace spoor::leak
