// Strings of which every match of an expression holds at least one.
#pragma once

#include <re2/re2.h>

#include <string>
#include <vector>

#include "viewer/find/literal_finder.hpp"

namespace spoor::find {

/// A few strings such that any match holds one of them, up to the case of ASCII letters; empty if there are
/// none that help. The expression compiles under the options.
[[nodiscard]] std::vector<LiteralFinder> required_strings(const std::string& expression,
                                                          const re2::RE2::Options& options);

}  // namespace spoor::find
