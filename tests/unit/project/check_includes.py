"""No #include across a forbidden border of the trust zones.

usage: check_includes.py ROOT
"""
import re
import sys
from pathlib import Path

from common import finish, sources

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')

# (files below, what they must not include, why)
RULES = [
    ("viewer/", re.compile(r"^watermark/(vault|trace)/"), "the viewer neither issues nor traces"),
    ("viewer/", re.compile(r"^(sqlite3|libpq|opencv2/)"), "the viewer has no registry and measures no picture"),
    ("viewer/text/", re.compile(r"^(epoxy|EGL|GL|GLFW|imgui)"), "text is laid out without a screen"),
    ("watermark/mark/", re.compile(r"^(watermark/(seal|vault|trace)|viewer)/"), "the mark stands alone"),
    ("watermark/seal/", re.compile(r"^(watermark/(vault|trace)|viewer)/"), "the seal stands below them"),
    ("watermark/vault/", re.compile(r"^(watermark/trace|viewer)/"), "the vault neither traces nor draws"),
    ("watermark/trace/", re.compile(r"^(watermark/vault|viewer/(gpu|code|app))/"), "the tracer shares text alone"),
    ("watermark/trace/", re.compile(r"^(epoxy|EGL|GL|GLFW|imgui)"), "the tracer needs no OpenGL"),
]

# The mark's headers that a viewer may see: folding, tables, offsets. All others derive from the mark key.
DRAWING = {"watermark/mark/context.hpp", "watermark/mark/fold.hpp"}
# Headers of spoor_seal_write: packing, sealing, signing.
WRITING_NAMESPACE = re.compile(r"^namespace spoor::seal_write\b", re.MULTILINE)


def includes(text: str) -> list[tuple[int, str]]:
    matches = ((number, INCLUDE.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return [(number, match.group(1)) for number, match in matches if match]


def check(root: Path, files: list[Path]) -> list[str]:
    names = {str(p.relative_to(root)): p.read_text(encoding="utf-8") for p in files}
    writing = {n for n, text in names.items() if n.endswith(".hpp") and WRITING_NAMESPACE.search(text)}
    problems = []
    for name, text in sorted(names.items()):
        for number, header in includes(text):
            for below, pattern, why in RULES:
                if name.startswith(below) and pattern.search(header):
                    problems.append(f"{name}:{number}: includes {header}: {why}")
            if name.startswith("viewer/"):
                if header.startswith("watermark/mark/") and header not in DRAWING:
                    problems.append(f"{name}:{number}: includes {header}: the viewer derives nothing from the mark key")
                if header in writing:
                    problems.append(f"{name}:{number}: includes {header}: the viewer writes no sealed file")
    return problems


if __name__ == "__main__":
    base = Path(sys.argv[1])
    found = sources(base)
    finish(check(base, found), f"{len(found)} files")
