"""No mutable globals: what lies in writable data was declared const and only needs a constructor or a relocation.

usage: check_globals.py ROOT BUILD LIBRARY.a...    (a library's sources lie in the same folder below ROOT)
"""
import re
import subprocess
import sys
from pathlib import Path

from common import finish, sources

WRITABLE = re.compile(r"^\.(data|bss|tdata|tbss)(?!\.rel\.ro)")
OURS = re.compile(r"\bspoor::")
GUARD = "guard variable for "  # the compiler's own, of a local static


def writable(libraries: list[str]) -> list[str]:
    """Demangled names of ours whose section is writable. nm's sysv format: name|value|class|type|size|line|section."""
    done = subprocess.run(["nm", "-C", "-f", "sysv", *libraries], capture_output=True, text=True, check=True)
    names = []
    for line in done.stdout.splitlines():
        fields = line.rsplit("|", 6)
        if len(fields) != 7 or not WRITABLE.match(fields[6].strip()) or fields[0].startswith(GUARD):
            continue
        if OURS.search(fields[0]):
            names.append(fields[0].strip())
    return names


def declared_const(name: str, text: str) -> bool:
    """Whether the variable's declaration begins with const or constexpr (after static, inline, thread_local)."""
    identifier = re.escape(re.sub(r"\[abi:\w+\]$", "", name).rsplit("::", 1)[-1])
    constant = r"^[ \t]*(?:(?:static|inline|thread_local)\s+)*(?:constexpr\b[^;={(]*|const\b[^;={(]*[\w>&\])])\s"
    return re.search(constant + identifier + r"\b", text, re.MULTILINE) is not None


def check(names: list[str], text: str) -> list[str]:
    return [f"mutable global: {name}" for name in names if not declared_const(name, text)]


def main(root: Path, build: Path, libraries: list[str]) -> None:
    problems = []
    headers = [p for p in sources(root) if p.suffix == ".hpp"]  # an inline variable lands in whoever uses it
    for library in libraries:
        files = {*(root / Path(library).parent.relative_to(build)).rglob("*.cpp"), *headers}
        text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(files))
        problems += check(writable([library]), text)
    finish(problems, f"{len(libraries)} libraries")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
