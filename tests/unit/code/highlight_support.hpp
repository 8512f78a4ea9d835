// Text with its classes written into it, which is how these tests state what they expect.
#pragma once

#include <string>
#include <string_view>

#include "viewer/code/language.hpp"

namespace spoor::code::testing {

/// Highlights and writes each run as "<class|text>": "int x;" -> "<type|int> <variable|x><punctuation|;>".
[[nodiscard]] std::string tagged(std::string_view text, Language language);

}  // namespace spoor::code::testing
