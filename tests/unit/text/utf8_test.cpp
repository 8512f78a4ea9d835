#include "viewer/text/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace spoor::text;

namespace {

std::u32string decode_all(std::string_view bytes) {
  std::u32string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded d = decode_utf8(bytes, at);
    REQUIRE(d.bytes >= 1);
    out += d.code_point;
    at += d.bytes;
  }
  return out;
}

}  // namespace

TEST_CASE("well-formed sequences of every length decode", "[utf8]") {
  CHECK(decode_all("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == U"a\u00E9\u20AC\U0001F600");
  CHECK(decode_all("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF") == U"\uD7FF\uE000\U0010FFFF");
}

TEST_CASE("malformed bytes become one U+FFFD for each maximal subpart", "[utf8]") {
  // The Unicode Standard 15.0, table 3-8.
  CHECK(decode_all("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") ==
        U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
        U"A");
  CHECK(decode_all("\xED\xA0\x80") == U"\uFFFD\uFFFD\uFFFD");  // a surrogate
  CHECK(decode_all("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") ==
        U"\uFFFD\uFFFD\uFFFD\uFFFD"
        U"A");                                                           // truncated ones
  CHECK(decode_all("\xF4\x90\x80\x80") == U"\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
  CHECK(decode_all("\xFF\xFE\x80") == U"\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a sequence cut at the end of the bytes is one U+FFFD", "[utf8]") {
  CHECK(decode_all("x\xE2\x82") == U"x\uFFFD");
  CHECK(decode_all("\xF0") == U"\uFFFD");
}
