// The text predicates, each in a query of its own over a small C text, and the order in which patterns win.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

#include "viewer/code/grammar.hpp"
#include "viewer/code/paint.hpp"

namespace spoor::code {
namespace {

struct Deleter {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
  void operator()(TSQueryCursor* cursor) const noexcept { ts_query_cursor_delete(cursor); }
};

/// The texts of the matches' first captures, in order, separated by blanks.
std::string matched(const std::string& query, const std::string& text) {
  const auto grammar = compile_grammar(parser_of(Language::c), {"", query, false});
  INFO(query << (grammar ? "" : grammar.error()));
  REQUIRE(grammar);
  const std::unique_ptr<TSParser, Deleter> parser(ts_parser_new());
  REQUIRE(ts_parser_set_language(parser.get(), grammar->parser));
  const std::unique_ptr<TSTree, Deleter> tree(
      ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
  const std::unique_ptr<TSQueryCursor, Deleter> cursor(ts_query_cursor_new());
  ts_query_cursor_exec(cursor.get(), grammar->query.get(), ts_tree_root_node(tree.get()));
  std::string out;
  TSQueryMatch match{};
  while (ts_query_cursor_next_match(cursor.get(), &match)) {
    bool holds = true;
    for (const Predicate& p : grammar->patterns[match.pattern_index].predicates)
      holds = holds && p.holds(match, text);
    if (holds) out.append(node_text(match.captures[0].node, text)).append(" ");
  }
  return out;
}

const std::string kText = "int AB = cd + ef + AB;";

std::string identifiers_where(const std::string& predicate) {
  return matched("((identifier) @x " + predicate + ")", kText);
}

TEST_CASE("each predicate holds for what it names and for nothing else", "[predicate]") {
  CHECK(identifiers_where("") == "AB cd ef AB ");
  CHECK(identifiers_where("(#eq? @x \"cd\")") == "cd ");
  CHECK(identifiers_where("(#not-eq? @x \"cd\")") == "AB ef AB ");
  CHECK(identifiers_where("(#match? @x \"^[A-Z]+$\")") == "AB AB ");
  CHECK(identifiers_where("(#not-match? @x \"^[A-Z]+$\")") == "cd ef ");
  CHECK(identifiers_where("(#match? @x \"d|f\")") == "cd ef ");
  CHECK(identifiers_where("(#any-of? @x \"ef\" \"AB\" \"zz\")") == "AB ef AB ");
  CHECK(identifiers_where("(#not-any-of? @x \"ef\" \"AB\")") == "cd ");
  CHECK(identifiers_where("(#match? @x \"^[A-Z]\") (#not-eq? @x \"cd\")") == "AB AB ");
  CHECK(identifiers_where("(#set! priority 9) (#is-not? local)") == "AB cd ef AB ");
}

TEST_CASE("a capture is compared with another one", "[predicate]") {
  const std::string query = "((binary_expression left: (identifier) @a right: (identifier) @b) (#eq? @a @b))";
  CHECK(matched(query, "int x = aa + aa;") == "aa ");
  CHECK(matched(query, "int x = aa + bb;").empty());
}

TEST_CASE("of a repeated capture all nodes must pass, or one with any-", "[predicate]") {
  const auto comments = [](const char* predicate, const char* text) {
    return !matched(fmt::format("((comment)+ @c ({} @c \"//a\") (#not-eq? @c \"\"))", predicate), text)
                .empty();
  };
  CHECK(comments("#eq?", "//a\n//a\n"));
  CHECK_FALSE(comments("#eq?", "//a\n//b\n"));
  CHECK(comments("#any-eq?", "//b\n//a\n"));
  CHECK_FALSE(comments("#any-eq?", "//b\n//b\n"));
  CHECK(comments("#any-not-eq?", "//a\n//b\n"));
  CHECK_FALSE(comments("#any-not-eq?", "//a\n//a\n"));
}

TEST_CASE("a query with an unknown or malformed predicate is refused", "[predicate]") {
  for (const char* bad : {"(#frob? @x \"a\")", "(#match? @x \"(\")", "(#eq? @x)", "(#eq? @x \"a\" \"b\")",
                          "(#match? @x @x)", "(#any-of? @x @x)", "(#eq? \"a\" @x)"}) {
    INFO(bad);
    CHECK_FALSE(
        compile_grammar(parser_of(Language::c), {"", fmt::format("((identifier) @x {})", bad), false}));
  }
  CHECK_FALSE(compile_grammar(parser_of(Language::c), {"", "(no_such_node) @x", false}));
}

TEST_CASE("among packaged patterns the last or the first wins, and ours beat them", "[predicate]") {
  const std::string packaged = "(identifier) @type\n(identifier) @function\n";
  const auto last = compile_grammar(parser_of(Language::c), {packaged, "", false});
  REQUIRE(last);
  CHECK(last->patterns[1].rank > last->patterns[0].rank);
  const auto first = compile_grammar(parser_of(Language::c), {packaged, "(identifier) @label", true});
  REQUIRE(first);
  CHECK(first->patterns[0].rank > first->patterns[1].rank);
  CHECK(first->patterns[2].rank > first->patterns[0].rank);
}

TEST_CASE("a capture's class is that of its longest known prefix", "[predicate]") {
  CHECK(token_of_capture("keyword.control.return") == TokenClass::keyword);
  CHECK(token_of_capture("variable.parameter") == TokenClass::parameter);
  CHECK(token_of_capture("variable.other") == TokenClass::variable);
  CHECK(token_of_capture("string.special.key") == TokenClass::property);
  CHECK(token_of_capture("no_such") == TokenClass::plain);
  CHECK(token_of_capture("") == TokenClass::plain);
}

}  // namespace
}  // namespace spoor::code
