"""The viewer's binary holds no code to issue, to derive from the mark key or to trace.

usage: check_symbols.py SPOOR_VIEW
"""
import re
import subprocess
import sys

from common import finish

FORBIDDEN = re.compile(r"\bspoor::(mark_code|vault|seal_write|trace)::")
PRESENT = re.compile(r"\bspoor::(app|gpu|code|find|text|seal|mark)::")


def symbols(binary: str) -> list[str]:
    return subprocess.run(["nm", "-C", binary], capture_output=True, text=True, check=True).stdout.splitlines()


def check(lines: list[str]) -> list[str]:
    problems = [f"forbidden in the viewer: {line.split(maxsplit=2)[-1]}" for line in lines if FORBIDDEN.search(line)]
    if not any(PRESENT.search(line) for line in lines):
        problems.append("no symbol of the viewer's own: stripped, or not the viewer; nothing was checked")
    return problems


if __name__ == "__main__":
    all_symbols = symbols(sys.argv[1])
    finish(check(all_symbols), f"{len(all_symbols)} symbols")
