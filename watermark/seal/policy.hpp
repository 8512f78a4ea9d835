// What the vendor allows in one session: data that travels sealed inside of it and that the viewer enforces.
// The vendor writes TOML (assets/policy.toml); inside is one canonical binary form (SPEC.md, 3.5). No cap is
// a constant of the program. A refusal names the clause that refuses, by the name of its key in the TOML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/mark/context.hpp"
#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::seal {

inline constexpr std::uint32_t kUnlimited = 0xFFFFFFFF;  ///< of an allowance: no end to it
inline constexpr double kStrengthUnitsPerEm = 1e6;
inline constexpr double kMaxStrengthEm = 0.1;  ///< far beyond any use: a guard against nonsense
inline constexpr std::size_t kMaxPolicyBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMaxGlobs = 1000;
inline constexpr std::size_t kMaxGlobBytes = 4096;
inline constexpr std::size_t kMaxOverlayBytes = 200;
inline constexpr std::uint8_t kMaxUnlockers = 16;

/// The hours of the day in which code may be shown, on a clock that stands still against UTC.
struct DailyHours {
  std::uint8_t weekdays = 0;        ///< bit 0 Monday ... bit 6 Sunday; not 0
  std::uint16_t from_min = 0;       ///< 0 to 1439: minutes after midnight
  std::uint16_t to_min = 0;         ///< 1 to 1440, not from_min; before it: hours that end on the next day
  std::int16_t utc_offset_min = 0;  ///< east of UTC, within a day
  friend bool operator==(const DailyHours&, const DailyHours&) = default;
};

struct Policy {
  std::optional<DailyHours> daily_hours;            ///< none: at any hour of the session's window
  std::uint32_t idle_lock_s = 0;                    ///< 0: never
  std::uint32_t openings_max = kUnlimited;          ///< how often the session may be opened, at least 1
  std::uint32_t revocation_list_max_age_s = 0;      ///< 0: none is asked for
  std::uint32_t note_allowance_chars = kUnlimited;  ///< of code, in the reviewer's notes
  std::uint32_t print_pages_total = 0;              ///< 0: nothing may be printed
  std::uint32_t print_consecutive_lines = kUnlimited;
  double mark_strength_em = mark::kDefaultStrengthEm;
  bool allow_shot = true;     ///< --shot writes a marked picture to disk
  bool allow_search = true;   ///< in files and in the whole release
  std::uint8_t unlock_n = 1;  ///< how many persons of
  std::uint8_t unlock_m = 1;  ///< how many have to give their passphrases; 1 of 1: the reviewer alone
  std::string overlay_text;   ///< drawn visibly over the code; UTF-8, one line; empty: none
  std::vector<std::string> scope_include;  ///< globs as in the viewer's search; empty: every path
  std::vector<std::string> scope_exclude;  ///< stronger than include
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// The canonical form. The policy must be sound.
[[nodiscard]] Bytes encode_policy(const Policy& policy);
/// False where the bytes are not the canonical form of a sound policy.
[[nodiscard]] bool decode_policy(ByteView bytes, Policy& out);

/// The key of the first clause that is out of its bounds; none in a sound policy. Sorted and unique globs are
/// part of being sound.
[[nodiscard]] std::optional<std::string_view> unsound_clause(const Policy& policy);
/// Whether brackets and braces close, and more: what the viewer will be able to use.
[[nodiscard]] bool glob_is_sound(std::string_view glob);

/// The key of the first clause in which `next` allows more than `now` does; none where it is nowhere wider.
/// Globs are compared as texts: fewer of include, more of exclude. A locks' n and m cannot be changed.
[[nodiscard]] std::optional<std::string_view> wider_clause(const Policy& next, const Policy& now);

[[nodiscard]] bool hours_allow(const DailyHours& hours, std::int64_t now_unix_s);
/// "Mon, Tue, Wed from 09:00 to 18:00 (UTC+01:00)"
[[nodiscard]] std::string describe_hours(const DailyHours& hours);

/// A refusal that names its clause: "policy: daily_hours: ...".
[[nodiscard]] tl::unexpected<SealError> refused_by(std::string_view clause, std::string_view sentence);

}  // namespace spoor::seal
