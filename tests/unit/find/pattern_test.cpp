#include "viewer/find/pattern.hpp"

#include <catch2/catch.hpp>
#include <regex>
#include <set>

using namespace spoor::find;

namespace {

Query regexp(std::string text) {
  Query query{.text = std::move(text)};
  query.regexp = true;
  return query;
}

std::vector<Range> matches(const Query& query, std::string_view text) {
  const auto pattern = Pattern::compile(query);
  REQUIRE(pattern);
  std::vector<Range> out;
  MatchCursor cursor(*pattern, text);
  while (const auto found = cursor.next()) out.push_back(*found);
  return out;
}

std::set<std::size_t> lines_with(const Query& query, std::string_view text) {
  std::set<std::size_t> lines;
  for (const Range& found : matches(query, text))
    lines.insert(static_cast<std::size_t>(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found.begin), '\n')));
  return lines;
}

/// The reference: each line by itself, without its LF or CR LF, by the standard library.
std::set<std::size_t> reference(const Query& query, std::string text) {
  auto flags = std::regex::ECMAScript;
  if (query.ignore_case) flags |= std::regex::icase;
  const std::regex regex(query.whole_word ? "\\b(?:" + query.text + ")\\b" : query.text, flags);
  std::set<std::size_t> lines;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (end < text.size() && line.ends_with('\r')) line.pop_back();
    if (std::regex_search(line, regex)) lines.insert(number);
    at = end + 1;
  }
  return lines;
}

const std::string kText =
    "int foo(int bar);\n\n  return Foo(bar) + foobar;\nfoo\n\tx = \"foo bar baz\";\nerr_sys ERR_SYS;\n"
    "#define AB_RESUME 1\n_RESUME\nlast bar";

}  // namespace

TEST_CASE("lines match as they do one by one", "[pattern]") {
  std::string crlf;
  for (const char c : kText) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const char* const patterns[] = {"foo",
                                  "^foo$",
                                  "bar;?$",
                                  "^$",
                                  "[A-Z]+_RESUME",
                                  "ERR_SYS|AB_RESUME|baz",
                                  "x*",
                                  "\\s+",
                                  "[^a-z]",
                                  "fo{2}b?",
                                  "(foo|bar) ",
                                  "\\w+\\s+\\w+\\s+\\w+",
                                  "bar\\)",
                                  "a.*b",
                                  "^\\s*$",
                                  "\\W$",
                                  "s",
                                  "last",
                                  "[^;]$",
                                  "(a|b)\\w",
                                  "\\bfoo\\b",
                                  "\\S\\s$"};
  for (const std::string& text :
       {kText, kText + "\n", crlf, crlf + "\r\n", std::string(), std::string("\n\n")})
    for (const char* pattern : patterns)
      for (const bool ignore_case : {false, true})
        for (const bool whole_word : {false, true}) {
          Query query = regexp(pattern);
          query.ignore_case = ignore_case;
          query.whole_word = whole_word;
          // An empty word, and a word of none but blanks, have other ends for \b than for ripgrep and us.
          if (whole_word && std::string_view("xfobarlterwis").find(pattern[0]) == std::string_view::npos)
            continue;
          if (whole_word && std::string_view(pattern) == "x*") continue;
          if (whole_word &&
              (std::string_view(pattern).ends_with("$") || std::string_view(pattern) == "bar\\)"))
            continue;
          INFO(pattern << " case " << ignore_case << " word " << whole_word << "\n" << text);
          CHECK(lines_with(query, text) == reference(query, text));
        }
}

TEST_CASE("literals are not regular expressions", "[pattern]") {
  Query query{.text = "a.b("};
  CHECK(matches(query, "a.b( axb( A.B(") == std::vector<Range>{{0, 4}});
  query.ignore_case = true;
  CHECK(matches(query, "a.b( axb( A.B(") == std::vector<Range>{{0, 4}, {10, 14}});
  CHECK(matches(Query{.text = "aa"}, "aaaaa") == std::vector<Range>{{0, 2}, {2, 4}});
}

TEST_CASE("a word has no letter of any script beside it", "[pattern]") {
  Query query{.text = "foo", .whole_word = true};
  CHECK(matches(query,
                "foo food \xC3\xA9"
                "foo foo_ -foo- foo") == std::vector<Range>{{0, 3}, {21, 24}, {26, 29}});
  query.text = "->x";
  CHECK(matches(query, "a ->x b") == std::vector<Range>{{2, 5}});
}

TEST_CASE("ignoring the case knows Unicode", "[pattern]") {
  Query query{.text =
                  "stra\xC3\x9F"
                  "e \xC3\x84",
              .ignore_case = true};
  CHECK(matches(query,
                "STRA\xC3\x9F"
                "E \xC3\xA4")
            .size() == 1);
  query.text = "kelvin";
  CHECK(matches(query,
                "\xE2\x84\xAA"
                "elvin")
            .size() == 1);  // the Kelvin sign is a k
}

TEST_CASE("bytes that are no UTF-8 neither match nor stop a search", "[pattern]") {
  CHECK(matches(regexp("a.b"),
                "a\xFF"
                "b a-b") == std::vector<Range>{{4, 7}});
  CHECK(matches(Query{.text = "b"},
                "\xFE\xFF"
                "b") == std::vector<Range>{{2, 3}});
}

TEST_CASE("matches stay inside lines unless they may not", "[pattern]") {
  CHECK(matches(regexp("a\\s+b"), "a\nb a b").size() == 1);
  CHECK(matches(regexp("a\\nb"), "a\nb").empty());
  Query query = regexp("a\\s+b");
  query.multi_line = true;
  CHECK(matches(query, "a\nb a b") == std::vector<Range>{{0, 3}, {4, 7}});
  query = Query{.text = "a\nb", .multi_line = true};
  CHECK(matches(query, "xa\nb") == std::vector<Range>{{1, 4}});
}

TEST_CASE("a CR before an LF is no part of a line", "[pattern]") {
  CHECK(matches(regexp("o$"), "foo\r\nbar\r\n") == std::vector<Range>{{2, 3}});
  CHECK(matches(regexp("[^x]+"), "foo\r\nba") == std::vector<Range>{{0, 3}, {5, 7}});
  CHECK(matches(regexp("\\Afoo\\z"), "foo\r\nfoo\n").size() == 2);
}

TEST_CASE("the strings that a match must hold are found", "[pattern]") {
  const auto count = [](const Query& query) { return Pattern::compile(query)->required().size(); };
  CHECK(count(regexp("[A-Z]+_RESUME")) == 1);
  CHECK(count(regexp("ERR_SYS|PME_TURN_OFF|LINK_REQ_RST")) == 3);
  CHECK(count(regexp("foo.*barbaz")) == 1);  // one of two that it holds together
  CHECK(count(regexp("\\w{5}\\s+\\w{5}")) == 0);
  CHECK(count(regexp("(foo)?x")) == 0);
  CHECK(count(Query{.text = "PM_RESUME", .whole_word = true}) == 1);
}

TEST_CASE("what cannot be searched for is one sentence", "[pattern]") {
  const auto error_of = [](const Query& query) {
    const auto pattern = Pattern::compile(query);
    REQUIRE_FALSE(pattern);
    CHECK(pattern.error().message.ends_with("."));
    return pattern.error().code;
  };
  CHECK(error_of(Query{}) == FindErrorCode::empty);
  CHECK(error_of(regexp("(a")) == FindErrorCode::bad_pattern);
  CHECK(error_of(regexp("a{2000}")) == FindErrorCode::bad_pattern);
  CHECK(error_of(regexp("((((\\pL{100}){100}){100}){100})")) == FindErrorCode::bad_pattern);
  CHECK(error_of(regexp("a\\1")) == FindErrorCode::bad_pattern);
  CHECK(error_of(regexp("\xFF")) == FindErrorCode::bad_pattern);
  CHECK(error_of(Query{.text = "a\nb"}) == FindErrorCode::bad_pattern);
  CHECK(error_of(regexp("a)|(b")) == FindErrorCode::bad_pattern);
}
