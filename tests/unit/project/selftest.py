"""The checks themselves: each one finds a planted violation and is content without it."""
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import check_format
import check_globals
import check_includes
import check_links
import check_paths
import check_sizes
import check_symbols


class Planted(unittest.TestCase):
    """Files in a folder of their own."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)

    def plant(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


class Links(unittest.TestCase):
    @staticmethod
    def allowed() -> dict[str, set[str]]:
        return {name: set(direct) for name, direct in check_links.ALLOWED.items()}

    def test_the_list_itself_breaks_no_rule(self) -> None:
        self.assertEqual(check_links.check(self.allowed()), [])

    def test_the_viewer_linking_the_vault_is_found(self) -> None:
        links = self.allowed()
        links["spoor_code"].add("spoor_vault")
        found = "\n".join(check_links.check(links))
        self.assertIn("spoor_code links spoor_vault", found)
        self.assertIn("spoor-view reaches spoor_mark_code", found)

    def test_a_library_beyond_the_list_is_found(self) -> None:
        links = self.allowed()
        links["spoor_mark_code"].add("spoor::opencv")
        self.assertEqual(len(check_links.check(links)), 1)

    def test_targets_unknown_and_missing_are_found(self) -> None:
        links = self.allowed()
        links["spoor_new"] = set()
        del links["spoor_gpu"]
        self.assertEqual(len(check_links.check(links)), 2)

    def test_reading(self) -> None:
        links = check_links.read_links("a: b c\nd: direct-NOTFOUND\n")
        self.assertEqual(links, {"a": {"b", "c"}, "d": set()})


class Symbols(Planted):
    def build(self, source: str, *arguments: str) -> str:
        code = self.plant("planted.cpp", source)
        out = self.root / "planted"
        subprocess.run(["c++", "-O0", *arguments, "-o", str(out), str(code)], check=True)
        return str(out)

    def test_a_forbidden_symbol_is_found(self) -> None:
        clean = "namespace spoor::app { int run() { return 0; } } int main() { return spoor::app::run(); }"
        self.assertEqual(check_symbols.check(check_symbols.symbols(self.build(clean))), [])
        for zone in ("mark_code", "vault", "seal_write", "trace"):
            bad = clean + f" namespace spoor::{zone} {{ int planted() {{ return 1; }} }}"
            self.assertEqual(len(check_symbols.check(check_symbols.symbols(self.build(bad)))), 1, zone)

    def test_a_stripped_binary_is_not_taken_for_a_clean_one(self) -> None:
        binary = self.build("int main() { return 0; }")
        self.assertEqual(len(check_symbols.check(check_symbols.symbols(binary))), 1)

    def globals_in(self, source: str) -> list[str]:
        return check_globals.check(check_globals.writable([self.build(source, "-std=c++20", "-c")]), source)

    def test_a_mutable_global_is_found(self) -> None:
        frame = "#include <string>\nnamespace spoor::x {{\n{}\n}}"
        for fine in ("extern const int kTwo[2];\nconst int kTwo[2] = {1, 2};", "constexpr int kOne = 1;",
                     "const std::string kName(40, 'x');\nconst std::string& name() { return kName; }",
                     "int f() {\n  static const int made = f();\n  return made;\n}"):
            self.assertEqual(self.globals_in(frame.format(fine)), [], fine)
        for planted in ("int counter = 3;", "int counter;", "static int counter;\nint g() { return ++counter; }",
                        "thread_local int counter = 1;", "std::string counter;",
                        "int g() {\n  static int counter = 0;\n  return ++counter;\n}",
                        "const char* counter = \"a\";"):
            found = self.globals_in(frame.format(planted))
            self.assertTrue(any("counter" in f for f in found), planted)


class Files(Planted):
    def test_an_include_across_a_border_is_found(self) -> None:
        self.plant("watermark/seal/pack.hpp", "#pragma once\nnamespace spoor::seal_write {}\n")
        self.plant("watermark/seal/kit.hpp", "#pragma once\nnamespace spoor::seal {}\n")
        cases = {"viewer/app/a.cpp": "watermark/vault/vault.hpp", "viewer/code/b.cpp": "watermark/mark/coder.hpp",
                 "viewer/app/c.cpp": "watermark/seal/pack.hpp", "watermark/trace/d.cpp": "epoxy/gl.h",
                 "watermark/mark/e.cpp": "watermark/seal/kit.hpp", "viewer/text/f.cpp": "GLFW/glfw3.h"}
        fine = self.plant("viewer/app/fine.cpp",
                          '#include "watermark/mark/context.hpp"\n#include "watermark/seal/kit.hpp"\n')
        headers = [self.root / "watermark/seal/pack.hpp", self.root / "watermark/seal/kit.hpp"]
        self.assertEqual(check_includes.check(self.root, [fine, *headers]), [])
        for name, header in cases.items():
            bad = self.plant(name, f'//\n#  include "{header}"\n')
            found = check_includes.check(self.root, [bad, *headers])
            self.assertEqual(len(found), 1, name)
            self.assertIn(f"{name}:2", found[0])

    def test_a_long_file_and_a_long_function_are_found(self) -> None:
        body = "  call(\"}\");  // {\n" * 58
        fine = self.plant("fine.cpp", "namespace x {\nvoid f() {\n" + body + "}\n" + "\n" * 300 + "}\n")
        self.assertEqual(check_sizes.check(self.root, [fine]), [])
        for head in ("void f()", "int main(int c, char** v)", "TEST_CASE(\"a\")", "void A::f() const noexcept"):
            long = self.plant("long.cpp", "namespace x {\n" + head + " {\n  if (a) {\n" + body + "  }\n}\n}\n")
            self.assertEqual(len(check_sizes.check(self.root, [long])), 1, head)
        self.assertEqual(len(check_sizes.check(self.root, [self.plant("many.py", "\n" * 401)])), 1)

    def test_a_machine_path_is_found(self) -> None:
        fine = self.plant("fine.md", "see /usr/share/doc and the work/main folder\n")
        bad = self.plant("bad.md", "see /wo" + "rk/main/x\n")
        self.assertEqual(check_paths.check(self.root, [fine]), [])
        self.assertEqual(len(check_paths.check(self.root, [fine, bad])), 1)

    def test_a_badly_formatted_file_is_found(self) -> None:
        style = self.plant(".clang-format", "BasedOnStyle: Google\n")
        fine = self.plant("fine.cpp", "int f();\n")
        bad = self.plant("bad.cpp", "int  f( );\n")
        self.assertEqual(check_format.check([fine], style), [])
        self.assertEqual(len(check_format.check([fine, bad], style)), 1)


if __name__ == "__main__":
    unittest.main()
