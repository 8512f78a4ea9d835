#include "viewer/symbols/c_tagger.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace spoor::symbols;

namespace {

/// "function foo 1-3, ..." with lines from 1.
std::string tags(std::string_view text) {
  std::string out;
  for (const Tag& tag : c_tags(text))
    out += fmt::format("{}{} {} {}-{}", out.empty() ? "" : ", ", kind_name(tag.kind), tag.name, tag.line + 1,
                       tag.last_line + 1);
  return out;
}

}  // namespace

TEST_CASE("functions, in the ways in which they are written", "[tags]") {
  CHECK(tags("int f(void)\n{\n}\n") == "function f 1-3");
  CHECK(tags("static inline struct s *f(int a, int (*g)(int)) {\n\treturn 0;\n}\n") == "function f 1-3");
  CHECK(tags("int\nf (int a)\n{ if (a) { } for (;;) { } }\n") == "function f 2-3");
  CHECK(tags("int f(int a);\nint g(void) { }\n") == "function g 2-2");
  CHECK(tags("static int __init f(void) __acquires(lock) __releases(x)\n{\n}\n") == "function f 1-3");
  CHECK(tags("static __printf(1, 2) void f(const char *x, ...)\n{\n}\n") == "function f 1-3");
  CHECK(tags("__attribute__((noinline)) int f(void) { }") == "function f 1-1");
  CHECK(tags("EXPORT_SYMBOL(g)\nint f(void)\n{\n}\n") == "function f 2-4");
  CHECK(tags("module_init(g)\nstatic int f(void)\n{\n}\n") == "function f 2-4");
  CHECK(tags("static enum e\n__f(int a)\n{\n}\n") == "function __f 2-4");
  CHECK(tags("extern \"C\" {\nint f() { }\n}\nint g() { }\n") == "function f 2-2, function g 4-4");
  CHECK(tags("namespace n {\nint f() { }\n}\n") == "function f 2-2");
  CHECK(tags("int x = ({ int y; });\nint a[] = { f(1), g(2) };\nint f() {}\n") == "function f 3-3");
  CHECK(tags("SYSCALL_DEFINE3(read, int, fd)\n{\n}\n") == "function SYSCALL_DEFINE3 1-3, function read 1-1");
}

TEST_CASE("types and what they hold", "[tags]") {
  CHECK(tags("struct s {\n int a;\n struct t { int b; } c;\n union { int d; } e;\n};\n") ==
        "struct s 1-5, struct t 3-3");
  CHECK(tags("struct s;\nstruct s x;\nstruct s *f(struct t y);\nint g(struct u *v) { }\n") ==
        "function g 4-4");
  CHECK(tags("struct __packed s { int a; } __aligned(8);\n") == "struct s 1-1");
  CHECK(tags("struct __attribute__((packed)) s { int a; };\n") == "struct s 1-1");
  CHECK(tags("enum e { A, B = 2, C = F(3, 4), };\nenum { D };\n") ==
        "enum e 1-1, enumerator A 1-1, enumerator B 1-1, enumerator C 1-1, enumerator D 2-2");
  CHECK(tags("typedef struct { int a; } t;\ntypedef int (*fn)(int x);\ntypedef unsigned long u;\n") ==
        "typedef t 1-1, typedef fn 2-2, typedef u 3-3");
  CHECK(tags("int f(void)\n{\n\tstruct local { int a; } x;\n\tif (x == (struct other *)y) {\n\t}\n}\n") ==
        "function f 1-6, struct local 3-3");
  CHECK(tags("class C : public D {\n int m() { return 1; }\n};\n") == "class C 1-3");
  CHECK(tags("struct s x = { .a = 1 };\nstruct s y[] = {\n{ 1 },\n};\n").empty());
}

TEST_CASE("macros, and the branches of an #if", "[tags]") {
  CHECK(tags("#define A 1\n# define B(x) \\\n  x\n#  undef A\n#define \\\n C\n") ==
        "macro A 1-1, macro B 2-3, macro C 6-6");
  CHECK(tags("#ifdef X\nint f(int a) {\n#else\nint f(long a) {\n#endif\n}\nint g() { }\n") ==
        "function f 2-2, function f 4-6, function g 7-7");
  CHECK(tags("int f() {\n#if A\n if (a) {\n#else\n if (b) {\n#endif\n }\n}\nint g() { }\n") ==
        "function f 1-8, function g 9-9");
  CHECK(tags("#define X \"/*\"\nint f() { }\n") == "macro X 1-1, function f 2-2");
  CHECK(tags("int f()\n{\n#if A\n\tif (a) {\n#endif\n}\nint g() { }\n") == "function f 1-6, function g 7-7");
}

TEST_CASE("comments and literals hide what they hold", "[tags]") {
  CHECK(tags("/* int f() { } */\n// int g() { \\\n } \nint h() { }\n") == "function h 4-4");
  CHECK(tags("char a[] = \"int f() { \\\" }\"; char b = '\"'; int g() { }\n") == "function g 1-1");
  CHECK(tags("#if 0\ndon't\n#endif\nint f() { }\n") == "function f 4-4");
}

TEST_CASE("whatever the text, names lie in it and lines do not fall behind", "[tags]") {
  const std::vector<std::string> parts = {
      "struct ",      "enum ",    "x", "y ", "{",  "}\n", "(",  ")",  ";",    ",",  "#if\n",    "#else\n",
      "#endif\n",     "#define ", "=", "*",  "\"", "'",   "/*", "*/", "\\\n", "\n", "typedef ", "\xFF",
      "__attribute__"};
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto count = random() % 40; count > 0; --count) text += parts[random() % parts.size()];
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
    for (const Tag& tag : c_tags(text)) {
      CHECK(tag.name.data() >= text.data());
      CHECK(tag.name.data() + tag.name.size() <= text.data() + text.size());
      CHECK(tag.line <= lines);
      CHECK(tag.last_line <= lines);
    }
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "#if\nstruct a {";
  CHECK(c_tags(deep).size() <= 100'000);
}
