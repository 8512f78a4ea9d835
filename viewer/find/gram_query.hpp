// Which files may match a query, by the archive's table of grams. RE2 says which strings a match must hold
// (FilteredRE2); the table says which files may hold them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/find/query.hpp"
#include "viewer/index/gram_table.hpp"
#include "watermark/seal/file_table.hpp"

namespace spoor::find {

/// Indexes in the table of files, rising; nullopt: nothing is known about the query, so any file may match.
/// The query compiles. Errors: io, damaged.
[[nodiscard]] seal::Result<std::optional<std::vector<std::uint32_t>>> candidates(
    const Query& query, const index::GramTable& grams, const seal::FileTable& files);

/// The expression with each letter that stands for itself as a character of Unicode's private use, so that
/// what RE2 makes of it, in lower case, still says which letters are meant exactly. nullopt: it changes its
/// own flags, quotes, or holds such characters already.
[[nodiscard]] std::optional<std::string> with_marked_letters(std::string_view expression);

/// What RE2 made of a marked expression (or, where all letters are meant in either case, of a plain one): the
/// longest part of ASCII.
[[nodiscard]] index::GramString unmarked(std::string_view atom);

}  // namespace spoor::find
