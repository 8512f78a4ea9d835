#include "viewer/find/fuzzy_score.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace spoor::find {
namespace {

// fzf's: algo.go, "scoreMatch" and the bonuses behind it.
constexpr std::int32_t kMatch = 16;
constexpr std::int32_t kGapStart = -3;
constexpr std::int32_t kGapMore = -1;
constexpr std::int32_t kBoundary = kMatch / 2;
constexpr std::int32_t kAfterSlash = kBoundary + 1;
constexpr std::int32_t kCamel = kBoundary + kGapMore;
constexpr std::int32_t kConsecutive = -(kGapStart + kGapMore);
constexpr std::int32_t kFirstFactor = 2;
// Of a match inside of a path's last part: as much as one more beginning.
constexpr std::int32_t kInName = kBoundary;

enum class Class : std::uint8_t { other, lower, upper, digit };

constexpr std::array<Class, 256> kClasses = [] {
  std::array<Class, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    if ((c >= 'a' && c <= 'z') || c >= 0x80) out[c] = Class::lower;
    if (c >= 'A' && c <= 'Z') out[c] = Class::upper;
    if (c >= '0' && c <= '9') out[c] = Class::digit;
  }
  return out;
}();

Class class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}

std::int32_t bonus_at(std::string_view text, std::size_t at) {
  const Class here = class_of(text[at]);
  if (at == 0) return kAfterSlash;
  if (text[at - 1] == '/') return kAfterSlash;
  const Class before = class_of(text[at - 1]);
  if (here == Class::other) return before == Class::other ? 0 : kBoundary;
  if (before == Class::other) return kBoundary;
  const bool camel =
      (before == Class::lower && here == Class::upper) || (before != Class::digit && here == Class::digit);
  return camel ? kCamel : 0;
}

/// The end of the first subsequence at or behind `from`; npos if there is none.
std::size_t first_end(std::string_view text, std::string_view word, std::size_t from) {
  std::size_t matched = 0;
  for (; from < text.size(); ++from)
    if (text[from] == word[matched] && ++matched == word.size()) return from + 1;
  return std::string_view::npos;
}

/// Where the word's characters lie when it is read backwards from an end that fits.
void places_back_from(std::string_view text, std::string_view word, std::size_t end, std::uint32_t* at) {
  for (std::size_t i = word.size(); i-- > 0;) {
    do --end;
    while (text[end] != word[i]);
    at[i] = static_cast<std::uint32_t>(end);
  }
}

std::int32_t score_of_places(std::string_view text, const std::uint32_t* at, std::size_t count) {
  std::int32_t score = 0;
  std::int32_t run_bonus = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::int32_t bonus = bonus_at(text, at[i]);
    const bool consecutive = i > 0 && at[i] == at[i - 1] + 1;
    if (consecutive) {
      run_bonus = bonus >= kBoundary ? std::max(bonus, run_bonus) : run_bonus;
      bonus = std::max({bonus, run_bonus, kConsecutive});
    } else {
      run_bonus = bonus;
      if (i > 0) score += kGapStart + kGapMore * static_cast<std::int32_t>(at[i] - at[i - 1] - 2);
    }
    score += kMatch + (i == 0 ? bonus * kFirstFactor : bonus);
  }
  return score;
}

/// nullopt: the word is no subsequence.
std::optional<std::int32_t> quick_places(const FuzzyItem& item, std::string_view word, std::uint32_t* at) {
  std::size_t end = first_end(item.compared, word, item.name_begin);
  const bool in_name = end != std::string_view::npos;
  if (!in_name && item.name_begin > 0) end = first_end(item.compared, word, 0);
  if (end == std::string_view::npos) return std::nullopt;
  places_back_from(item.compared, word, end, at);
  return score_of_places(item.text, at, word.size()) + (in_name ? kInName : 0);
}

/// The dynamic programme over (characters of the word) x (bytes of the item).
class Best {
 public:
  Best(const FuzzyItem& item, std::string_view word) : item_(item), word_(word), width_(item.text.size()) {
    cells_.resize(word.size() * width_);
  }

  std::int32_t solve(std::vector<std::uint32_t>& at) {
    for (std::size_t row = 0; row < word_.size(); ++row) fill(row);
    std::size_t end = 0;
    const std::size_t last = word_.size() - 1;
    for (std::size_t i = 1; i < width_; ++i)
      if (cell(last, i).matched > cell(last, end).matched) end = i;
    at.resize(word_.size());
    for (std::size_t row = word_.size(); row-- > 0;) {
      at[row] = static_cast<std::uint32_t>(end);
      if (row > 0) end = cell(row, end).from;
    }
    return cell(last, at[last]).matched;
  }

 private:
  static constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min();
  struct Cell {
    std::int32_t matched = kNever;  ///< the best score with this character here
    std::int32_t best = kNever;     ///< the best with it here or before, gaps up to here paid
    std::uint16_t best_at = 0;      ///< where that one lies
    std::uint16_t from = 0;         ///< where the character before lies, for `matched`
    std::int32_t run_bonus = 0;
  };
  Cell& cell(std::size_t row, std::size_t i) { return cells_[row * width_ + i]; }

  void fill(std::size_t row) {
    for (std::size_t i = 0; i < width_; ++i) {
      Cell& here = cell(row, i);
      if (item_.compared[i] == word_[row]) match(row, i, here);
      carry(row, i, here);
    }
  }

  void match(std::size_t row, std::size_t i, Cell& here) {
    const std::int32_t bonus = bonus_at(item_.text, i);
    here.run_bonus = bonus;
    if (row == 0) {
      here.matched = kMatch + bonus * kFirstFactor;
      return;
    }
    if (i == 0) return;
    const Cell& before = cell(row - 1, i - 1);
    if (before.best == kNever) return;
    here.from = before.best_at;
    here.matched = before.best + kMatch + bonus;
    if (before.matched == kNever) return;
    const std::int32_t run = bonus >= kBoundary ? std::max(bonus, before.run_bonus) : before.run_bonus;
    const std::int32_t consecutive = before.matched + kMatch + std::max({bonus, run, kConsecutive});
    if (consecutive < here.matched) return;
    here.matched = consecutive;
    here.from = static_cast<std::uint16_t>(i - 1);
    here.run_bonus = run;
  }

  /// What a later character finds as the best before it: a gap costs from its first byte on.
  void carry(std::size_t row, std::size_t i, Cell& here) {
    if (i > 0) {
      const Cell& before = cell(row, i - 1);
      const bool opens = before.best_at + std::size_t{1} == i;
      here.best = before.best == kNever ? kNever : before.best + (opens ? kGapStart : kGapMore);
      here.best_at = before.best_at;
    }
    if (here.matched != kNever && here.matched >= here.best) {
      here.best = here.matched;
      here.best_at = static_cast<std::uint16_t>(i);
    }
  }

  const FuzzyItem& item_;
  std::string_view word_;
  std::size_t width_;
  std::vector<Cell> cells_;
};

}  // namespace

std::optional<std::int32_t> quick_score(const FuzzyItem& item, std::string_view word) {
  std::array<std::uint32_t, kMaxWordBytes> at;  // filled as far as it is read
  return quick_places(item, word, at.data());
}

std::int32_t best_score(const FuzzyItem& item, std::string_view word, std::vector<std::uint32_t>& at) {
  if (item.text.size() > kBestBytes) {
    at.resize(word.size());
    return quick_places(item, word, at.data()).value_or(0);
  }
  const std::int32_t anywhere = Best(item, word).solve(at) + (item.name_begin == 0 ? kInName : 0);
  if (item.name_begin == 0 || first_end(item.compared, word, item.name_begin) == std::string_view::npos)
    return anywhere;
  const FuzzyItem name{item.text.substr(item.name_begin), item.compared.substr(item.name_begin), 0};
  std::vector<std::uint32_t> in_name_at;
  const std::int32_t in_name = Best(name, word).solve(in_name_at) + kInName;
  if (in_name < anywhere) return anywhere;
  for (std::uint32_t& place : in_name_at) place += static_cast<std::uint32_t>(item.name_begin);
  at = std::move(in_name_at);
  return in_name;
}

}  // namespace spoor::find
