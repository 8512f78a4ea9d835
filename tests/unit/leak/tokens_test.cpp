// What retyping, reflowing and OCR must not change, and what they must.
#include <catch2/catch.hpp>

#include "watermark/trace/leak/fingerprints.hpp"

namespace spoor::leak {
namespace {

std::vector<std::uint64_t> names(std::string_view text) {
  std::vector<std::uint64_t> out;
  for (const Token& token : Tokenizer().tokens(text)) out.push_back(token.name);
  return out;
}

std::vector<std::uint64_t> shapes(std::string_view text) {
  std::vector<std::uint64_t> out;
  for (const Token& token : Tokenizer().tokens(text)) out.push_back(token.shape);
  return out;
}

TEST_CASE("blanks, line ends and comments' edges are no tokens") {
  const auto one = names("if (count>0) {\n  /* the heap\n   * is full */\n  return heap;\n}");
  CHECK(one == names("if(count > 0)\n{ // the heap\r\n// is full */ return\n\n\theap; }"));
  CHECK(one != names("if (count>0) {\n  /* the heap\n   * was full */\n  return heap;\n}"));
}

TEST_CASE("letters that OCR confuses are one, in words") {
  CHECK(names("l1O_x") == names("lI0_x"));
  CHECK(names("heap") != names("heat"));
}

TEST_CASE("renaming keeps shapes but not names; keywords keep both") {
  CHECK(shapes("for (auto x : list) sum += x;") == shapes("for (auto item : all) total += item;"));
  CHECK(names("for (auto x : list)") != names("for (auto item : all)"));
  CHECK(shapes("for (auto x : list)") != shapes("while (auto x : list)"));
  CHECK(shapes("return 12;") == shapes("return 345;"));
}

TEST_CASE("tokens know their line") {
  const auto tokens = Tokenizer().tokens("a\n\n  b c\r\nd");
  REQUIRE(tokens.size() == 4);
  CHECK(tokens[0].line == 1);
  CHECK(tokens[1].line == 3);
  CHECK(tokens[2].line == 3);
  CHECK(tokens[3].line == 4);
}

TEST_CASE("line numbers of a screen go, numbers of the text stay") {
  CHECK(names(without_line_numbers(" 98  int a;\n 99: int b;\n\n100| int c;\n")) ==
        names("int a; int b; int c;"));
  CHECK(without_line_numbers("3\n2\n1\n") == "3\n2\n1\n");
  CHECK(without_line_numbers("int a;\n2\nint b;\nint c;\n") == "int a;\n2\nint b;\nint c;\n");
  CHECK(without_line_numbers("") == "");
  CHECK(names(without_line_numbers("0x12 a\n0x13 b\n0x14 c\n")) == names("0x12 a 0x13 b 0x14 c"));
}

TEST_CASE("fingerprints of a leak are found where its text is, at their place") {
  const std::string text =
      "static int heap_push(struct heap *h, int key) { h->items[h->count++] = key; return 0; }";
  const std::vector<std::vector<Token>> leaks{Tokenizer().tokens(text),
                                              Tokenizer().tokens("nothing alike here at all")};
  const Fingerprints prints(leaks);
  const auto source = Tokenizer().tokens("int before; " + text + " int after;");
  std::vector<Hit> hits;
  prints.scan(source, hits);
  CHECK(hits.size() >= prints.grams(0));
  for (const Hit& hit : hits) {
    CHECK(hit.leak == 0);
    CHECK(hit.position >= 3 + kNameGram - 1);
    CHECK(hit.position < 3 + leaks[0].size());
  }
  hits.clear();
  prints.scan(Tokenizer().tokens("class Other: def nothing(self): return [x for x in range(3)]"), hits);
  CHECK(hits.empty());
}

}  // namespace
}  // namespace spoor::leak
