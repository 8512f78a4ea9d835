#include "watermark/vault/policy_toml.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "watermark/seal/file.hpp"

namespace spoor::vault {
namespace {

using seal::Policy;
using seal::Result;

constexpr std::uint64_t kMaxFileBytes = seal::kMaxPolicyBytes;
constexpr std::array kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view kUnlimitedWord = "unlimited";

/// Reads values out of one table and remembers the first mistake: later ones change nothing.
class Section {
 public:
  Section(const toml::table& table, std::string prefix, std::string& mistake)
      : table_(table), prefix_(std::move(prefix)), mistake_(mistake) {}

  /// Every key that is there must be one of these.
  void only(std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table_) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end())
        wrong(node, std::string(key.str()), "there is no such key");
    }
  }
  [[nodiscard]] const toml::node* find(std::string_view key) const { return table_.get(key); }

  void number(std::string_view key, std::uint32_t least, bool may_be_unlimited, std::uint32_t& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto word = node->value_exact<std::string>();
    if (may_be_unlimited && word && *word == kUnlimitedWord) {
      out = seal::kUnlimited;
      return;
    }
    const auto value = node->value_exact<std::int64_t>();
    const std::int64_t most = std::int64_t{seal::kUnlimited} - 1;
    if (!value || *value < least || *value > most) {
      wrong(*node, key,
            fmt::format("it must be a whole number from {} to {}{}", least, most,
                        may_be_unlimited ? ", or \"unlimited\"" : ""));
      return;
    }
    out = static_cast<std::uint32_t>(*value);
  }
  void small(std::string_view key, std::uint8_t& out) {
    std::uint32_t value = out;
    number(key, 1, false, value);
    if (value > seal::kMaxUnlockers) {
      wrong(*find(key), key, fmt::format("it must be at most {}", seal::kMaxUnlockers));
      return;
    }
    out = static_cast<std::uint8_t>(value);
  }
  void truth(std::string_view key, bool& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto value = node->value_exact<bool>();
    if (!value) return wrong(*node, key, "it must be true or false");
    out = *value;
  }
  void strength(std::string_view key, double& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto value = node->value<double>();
    if (!value || !(*value >= 0 && *value <= seal::kMaxStrengthEm))
      return wrong(*node, key, fmt::format("it must be a number from 0 to {}", seal::kMaxStrengthEm));
    out = std::round(*value * seal::kStrengthUnitsPerEm) / seal::kStrengthUnitsPerEm;
  }
  void overlay(std::string_view key, std::string& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto value = node->value_exact<std::string>();
    if (!value || value->size() > seal::kMaxOverlayBytes || seal::printable(*value) != *value)
      return wrong(*node, key,
                   fmt::format("it must be a text of at most {} bytes on one line", seal::kMaxOverlayBytes));
    out = *value;
  }
  void globs(std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr || array->size() > seal::kMaxGlobs)
      return wrong(*node, key, fmt::format("it must be a list of at most {} globs", seal::kMaxGlobs));
    for (const toml::node& item : *array) {
      const auto glob = item.value_exact<std::string>();
      if (!glob || !seal::glob_is_sound(*glob))
        return wrong(item, key,
                     "each must be a glob like \"drivers/net/**\" or \"*.c\", with every [ and { closed");
      out.push_back(*glob);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  /// A table below this one; nullptr where there is none.
  [[nodiscard]] const toml::table* section(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return nullptr;
    if (node->as_table() == nullptr) wrong(*node, key, "it must be a table");
    return node->as_table();
  }
  void wrong(const toml::node& node, std::string_view key, std::string_view what) {
    if (!mistake_.empty()) return;
    mistake_ =
        fmt::format("line {}: {}{}: {}", node.source().begin.line, prefix_, seal::printable(key), what);
  }

 private:
  const toml::table& table_;
  std::string prefix_;
  std::string& mistake_;
};

/// "09:30" -> 570; none for anything else. 24:00 is the end of a day.
std::optional<int> minutes_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int hour = 0;
  int minute = 0;
  const auto digits = [](std::string_view part, int& out) {
    const auto parsed = std::from_chars(part.data(), part.data() + part.size(), out);
    return parsed.ec == std::errc() && parsed.ptr == part.data() + part.size() && part[0] != '-';
  };
  if (!digits(text.substr(0, 2), hour) || !digits(text.substr(3), minute)) return std::nullopt;
  if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return hour * 60 + minute;
}

void read_days(Section& section, std::uint8_t& out) {
  const toml::node* node = section.find("days");
  if (node == nullptr) {
    out = 0x7F;
    return;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty())
    return section.wrong(*node, "days", "it must be a list of days, like [\"mon\", \"fri\"]");
  for (const toml::node& item : *array) {
    const auto name = item.value_exact<std::string>();
    const auto found = std::find(kDays.begin(), kDays.end(), name.value_or(""));
    if (found == kDays.end())
      return section.wrong(item, "days", "each must be one of mon, tue, wed, thu, fri, sat, sun");
    out = static_cast<std::uint8_t>(out | 1U << (found - kDays.begin()));
  }
}

void read_hours(const toml::table& table, std::string& mistake, Policy& out) {
  Section section(table, "daily_hours.", mistake);
  section.only({"days", "from", "to", "utc_offset"});
  seal::DailyHours hours;
  read_days(section, hours.weekdays);
  const auto time = [&](std::string_view key, int most) {
    const toml::node* node = section.find(key);
    const auto text = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    const auto minutes = minutes_of(text.value_or(""));
    if (!minutes || *minutes > most) {
      section.wrong(node == nullptr ? table : *node, key,
                    "it must be a time of day as a text, like \"09:00\"");
      return 0;
    }
    return *minutes;
  };
  hours.from_min = static_cast<std::uint16_t>(time("from", 1439));
  hours.to_min = static_cast<std::uint16_t>(time("to", 1440));
  if (const toml::node* node = section.find("utc_offset"); node != nullptr) {
    const std::string text = node->value_exact<std::string>().value_or("");
    const bool has_sign = text.starts_with('+') || text.starts_with('-');
    const auto minutes = minutes_of(has_sign ? std::string_view(text).substr(1) : "");
    if (!minutes || *minutes > 14 * 60)
      section.wrong(*node, "utc_offset", "it must be a text from \"-14:00\" to \"+14:00\"");
    else
      hours.utc_offset_min = static_cast<std::int16_t>(text[0] == '-' ? -*minutes : *minutes);
  }
  if (hours.from_min == hours.to_min)
    section.wrong(table, "to", "it must be another time than from, for the hours are empty otherwise");
  out.daily_hours = hours;
}

void read_sections(Section& top, std::string& mistake, Policy& out) {
  if (const toml::table* hours = top.section("daily_hours")) read_hours(*hours, mistake, out);
  if (const toml::table* table = top.section("scope")) {
    Section scope(*table, "scope.", mistake);
    scope.only({"include", "exclude"});
    scope.globs("include", out.scope_include);
    scope.globs("exclude", out.scope_exclude);
  }
  if (const toml::table* table = top.section("print")) {
    Section print(*table, "print.", mistake);
    print.only({"pages_total", "consecutive_lines"});
    print.number("pages_total", 0, true, out.print_pages_total);
    print.number("consecutive_lines", 1, true, out.print_consecutive_lines);
  }
  if (const toml::table* table = top.section("unlock")) {
    Section unlock(*table, "unlock.", mistake);
    unlock.only({"n", "m"});
    unlock.small("n", out.unlock_n);
    unlock.small("m", out.unlock_m);
    if (out.unlock_n > out.unlock_m)
      unlock.wrong(*table, "n", "it must be at most m, for no more persons than m have a passphrase");
  }
}

}  // namespace

Result<Policy> parse_policy(std::string_view text, std::string_view name, const Policy& defaults) {
  const auto usage = [&](std::string_view what) {
    return seal::fail(seal::SealErrorCode::usage,
                      fmt::format("The policy {}, {}; correct it.", seal::shown(name), what));
  };
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return usage(fmt::format("line {}: this is not TOML: {}", error.source().begin.line,
                             seal::printable(error.description())));
  }
  Policy out = defaults;
  std::string mistake;
  Section top(root, "", mistake);
  top.only({"daily_hours", "idle_lock_s", "mark_strength_em", "note_allowance_chars", "openings_max",
            "overlay_text", "print", "revocation_list_max_age_s", "scope", "search", "shot", "unlock"});
  top.number("idle_lock_s", 0, false, out.idle_lock_s);
  top.number("openings_max", 1, true, out.openings_max);
  top.number("revocation_list_max_age_s", 0, false, out.revocation_list_max_age_s);
  top.number("note_allowance_chars", 0, true, out.note_allowance_chars);
  top.strength("mark_strength_em", out.mark_strength_em);
  top.truth("shot", out.allow_shot);
  top.truth("search", out.allow_search);
  top.overlay("overlay_text", out.overlay_text);
  read_sections(top, mistake, out);
  if (!mistake.empty()) return usage(mistake);
  if (const auto clause = seal::unsound_clause(out))
    return usage(fmt::format("{}: it is out of bounds", *clause));
  if (seal::encode_policy(out).size() > seal::kMaxPolicyBytes) return usage("scope: the globs are too many");
  return out;
}

Result<Policy> read_policy(const std::filesystem::path& path, const Policy& defaults) {
  const auto file = seal::read_small_file(path, kMaxFileBytes);
  if (!file) return tl::make_unexpected(file.error());
  return parse_policy({reinterpret_cast<const char*>(file->data()), file->size()}, path.filename().native(),
                      defaults);
}

}  // namespace spoor::vault
