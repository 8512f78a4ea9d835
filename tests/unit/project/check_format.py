"""Every source file is as clang-format 14 writes it.

usage: check_format.py ROOT
"""
import subprocess
import sys
from pathlib import Path

from common import finish, sources

PROGRAM = "clang-format-14"  # other versions break lines elsewhere


def check(files: list[Path], style: Path) -> list[str]:
    problems = []
    for path in files:
        done = subprocess.run([PROGRAM, f"--style=file:{style}", "--dry-run", str(path)], capture_output=True,
                              text=True, check=True)
        problems += [line for line in done.stderr.splitlines() if "[-Wclang-format-violations]" in line][:1]
    return problems


if __name__ == "__main__":
    base = Path(sys.argv[1])
    found = sources(base)
    finish(check(found, base / ".clang-format"), f"{len(found)} files")
