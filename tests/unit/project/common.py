"""What the checks share: the tracked files, and how a check ends."""
import subprocess
import sys
from pathlib import Path

CODE_SUFFIXES = {".cpp", ".hpp", ".h", ".c", ".in"}


def tracked(root: Path) -> list[Path]:
    """Files under version control, and those that are about to be; all files where there is no repository."""
    git = ["git", "-c", f"safe.directory={root}", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
    done = subprocess.run(git, capture_output=True, check=False)
    if done.returncode == 0:
        found = [root / name for name in done.stdout.decode().split("\0") if name]
    else:
        skipped = {"build", "node_modules", ".git"}
        found = [p for p in root.rglob("*") if not skipped & set(p.relative_to(root).parts)]
    return sorted(p for p in found if p.is_file())


def sources(root: Path) -> list[Path]:
    return [p for p in tracked(root) if p.suffix in {".cpp", ".hpp"}]


def finish(problems: list[str], checked: str) -> None:
    """Prints each problem and ends with 1, or says what was checked and ends with 0."""
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} found")
    print(f"ok: {checked}")
