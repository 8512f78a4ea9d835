#include "watermark/seal/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace spoor::seal {
namespace {

constexpr std::uint8_t kPolicyVersion = 1;
constexpr std::uint8_t kFlagShot = 1;
constexpr std::uint8_t kFlagSearch = 2;
constexpr std::uint8_t kFlagHours = 4;
constexpr std::uint8_t kAllFlags = kFlagShot | kFlagSearch | kFlagHours;
constexpr std::uint8_t kAllWeekdays = 0x7F;
constexpr std::uint16_t kDayMin = 1440;
constexpr std::int64_t kDaySeconds = 86400;

bool hours_are_sound(const DailyHours& hours) {
  return hours.weekdays != 0 && hours.weekdays <= kAllWeekdays && hours.from_min < kDayMin &&
         hours.to_min >= 1 && hours.to_min <= kDayMin && hours.from_min != hours.to_min &&
         std::abs(hours.utc_offset_min) < kDayMin;
}

bool globs_are_sound(const std::vector<std::string>& globs) {
  return globs.size() <= kMaxGlobs && std::all_of(globs.begin(), globs.end(), glob_is_sound) &&
         std::adjacent_find(globs.begin(), globs.end(), std::greater_equal<>()) == globs.end();
}

/// One line that is as it is shown.
bool overlay_is_sound(const std::string& text) {
  return text.size() <= kMaxOverlayBytes && printable(text) == text;
}

void write_globs(WireWriter& out, const std::vector<std::string>& globs) {
  out.integer(static_cast<std::uint32_t>(globs.size()));
  for (const std::string& glob : globs) out.text(glob);
}

std::vector<std::string> read_globs(WireReader& reader) {
  std::vector<std::string> out(reader.count(2));
  for (std::string& glob : out) glob = reader.text();
  return out;
}

/// Whether every member of a sorted list is in another.
bool within(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

bool hours_are_wider(const std::optional<DailyHours>& next, const std::optional<DailyHours>& now) {
  if (!now) return false;
  if (!next || next->utc_offset_min != now->utc_offset_min) return true;
  if ((next->weekdays & ~now->weekdays) != 0) return true;
  // Measured from where the present hours begin, so that midnight is no special case.
  const auto after = [&](int minute) { return (minute - now->from_min + kDayMin) % kDayMin; };
  const int now_length = (now->to_min - now->from_min + kDayMin) % kDayMin;
  const int next_length = (next->to_min - next->from_min + kDayMin) % kDayMin;
  const int begins = after(next->from_min);
  // Hours that begin after midnight belong to another day than the evening before them.
  const bool other_day = next->from_min < now->from_min;
  return other_day ||
         begins + (next_length == 0 ? kDayMin : next_length) > (now_length == 0 ? kDayMin : now_length);
}

bool scope_is_wider(const Policy& next, const Policy& now) {
  const bool more = !now.scope_include.empty() &&
                    (next.scope_include.empty() || !within(next.scope_include, now.scope_include));
  return more || !within(now.scope_exclude, next.scope_exclude);
}

/// Of a limit that 0 switches off: whether the next one is laxer.
bool lapses(std::uint32_t next, std::uint32_t now) {
  return now != 0 && (next == 0 || next > now);
}

}  // namespace

std::optional<std::string_view> unsound_clause(const Policy& policy) {
  if (policy.daily_hours && !hours_are_sound(*policy.daily_hours)) return "daily_hours";
  if (policy.openings_max == 0) return "openings_max";
  if (!(policy.mark_strength_em >= 0 && policy.mark_strength_em <= kMaxStrengthEm)) return "mark_strength_em";
  if (policy.unlock_n < 1 || policy.unlock_n > policy.unlock_m || policy.unlock_m > kMaxUnlockers)
    return "unlock";
  if (!overlay_is_sound(policy.overlay_text)) return "overlay_text";
  if (!globs_are_sound(policy.scope_include) || !globs_are_sound(policy.scope_exclude)) return "scope";
  return std::nullopt;
}

Bytes encode_policy(const Policy& policy) {
  WireWriter out;
  out.integer(kPolicyVersion);
  out.integer(static_cast<std::uint8_t>((policy.allow_shot ? kFlagShot : 0) |
                                        (policy.allow_search ? kFlagSearch : 0) |
                                        (policy.daily_hours ? kFlagHours : 0)));
  const DailyHours hours = policy.daily_hours.value_or(DailyHours{});
  out.integer(hours.weekdays);
  out.integer(hours.from_min);
  out.integer(hours.to_min);
  out.integer(hours.utc_offset_min);
  for (const std::uint32_t number :
       {policy.idle_lock_s, policy.openings_max, policy.revocation_list_max_age_s,
        policy.note_allowance_chars, policy.print_pages_total, policy.print_consecutive_lines,
        static_cast<std::uint32_t>(std::lround(policy.mark_strength_em * kStrengthUnitsPerEm))}) {
    out.integer(number);
  }
  out.integer(policy.unlock_n);
  out.integer(policy.unlock_m);
  out.text(policy.overlay_text);
  write_globs(out, policy.scope_include);
  write_globs(out, policy.scope_exclude);
  return out.take();
}

bool decode_policy(ByteView bytes, Policy& out) {
  WireReader reader(bytes);
  const auto version = reader.integer<std::uint8_t>();
  const auto flags = reader.integer<std::uint8_t>();
  if (version != kPolicyVersion || (flags & ~kAllFlags) != 0) return false;
  out.allow_shot = (flags & kFlagShot) != 0;
  out.allow_search = (flags & kFlagSearch) != 0;
  DailyHours hours;
  hours.weekdays = reader.integer<std::uint8_t>();
  hours.from_min = reader.integer<std::uint16_t>();
  hours.to_min = reader.integer<std::uint16_t>();
  hours.utc_offset_min = reader.integer<std::int16_t>();
  out.daily_hours = (flags & kFlagHours) != 0 ? std::optional(hours) : std::nullopt;
  if (!out.daily_hours && hours != DailyHours{}) return false;
  for (std::uint32_t* number :
       {&out.idle_lock_s, &out.openings_max, &out.revocation_list_max_age_s, &out.note_allowance_chars,
        &out.print_pages_total, &out.print_consecutive_lines}) {
    *number = reader.integer<std::uint32_t>();
  }
  out.mark_strength_em = reader.integer<std::uint32_t>() / kStrengthUnitsPerEm;
  out.unlock_n = reader.integer<std::uint8_t>();
  out.unlock_m = reader.integer<std::uint8_t>();
  out.overlay_text = reader.text();
  out.scope_include = read_globs(reader);
  out.scope_exclude = read_globs(reader);
  return reader.finished() && !unsound_clause(out);
}

bool glob_is_sound(std::string_view glob) {
  if (glob.empty() || glob.size() > kMaxGlobBytes || glob.find('\0') != std::string_view::npos) return false;
  int braces = 0;
  for (std::size_t at = 0; at < glob.size(); ++at) {
    const char c = glob[at];
    if (c == '\\' && ++at >= glob.size()) return false;
    braces += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (braces < 0) return false;
    if (c != '[') continue;
    std::size_t first = at + 1;
    if (first < glob.size() && (glob[first] == '!' || glob[first] == '^')) ++first;
    const std::size_t end = glob.find(']', first + 1);  // a ] that comes first is one of the characters
    if (end == std::string_view::npos) return false;
    for (std::size_t dash = first + 1; dash + 1 < end; ++dash) {
      if (glob[dash] == '-' &&
          static_cast<unsigned char>(glob[dash - 1]) > static_cast<unsigned char>(glob[dash + 1])) {
        return false;
      }
    }
    at = end;
  }
  return braces == 0;
}

std::optional<std::string_view> wider_clause(const Policy& next, const Policy& now) {
  if (hours_are_wider(next.daily_hours, now.daily_hours)) return "daily_hours";
  if (lapses(next.idle_lock_s, now.idle_lock_s)) return "idle_lock_s";
  if (next.openings_max > now.openings_max) return "openings_max";
  if (lapses(next.revocation_list_max_age_s, now.revocation_list_max_age_s))
    return "revocation_list_max_age_s";
  if (next.note_allowance_chars > now.note_allowance_chars) return "note_allowance_chars";
  if (next.print_pages_total > now.print_pages_total) return "print.pages_total";
  if (next.print_consecutive_lines > now.print_consecutive_lines) return "print.consecutive_lines";
  if (next.mark_strength_em < now.mark_strength_em) return "mark_strength_em";
  if (next.allow_shot && !now.allow_shot) return "shot";
  if (next.allow_search && !now.allow_search) return "search";
  if (next.unlock_n != now.unlock_n || next.unlock_m != now.unlock_m) return "unlock";
  if (!now.overlay_text.empty() && next.overlay_text.empty()) return "overlay_text";
  if (scope_is_wider(next, now)) return "scope";
  return std::nullopt;
}

bool hours_allow(const DailyHours& hours, std::int64_t now_unix_s) {
  const std::int64_t local_s = now_unix_s + std::int64_t{hours.utc_offset_min} * 60;
  const std::int64_t day = (local_s >= 0 ? local_s : local_s - (kDaySeconds - 1)) / kDaySeconds;
  const std::int64_t minute = (local_s - day * kDaySeconds) / 60;
  const auto chosen = [&](std::int64_t which) {
    // 1970-01-01 was a Thursday.
    return (hours.weekdays >> (((which + 3) % 7 + 7) % 7) & 1) != 0;
  };
  if (hours.from_min < hours.to_min) return chosen(day) && minute >= hours.from_min && minute < hours.to_min;
  return (chosen(day) && minute >= hours.from_min) || (chosen(day - 1) && minute < hours.to_min);
}

std::string describe_hours(const DailyHours& hours) {
  constexpr std::array kNames = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string days;
  for (std::size_t day = 0; day < kNames.size(); ++day) {
    if ((hours.weekdays >> day & 1) == 0) continue;
    days += (days.empty() ? "" : ", ") + std::string(kNames[day]);
  }
  const int offset = std::abs(hours.utc_offset_min);
  return fmt::format("{} from {:02}:{:02} to {:02}:{:02} (UTC{}{:02}:{:02})", days, hours.from_min / 60,
                     hours.from_min % 60, hours.to_min / 60, hours.to_min % 60,
                     hours.utc_offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
}

tl::unexpected<SealError> refused_by(std::string_view clause, std::string_view sentence) {
  return fail(SealErrorCode::refused, fmt::format("policy: {}: {}", clause, sentence));
}

}  // namespace spoor::seal
