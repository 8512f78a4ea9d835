// Fuzzy choice from a list of names or paths, while somebody types: every word of the query must be a
// subsequence of an item; where it matches decides the rank. Scores follow fzf's (github.com/junegunn/fzf,
// src/algo/algo.go): beginnings of words and consecutive characters are worth more, gaps cost. A match inside
// of the last part of a path comes before one that needs its folders.
//
// Bytes. Upper and lower case are told apart by a word of the query that holds an upper-case letter; only
// ASCII has a case here, other bytes are exact.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/find/fuzzy_score.hpp"

namespace spoor::find {

/// The items, ready to be searched: twice their text and 20 bytes each. Constant once made.
class FuzzyList {
 public:
  explicit FuzzyList(const std::vector<std::string>& items);

  [[nodiscard]] std::size_t size() const noexcept { return masks_.size(); }
  [[nodiscard]] std::string_view item(std::size_t index) const { return part(text_, index); }

 private:
  friend class FuzzyFinder;
  [[nodiscard]] FuzzyItem compared(std::size_t index, bool exact) const {
    const std::string_view text = item(index);
    return {text, exact ? text : part(lower_, index), names_[index]};
  }
  [[nodiscard]] std::string_view part(const std::string& blob, std::size_t index) const {
    return std::string_view(blob).substr(ends_[index], ends_[index + 1] - ends_[index]);
  }
  std::string text_;
  std::string lower_;                   ///< the same in lower case
  std::vector<std::uint64_t> ends_{0};  ///< in both: of item i - 1, which is where item i begins
  std::vector<std::uint64_t> masks_;    ///< which classes of bytes an item holds
  std::vector<std::uint32_t> names_;    ///< where the last part of an item begins
};

struct FuzzyHit {
  std::uint32_t item = 0;
  std::int32_t score = 0;
  std::vector<std::uint32_t> at;  ///< rising: the bytes of the item that the query matched
  friend bool operator==(const FuzzyHit&, const FuzzyHit&) = default;
};

/// One search box. A query that begins with the one before looks only at what that one left; going back a
/// few characters costs nothing either. Not for several threads at once.
class FuzzyFinder {
 public:
  static constexpr std::size_t kMaxQueryBytes = kMaxWordBytes;  ///< what is beyond is left out

  explicit FuzzyFinder(std::shared_ptr<const FuzzyList> list);

  /// The best `most`, best first; of equal ones the shorter, then the earlier in the list. An empty query
  /// matches all, in the order of the list.
  [[nodiscard]] std::vector<FuzzyHit> find(std::string_view query, std::size_t most);
  /// How many items the last query matches.
  [[nodiscard]] std::size_t matches() const noexcept { return matches_; }
  [[nodiscard]] const FuzzyList& list() const noexcept { return *list_; }

 private:
  struct Kept {
    std::string query;
    std::vector<std::uint32_t> items;  ///< that it matches, in the order of the list
  };
  struct Scored {
    std::uint32_t item = 0;
    std::int32_t score = 0;
    std::uint32_t bytes = 0;
  };
  [[nodiscard]] std::vector<Scored> survivors(const std::string& query);
  [[nodiscard]] std::int32_t rank(std::uint32_t item, std::string_view query,
                                  std::vector<std::uint32_t>& at) const;

  std::shared_ptr<const FuzzyList> list_;
  std::vector<Kept> kept_;  ///< each query begins with the one before
  std::size_t matches_ = 0;
};

}  // namespace spoor::find
