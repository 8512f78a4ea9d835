#include "watermark/vault/expiry.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>

namespace spoor::vault {
namespace {

constexpr std::int64_t kMostUnits = 1'000'000;  // of any unit: far beyond what a session may last

std::optional<std::int64_t> parse_relative(std::string_view text, std::int64_t now_unix_s) {
  if (text.size() < 3 || text.front() != '+') return std::nullopt;
  std::int64_t unit_s = 0;
  switch (text.back()) {
    case 'm':
      unit_s = 60;
      break;
    case 'h':
      unit_s = 3600;
      break;
    case 'd':
      unit_s = 86'400;
      break;
    case 'w':
      unit_s = 7 * 86'400;
      break;
    default:
      return std::nullopt;
  }
  std::int64_t units = 0;
  const char* last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data() + 1, last, units);
  if (error != std::errc() || end != last || units < 1 || units > kMostUnits) return std::nullopt;
  return now_unix_s + units * unit_s;
}

/// Takes a number of exactly so many digits off the front.
bool take_digits(std::string_view& text, std::size_t digits, int& out) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, out);
  if (error != std::errc() || end != text.data() + digits || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
  int hours = 0;
  int minutes = 0;
  const bool fits = (take(text, '+') || take(text, '-')) && take_digits(text, 2, hours) && take(text, ':') &&
                    take_digits(text, 2, minutes) && text.empty() && hours < 24 && minutes < 60;
  if (!fits) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

std::optional<std::int64_t> parse_absolute(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const bool fits = take_digits(text, 4, year) && take(text, '-') && take_digits(text, 2, month) &&
                    take(text, '-') && take_digits(text, 2, day) && take(text, 'T') &&
                    take_digits(text, 2, hour) && take(text, ':') && take_digits(text, 2, minute);
  if (!fits || (take(text, ':') && !take_digits(text, 2, second))) return std::nullopt;
  const auto offset_s = parse_offset(text);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!offset_s || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * 86'400 + hour * 3600 + minute * 60 + second - *offset_s;
}

}  // namespace

seal::Result<std::int64_t> parse_expiry(std::string_view text, std::int64_t now_unix_s) {
  auto moment = parse_relative(text, now_unix_s);
  if (!moment) moment = parse_absolute(text);
  if (moment) return *moment;
  return seal::fail(seal::SealErrorCode::usage,
                    fmt::format("{} is no expiry; write +8h, +5d or 2027-01-31T18:00Z.", seal::shown(text)));
}

std::string utc_text(std::int64_t unix_s) {
  const std::chrono::sys_seconds moment{std::chrono::seconds(unix_s)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace spoor::vault
