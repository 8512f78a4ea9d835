#include "viewer/symbols/tree_tagger.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "viewer/symbols/tags.hpp"

using namespace spoor::symbols;

namespace {

/// "kind name line-last, ..." from 1.
std::string listed(std::string_view path, std::string_view text) {
  std::string out;
  for (const Tag& tag : tags_of(path, text)) {
    if (!out.empty()) out += ", ";
    out += std::string(kind_name(tag.kind)) + " " + std::string(tag.name) + " " +
           std::to_string(tag.line + 1) + "-" + std::to_string(tag.last_line + 1);
  }
  return out;
}

}  // namespace

TEST_CASE("what files of other languages define is found, where it stands", "[tree_tagger]") {
  CHECK(listed("a.py",
               "@cached\nclass Reader:\n    async def read(self):\n        def inner(): pass\n\nx = 1\n") ==
        "class Reader 2-4, function read 3-4, function inner 4-4");
  CHECK(listed("A.java",
               "class A<T> {\n  enum E { X, Y }\n  A() {}\n  void run() {\n  }\n}\ninterface I {}\n") ==
        "class A 1-6, enum E 2-2, enumerator X 2-2, enumerator Y 2-2, function A 3-3, function run 4-5, "
        "class I 7-7");
  CHECK(
      listed(
          "a.go",
          "package a\ntype T struct {\n\tx int\n}\nfunc (t *T) Run() {\n}\nfunc Free() {}\nconst K = 1\n") ==
      "typedef T 2-4, function Run 5-6, function Free 7-7, enumerator K 8-8");
  CHECK(listed("a.rs",
               "struct S;\nenum E { A(u8), B }\nimpl S {\n    pub fn run(&self) {}\n}\ntrait T "
               "{}\nmacro_rules! m { () => {} }\n") ==
        "struct S 1-1, enum E 2-2, enumerator A 2-2, enumerator B 2-2, function run 4-4, class T 6-6, macro "
        "m 7-7");
  CHECK(listed("a.js", "class A {\n  run() {}\n}\nfunction* f() {}\nconst g = (x) => x, {h} = g, n = 1;\n") ==
        "class A 1-3, function run 2-2, function f 4-4, function g 5-5");
  CHECK(listed("a.ts", "interface I { x: number }\ntype N = number;\nenum E { A }\nabstract class C {}\n") ==
        "class I 1-1, typedef N 2-2, enum E 3-3, class C 4-4");
  CHECK(listed("a.txt", "def f(): pass").empty());
}

TEST_CASE("text that is no code, is cut short or nests without end gives what can be told of it",
          "[tree_tagger]") {
  CHECK(listed("a.py", "def f(:\n  )))\ndef g():\n    pass\n").find("function g") != std::string::npos);
  CHECK(listed("a.rs", std::string("\0\xFF\xFE fn f() {}", 13)).size() < 40);
  CHECK(tags_of("a.java", "").empty());
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "(";
  CHECK(tags_of("a.js", deep).empty());
  const std::string large = "def f(): pass\n" + std::string(kMostParsedBytes, '#');
  CHECK(tags_of("a.py", large).empty());
}
