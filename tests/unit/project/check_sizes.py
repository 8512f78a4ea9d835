"""No file above 400 lines, no function above 60.

usage: check_sizes.py ROOT
"""
import re
import sys
from pathlib import Path

from common import finish, tracked

FILE_LINES = 400
FUNCTION_LINES = 60
CODE = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".vert", ".frag", ".scm"}

# Files whose functions may be longer: path -> (lines, why).
EXCEPTIONS: dict[str, tuple[int, str]] = {
    "tests/unit/vault/cli_test.cpp": (95, "the table of bad inputs is read as one"),
}

# What a brace may belong to beside a function's body.
NOT_A_FUNCTION = re.compile(r"\b(namespace|class|struct|enum|union)\b|extern \"C\"|=\s*$")
STRIPPED = re.compile(r'R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL)


def without_text(source: str) -> str:
    """Comments and literals blanked, lines kept."""
    return STRIPPED.sub(lambda m: "\n" * m.group(0).count("\n"), source)


def long_functions(source: str, limit: int) -> list[tuple[int, str, int]]:
    """(line, head, lines) of each outermost brace pair behind a parameter list that is too long."""
    found = []
    stack: list[tuple[int, str]] = []  # of open braces: line, head
    head_begin = 0
    text = without_text(source)
    line = 1
    for at, char in enumerate(text):
        if char == "\n":
            line += 1
        elif char == "{":
            head = " ".join(text[head_begin:at].split())
            stack.append((line, head))
            head_begin = at + 1
        elif char == "}" and stack:
            begin, head = stack.pop()
            head_begin = at + 1
            lines = line - begin + 1
            if "(" in head and not NOT_A_FUNCTION.search(head) and lines > limit:
                found = [f for f in found if f[0] < begin]  # the outermost one stands for those inside it
                found.append((begin, head[-70:], lines))
        elif char == ";":
            head_begin = at + 1
    return found


def check(root: Path, files: list[Path]) -> list[str]:
    problems = []
    for path in files:
        if path.suffix not in CODE:
            continue
        name = str(path.relative_to(root))
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > FILE_LINES:
            problems.append(f"{name}: {lines} lines; split it (at most {FILE_LINES})")
        if path.suffix in {".cpp", ".hpp"}:
            limit = EXCEPTIONS.get(name, (FUNCTION_LINES, ""))[0]
            problems += [f"{name}:{line}: a function of {length} lines (at most {limit}): {head}"
                         for line, head, length in long_functions(text, limit)]
    return problems


if __name__ == "__main__":
    base = Path(sys.argv[1])
    found_files = tracked(base)
    finish(check(base, found_files), f"{len(found_files)} files")
