"""No mutable globals: nothing of ours lives in writable data.

usage: check_globals.py LIBRARY.a...
"""
import re
import subprocess
import sys

from common import finish

WRITABLE = re.compile(r"^\.(data|bss|tdata|tbss)(?!\.rel\.ro)")
OURS = re.compile(r"\bspoor::")

# Function-local "static const", made once when first needed and constant from then on: (pattern, why).
EXCEPTIONS = [
    (re.compile(r"^guard variable for "), "the compiler's own, of a local static"),
    (re.compile(r"^spoor::code::\(anonymous namespace\)::lazy_grammar<.*>\(\)::grammar$"),
     "a compiled query, const; C++'s takes 30 ms, so not before it is needed"),
]


def writable(libraries: list[str]) -> list[str]:
    """Demangled names of ours whose section is writable. nm's sysv format: name|value|class|type|size|line|section."""
    done = subprocess.run(["nm", "-C", "-f", "sysv", *libraries], capture_output=True, text=True, check=True)
    names = []
    for line in done.stdout.splitlines():
        fields = line.rsplit("|", 6)
        if len(fields) == 7 and WRITABLE.match(fields[6].strip()) and OURS.search(fields[0]):
            names.append(fields[0].strip())
    return names


def check(names: list[str]) -> list[str]:
    return [f"mutable global: {name}" for name in names if not any(e.search(name) for e, _ in EXCEPTIONS)]


if __name__ == "__main__":
    finish(check(writable(sys.argv[1:])), f"{len(sys.argv) - 1} libraries")
