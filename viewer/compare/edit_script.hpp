// The shortest way from one sequence to another by deleting and inserting: Myers, "An O(ND) Difference
// Algorithm and Its Variations" (Algorithmica 1, 1986), in its linear-space form, which looks for the middle
// of the way from both ends at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace spoor::compare {

/// Elements [old_begin, old_end) became [new_begin, new_end); one of the two may be empty.
struct Change {
  std::uint64_t old_begin = 0;
  std::uint64_t old_end = 0;
  std::uint64_t new_begin = 0;
  std::uint64_t new_end = 0;
  [[nodiscard]] std::uint64_t removed() const { return old_end - old_begin; }
  [[nodiscard]] std::uint64_t added() const { return new_end - new_begin; }
  friend bool operator==(const Change&, const Change&) = default;
};

/// Time grows with length times differences. Once `most_steps` are spent, searches for a middle are cut off
/// where they have come furthest after kLeastCost edits: the script stays right and need not be the shortest
/// any more.
struct EditLimits {
  std::uint64_t most_steps = 400'000'000;  ///< about a second
};
inline constexpr std::uint64_t kLeastCost = 64;

struct EditScript {
  std::vector<Change> changes;  ///< in order; between two of them at least one element stayed
  bool shortest = true;         ///< no other deletes and inserts less
};

/// Elements are numbers: equal ones stand for equal things; memory grows with the largest. Nothing: it was
/// stopped. Sequences are shorter than 2^31.
[[nodiscard]] std::optional<EditScript> edit_script(std::span<const std::uint32_t> from,
                                                    std::span<const std::uint32_t> to,
                                                    const EditLimits& limits = {},
                                                    const std::stop_token& stop = {});

}  // namespace spoor::compare
