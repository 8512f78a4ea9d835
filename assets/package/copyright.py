#!/usr/bin/env python3
"""The copyright file of a package: ours, and that of each part whose code is inside of the program.

  copyright.py OURS NODE_MODULES --built-in DEBIAN_PACKAGE... --npm NAME... -o OUT
"""
import argparse
import pathlib
import sys


def licence_of(folder: pathlib.Path) -> str:
    for file in sorted(folder.glob("LICENSE*")):
        return file.read_text(encoding="utf-8").strip()
    raise FileNotFoundError(f"{folder.name} has no LICENSE")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours", type=pathlib.Path)
    parser.add_argument("node_modules", type=pathlib.Path)
    parser.add_argument("--built-in", nargs="*", default=[])
    parser.add_argument("--npm", nargs="*", default=[])
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    parts = {}
    try:
        for package in arguments.built_in:
            file = pathlib.Path("/usr/share/doc") / package / "copyright"
            parts.setdefault(file.read_text(encoding="utf-8").strip(), []).append(f"{package} (Debian)")
        for name in arguments.npm:
            parts.setdefault(licence_of(arguments.node_modules / name), []).append(f"{name} (npm)")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        print(f"copyright.py: {error}", file=sys.stderr)
        return 1
    text = arguments.ours.read_text(encoding="utf-8").strip()
    if parts:
        text += "\n\nThe program holds code of others, under terms of their own:\n"
    for terms, names in parts.items():
        text += f"\n{'-' * 78}\n{', '.join(names)}\n{'-' * 78}\n\n{terms}\n"
    arguments.output.write_text(text.rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
