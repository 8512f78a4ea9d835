// How well one word of a query fits one item: in one pass, or by the best of all ways.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace spoor::find {

/// An item as it is, and as it is compared: in lower case, or the same text again.
struct FuzzyItem {
  std::string_view text;
  std::string_view compared;
  std::size_t name_begin = 0;  ///< of a path: where its last part begins
};

inline constexpr std::size_t kMaxWordBytes = 256;  ///< of a word of the query; it is not empty

/// A way that is found in one pass each way (fzf's first algorithm): the first end of the word, and the
/// nearest beginning to that. nullopt: the word is no subsequence.
[[nodiscard]] std::optional<std::int32_t> quick_score(const FuzzyItem& item, std::string_view word);

/// The best of all ways (fzf's second algorithm, a dynamic programme); `at` gets the bytes that it uses. The
/// word is a subsequence. Items above kBestBytes are scored as quick_score does.
inline constexpr std::size_t kBestBytes = 512;
[[nodiscard]] std::int32_t best_score(const FuzzyItem& item, std::string_view word,
                                      std::vector<std::uint32_t>& at);

}  // namespace spoor::find
