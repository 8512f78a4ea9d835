// Each language on a small text, every byte's class stated.
#include <catch2/catch.hpp>

#include "tests/unit/code/highlight_support.hpp"
#include "viewer/code/grammar.hpp"

namespace spoor::code::testing {
namespace {

TEST_CASE("every grammar's query compiles and holds no predicate that we do not know", "[highlight]") {
  for (std::size_t i = 0; i < kLanguages; ++i) {
    const auto language = static_cast<Language>(i);
    const auto grammar = compile_grammar(parser_of(language), query_text(language));
    INFO(language_name(language) << ": " << (grammar ? "" : grammar.error()));
    CHECK(grammar);
  }
}

TEST_CASE("C is coloured", "[highlight]") {
  CHECK(tagged(R"t(#include <stdio.h>
#define MAX_N 10
static int add(const struct point *p, int b) {
  if (p->x >= MAX_N || !b) goto out;  // c
  return f(p, 0x1fu, 'x', "hi\n");
out:;
}
)t",
               Language::c) ==
        R"t(<preprocessor|#include> <string|<stdio.h>>
<preprocessor|#define> <constant|MAX_N> 10
<keyword|static> <type|int> <function|add><punctuation|(><keyword|const> <keyword|struct> <type|point> <operator|*><parameter|p><punctuation|,> <type|int> <parameter|b><punctuation|)> <punctuation|{>
  <keyword|if> <punctuation|(><variable|p><operator|->><property|x> <operator|>=> <constant|MAX_N> <operator|||> <operator|!><variable|b><punctuation|)> <keyword|goto> <label|out><punctuation|;>  <comment|// c>
  <keyword|return> <function|f><punctuation|(><variable|p><punctuation|,> <number|0x1fu><punctuation|,> <string|'x'><punctuation|,> <string|"hi><escape|\n><string|"><punctuation|);>
<label|out><punctuation|:;>
<punctuation|}>
)t");
}

TEST_CASE("C++, whose query stands on C's is coloured", "[highlight]") {
  CHECK(tagged(R"t(namespace ns {
template <typename T> class Foo : public Bar<T> {
  explicit Foo(int a) noexcept : a_(a) {}
  [[nodiscard]] auto get() const -> std::vector<T> { return std::move(this->v_); }
};
const auto s = R"(raw)"; /* c */
}
)t",
               Language::cpp) ==
        R"t(<keyword|namespace> <module|ns> <punctuation|{>
<keyword|template> <operator|<><keyword|typename> <type|T><operator|>> <keyword|class> <type|Foo> <punctuation|:> <keyword|public> <type|Bar><operator|<><type|T><operator|>> <punctuation|{>
  <keyword|explicit> <function|Foo><punctuation|(><type|int> <parameter|a><punctuation|)> <keyword|noexcept> <punctuation|:> <property|a_><punctuation|(><variable|a><punctuation|)> <punctuation|{}>
  <punctuation|[[><variable|nodiscard><punctuation|]]> <type|auto> <function|get><punctuation|()> <keyword|const> <operator|->> <module|std><punctuation|::><type|vector><operator|<><type|T><operator|>> <punctuation|{> <keyword|return> <module|std><punctuation|::><function|move><punctuation|(><builtin|this><operator|->><property|v_><punctuation|);> <punctuation|}>
<punctuation|};>
<keyword|const> <type|auto> <variable|s> <operator|=> <string|R"(raw)"><punctuation|;> <comment|/* c */>
<punctuation|}>
)t");
}

TEST_CASE("Python is coloured", "[highlight]") {
  CHECK(tagged(R"t(import os  # c
@cached
class Foo(Base):
    def method(self, a, b=2):
        if not a is None: raise ValueError(f"bad {a}\n")
        return self.call(a.b, MAX_N) + len(a)
)t",
               Language::python) ==
        R"t(<keyword|import> <variable|os>  <comment|# c>
<attribute|@cached>
<keyword|class> <type|Foo><punctuation|(><type|Base><punctuation|):>
    <keyword|def> <function|method><punctuation|(><builtin|self><punctuation|,> <parameter|a><punctuation|,> <parameter|b><operator|=><number|2><punctuation|):>
        <keyword|if> <keyword|not> <variable|a> <keyword|is> <constant|None><punctuation|:> <keyword|raise> <function|ValueError><punctuation|(><string|f"bad ><punctuation|{><variable|a><punctuation|}><escape|\n><string|"><punctuation|)>
        <keyword|return> <builtin|self><punctuation|.><function|call><punctuation|(><variable|a><punctuation|.><property|b><punctuation|,> <constant|MAX_N><punctuation|)> <operator|+> <builtin|len><punctuation|(><variable|a><punctuation|)>
)t");
}

TEST_CASE("Java is coloured", "[highlight]") {
  CHECK(tagged(R"t(package com.example;
@Override
public final class A<T> extends B {
  private static final int MAX_COUNT = 10;
  String get(String s) { return s.trim() + this.x + 'c' + "s\n" + null; } // c
}
)t",
               Language::java) ==
        R"t(<keyword|package> <variable|com><punctuation|.><variable|example><punctuation|;>
<attribute|@Override>
<keyword|public> <keyword|final> <keyword|class> <type|A><operator|<><type|T><operator|>> <keyword|extends> <type|B> <punctuation|{>
  <keyword|private> <keyword|static> <keyword|final> <type|int> <constant|MAX_COUNT> <operator|=> <number|10><punctuation|;>
  <type|String> <function|get><punctuation|(><type|String> <parameter|s><punctuation|)> <punctuation|{> <keyword|return> <variable|s><punctuation|.><function|trim><punctuation|()> <operator|+> <builtin|this><punctuation|.><property|x> <operator|+> <string|'c'> <operator|+> <string|"s><escape|\n><string|"> <operator|+> <constant|null><punctuation|;> <punctuation|}> <comment|// c>
<punctuation|}>
)t");
}

TEST_CASE("Go is coloured", "[highlight]") {
  CHECK(tagged(R"t(package main
const Max = 10
func (p *Point) Add(a int) (err error) {
	fmt.Println("s\n", len(b), 'c', 1.5) // c
	if a != nil { goto end }
end:
	return nil
}
)t",
               Language::go) ==
        R"t(<keyword|package> <module|main>
<keyword|const> <constant|Max> <operator|=> <number|10>
<keyword|func> <punctuation|(><parameter|p> <operator|*><type|Point><punctuation|)> <function|Add><punctuation|(><parameter|a> <type|int><punctuation|)> <punctuation|(><parameter|err> <type|error><punctuation|)> <punctuation|{>
	<variable|fmt><punctuation|.><function|Println><punctuation|(><string|"s><escape|\n><string|"><punctuation|,> <builtin|len><punctuation|(><variable|b><punctuation|),> <string|'c'><punctuation|,> <number|1.5><punctuation|)> <comment|// c>
	<keyword|if> <variable|a> <operator|!=> <constant|nil> <punctuation|{> <keyword|goto> <label|end> <punctuation|}>
<label|end><punctuation|:>
	<keyword|return> <constant|nil>
<punctuation|}>
)t");
}

TEST_CASE("Rust is coloured", "[highlight]") {
  CHECK(tagged(R"t(use std::fmt;
const MAX_LEN: usize = 10;
pub struct Foo<'a, T> { x: &'a T }
fn new(x: i32) -> Self { println!("hi\n"); x.clone() } // c
)t",
               Language::rust) ==
        R"t(<keyword|use> <module|std><punctuation|::>fmt<punctuation|;>
<keyword|const> <constant|MAX_LEN><punctuation|:> <type|usize> <operator|=> <number|10><punctuation|;>
<keyword|pub> <keyword|struct> <type|Foo><punctuation|<><label|'a><punctuation|,> <type|T><punctuation|>> <punctuation|{> <property|x><punctuation|:> <operator|&><label|'a> <type|T> <punctuation|}>
<keyword|fn> <function|new><punctuation|(><parameter|x><punctuation|:> <type|i32><punctuation|)> <operator|->> <type|Self> <punctuation|{> <function|println!><punctuation|(><string|"hi><escape|\n><string|"><punctuation|);> x<punctuation|.><function|clone><punctuation|()> <punctuation|}> <comment|// c>
)t");
}

TEST_CASE("Bash is coloured", "[highlight]") {
  CHECK(tagged(R"t(#!/bin/bash
NAME="x $HOME"; # c
foo() { echo "$1" 'raw' | wc -c; }
if [[ $x == 1 ]]; then exit 1; fi
)t",
               Language::bash) ==
        R"t(<comment|#!/bin/bash>
<property|NAME><operator|=><string|"x ><operator|$><property|HOME><string|"><punctuation|;> <comment|# c>
<function|foo><punctuation|()> <punctuation|{> <function|echo> <string|"><operator|$><property|1><string|"> <string|'raw'> <operator||> <function|wc> <constant|-c><punctuation|;> <punctuation|}>
<keyword|if> <punctuation|[[> <operator|$><property|x> <operator|==> <number|1> <punctuation|]];> <keyword|then> <function|exit> <number|1><punctuation|;> <keyword|fi>
)t");
}

}  // namespace
}  // namespace spoor::code::testing
