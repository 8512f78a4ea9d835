"""No path of the machine that something was made on, in any tracked file.

usage: check_paths.py ROOT
"""
import re
import sys
from pathlib import Path

from common import finish, tracked

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join([
    "/wo" + r"rk/(main|shared)\b", "/ro" + r"ot/", "/ho" + r"me/[a-z]", "/tm" + r"p/(spoor|build|bash|corpus)",
    "/Us" + r"ers/[A-Za-z]", r"[A-Z]:\\Us" + "ers"]))


def check(root: Path, files: list[Path]) -> list[str]:
    problems = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE.search(line):
                problems.append(f"{path.relative_to(root)}:{number}: a path of one machine: {line.strip()[:80]}")
    return problems


if __name__ == "__main__":
    base = Path(sys.argv[1])
    found = tracked(base)
    finish(check(base, found), f"{len(found)} files")
