// Code of other projects in the language of an archive: whether the tracer ever says that a session had it on
// screen. The logs are the worst there are: one session that has seen every line of the archive, so that
// whatever place is named, wrongly, names that session.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "watermark/trace/leak/witnesses.hpp"

namespace spoor::leak_test {

struct NullOptions {
  std::uint64_t seed = 1;
  std::size_t texts = 200;  ///< at most; each of another place
  std::size_t fewest_lines = 10, most_lines = 40;
  std::vector<std::string> suffixes{".c", ".h"};  ///< of files in the archive's language
  int threads = 2;
};

/// How many texts got which verdict, by LeakVerdict.
using Verdicts = std::array<std::size_t, 7>;

struct NullTally {
  std::size_t texts = 0;
  Verdicts unrelated{};  ///< of texts that share no three lines on end with the archive
  Verdicts shared{};     ///< of those that do: a licence, or code that was copied into both
  std::vector<std::string>
      accusing;  ///< of the unrelated: what was said to be seen by one session, and where

  [[nodiscard]] std::size_t count(const Verdicts& verdicts) const;
};

/// `tree` is what the archive was packed from; `others` are folders of files that are not in it.
[[nodiscard]] seal::Result<NullTally> run_null(const std::string& tree, const seal::ArchiveReader& archive,
                                               const std::vector<std::string>& others,
                                               const NullOptions& options);

/// The greatest rate at which `count` or fewer of `trials` happen with a probability of 1 in 20: the upper
/// bound of a one-sided interval of 95 % (Clopper and Pearson, 1934).
[[nodiscard]] double upper_rate(std::size_t count, std::size_t trials);

}  // namespace spoor::leak_test
