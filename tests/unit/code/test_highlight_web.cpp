// Each language on a small text, every byte's class stated.
#include <catch2/catch.hpp>

#include "tests/unit/code/highlight_support.hpp"

namespace spoor::code::testing {
namespace {

TEST_CASE("JavaScript with JSX is coloured", "[highlight]") {
  CHECK(
      tagged(R"t(import { a } from './b'; // c
const f = async (x) => { await g(x); return `t ${x}\n`; };
class Foo extends Bar { m() { return this.q === MAX_N ? null : /re/g; } }
const e = <div className="x">{o.key}</div>;
)t",
             Language::javascript) ==
      R"t(<keyword|import> <punctuation|{> <variable|a> <punctuation|}> <keyword|from> <string|'./b'><punctuation|;> <comment|// c>
<keyword|const> <function|f> <operator|=> <keyword|async> <punctuation|(><parameter|x><punctuation|)> <operator|=>> <punctuation|{> <keyword|await> <function|g><punctuation|(><variable|x><punctuation|);> <keyword|return> <string|`t ><punctuation|${><variable|x><punctuation|}><escape|\n><string|`><punctuation|;> <punctuation|};>
<keyword|class> <type|Foo> <keyword|extends> <type|Bar> <punctuation|{> <function|m><punctuation|()> <punctuation|{> <keyword|return> <builtin|this><punctuation|.><property|q> <operator|===> <constant|MAX_N> <operator|?> <constant|null> <punctuation|:> <string|/re/g><punctuation|;> <punctuation|}> <punctuation|}>
<keyword|const> <variable|e> <operator|=> <punctuation|<><tag|div> <attribute|className><operator|=><string|"x"><punctuation|>{><variable|o><punctuation|.><property|key><punctuation|}</><tag|div><punctuation|>;>
)t");
}

TEST_CASE("TypeScript, whose query stands on JavaScript's is coloured", "[highlight]") {
  CHECK(
      tagged(R"t(interface Foo<T> { readonly x: number; m?(a: string): Promise<void>; }
export abstract class C implements Foo<U> { private y = 1; }
function f(a: number): a is 5 { return a as unknown; } // c
)t",
             Language::typescript) ==
      R"t(<keyword|interface> <type|Foo><operator|<><type|T><operator|>> <punctuation|{> <keyword|readonly> <property|x><punctuation|:> <type|number><punctuation|;> <function|m><operator|?><punctuation|(><parameter|a><punctuation|:> <type|string><punctuation|):> <type|Promise><punctuation|<><type|void><punctuation|>;> <punctuation|}>
<keyword|export> <keyword|abstract> <keyword|class> <type|C> <keyword|implements> <type|Foo><punctuation|<><type|U><punctuation|>> <punctuation|{> <keyword|private> <property|y> <operator|=> <number|1><punctuation|;> <punctuation|}>
<keyword|function> <function|f><punctuation|(><parameter|a><punctuation|:> <type|number><punctuation|):> <variable|a> <keyword|is> <number|5> <punctuation|{> <keyword|return> <variable|a> <keyword|as> <type|unknown><punctuation|;> <punctuation|}> <comment|// c>
)t");
}

TEST_CASE("TSX is coloured", "[highlight]") {
  CHECK(
      tagged(R"t(const X: FC<P> = (a) => <b id="1">{f(a)}</b>;
)t",
             Language::tsx) ==
      R"t(<keyword|const> <type|X><punctuation|:> <type|FC><punctuation|<><type|P><punctuation|>> <operator|=> <punctuation|(><parameter|a><punctuation|)> <operator|=>> <punctuation|<><tag|b> <attribute|id><operator|=><string|"1"><punctuation|>{><function|f><punctuation|(><variable|a><punctuation|)}</><tag|b><punctuation|>;>
)t");
}

TEST_CASE("JSON is coloured", "[highlight]") {
  CHECK(
      tagged(R"t({"key": [-2.5e3, true, null, "s\n"]})t", Language::json) ==
      R"t(<punctuation|{><property|"key"><punctuation|:> <punctuation|[><number|-2.5e3><punctuation|,> <constant|true><punctuation|,> <constant|null><punctuation|,> <string|"s><escape|\n><string|"><punctuation|]}>)t");
}

TEST_CASE("HTML is coloured", "[highlight]") {
  CHECK(
      tagged(R"t(<!DOCTYPE html><body class="x">a &amp; <!-- c --></body>)t", Language::html) ==
      R"t(<constant|<!DOCTYPE html><punctuation|><><tag|body> <attribute|class><operator|=><string|"x"><punctuation|>>a <escape|&amp;> <comment|<!-- c -->><punctuation|</><tag|body><punctuation|>>)t");
}

TEST_CASE("CSS is coloured", "[highlight]") {
  CHECK(
      tagged(R"t(.a > b:hover { color: #fff; margin: 1px; } /* c */)t", Language::css) ==
      R"t(<punctuation|.><property|a> <operator|>> <tag|b><punctuation|:><attribute|hover> <punctuation|{> <property|color><punctuation|:> <punctuation|#><constant|fff><punctuation|;> <property|margin><punctuation|:> <number|1><type|px><punctuation|;> <punctuation|}> <comment|/* c */>)t");
}

TEST_CASE("YAML is coloured", "[highlight]") {
  CHECK(tagged(R"t(a: 1
b: "x" # c
l:
  - true
  - &an t
)t",
               Language::yaml) ==
        R"t(<property|a><punctuation|:> <number|1>
<property|b><punctuation|:> <string|"x"> <comment|# c>
<property|l><punctuation|:>
  <punctuation|-> <constant|true>
  <punctuation|-> <punctuation|&><label|an> <string|t>
)t");
}

TEST_CASE("TOML is coloured", "[highlight]") {
  CHECK(tagged(R"t([t.x]
key = "v" # c
n = 1.5
b = true
)t",
               Language::toml) ==
        R"t(<punctuation|[><type|t><punctuation|.><type|x><punctuation|]>
<property|key> <operator|=> <string|"v"> <comment|# c>
<property|n> <operator|=> <number|1.5>
<property|b> <operator|=> <constant|true>
)t");
}

}  // namespace
}  // namespace spoor::code::testing
