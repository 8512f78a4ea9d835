#include "tests/unit/code/highlight_support.hpp"

#include <catch2/catch.hpp>

#include "viewer/code/highlighter.hpp"

namespace spoor::code::testing {

std::string tagged(std::string_view text, Language language) {
  const auto runs = highlight(text, language, {});
  REQUIRE(runs);
  std::string out;
  std::size_t done = 0;
  for (const Run& run : *runs) {
    REQUIRE(run.begin_byte >= done);
    REQUIRE(run.end_byte() > run.begin_byte);
    REQUIRE(run.end_byte() <= text.size());
    out.append(text.substr(done, run.begin_byte - done)).append("<").append(token_class_name(run.token()));
    out.append("|").append(text.substr(run.begin_byte, run.end_byte() - run.begin_byte)).append(">");
    done = run.end_byte();
  }
  return out.append(text.substr(done));
}

}  // namespace spoor::code::testing
