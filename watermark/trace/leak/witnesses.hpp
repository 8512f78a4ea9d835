// Who had a leak's lines on screen, by the logs inside a kit. What this proves is access, not the deed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/leak/places.hpp"

namespace spoor::leak {

/// One session and what its log says of the leak's lines.
struct Witness {
  std::string session;
  std::size_t rank = 1;     ///< 1 and the number of sessions that saw clearly more
  double bits = 0;          ///< of the leak's evidence that lies on lines it had on screen
  std::uint64_t lines = 0;  ///< of the leak's lines that it had on screen
  std::int64_t first_unix_ms = 0, last_unix_ms = 0;  ///< from the first such moment to the last
  std::uint64_t duration_ms = 0;  ///< with any of the lines on screen, several panes counted once
};

enum class LeakVerdict : std::uint8_t {
  one_session,       ///< one log shows all that the leak has, and no other does
  several_sessions,  ///< several do
  in_part,           ///< logs show some of it, none all of it; or most of it is not from this archive
  everywhere,        ///< it stands in more places than were looked at: who saw it tells nothing
  no_session,        ///< it is from this archive, but no log in the kit shows it
  not_found,         ///< there was enough text, and it is not from this archive
  too_short,         ///< there was not enough text to tell
};

struct Testimony {
  LeakVerdict verdict = LeakVerdict::too_short;
  std::vector<Witness> witnesses;  ///< by rank, then by time on screen, longest first, then by session
  std::size_t first = 0;           ///< how many share rank 1
  double bits = 0;                 ///< of the whole leak
  std::uint64_t lines = 0;         ///< of the source that the leak was retyped from
  std::size_t logs = 0;            ///< sessions of this archive whose log is in the kit
  bool mostly_foreign = false;  ///< less than half of its tokens lie in what was found of it in the archive
  std::size_t without_log = 0;  ///< sessions of this archive of which the kit knows no log
};

/// Ranks by how much of the leak's evidence was on a session's screen; a difference below tie_bits is none.
/// Where several places explain a piece, a session's best one counts.
[[nodiscard]] Testimony find_witnesses(const FoundLeak& leak, const seal::Kit& kit,
                                       const seal::ArchiveId& archive,
                                       double tie_bits = PlaceOptions{}.tie_bits);

}  // namespace spoor::leak
