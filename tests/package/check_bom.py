#!/usr/bin/env python3
"""Holds a bill of materials against a package's Depends field: check_bom.py bom.json DEPENDS"""
import json
import pathlib
import sys

bom = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
depends = {part.strip().split(" ")[0] for alternatives in pathlib.Path(sys.argv[2]).read_text().split(",")
           for part in alternatives.split("|")}
kinds = {"shared": set(), "built in": set()}
problems = []
for component in bom["components"]:
    kinds[component["properties"][0]["value"]].add(component["name"])
    if not component["purl"].startswith(("pkg:deb/debian/", "pkg:npm/")) or not component["version"]:
        problems.append(f"{component['name']} is not identified")
if bom["bomFormat"] != "CycloneDX" or bom["specVersion"] != "1.5":
    problems.append("it is no CycloneDX 1.5")
# A library whose version nothing asks for may be missing in Depends, and fonts are no libraries: so one way only.
for name in sorted(kinds["shared"] - depends):
    problems.append(f"{name} is linked, but the package does not depend on it")
for name in sorted(d for d in depends if d.startswith("lib") and d not in ("libegl1", "libgl1")):
    if name not in kinds["shared"]:
        problems.append(f"the package depends on {name}, which the bill lacks")
if len(kinds["shared"]) < 4 or not kinds["built in"]:
    problems.append(f"it lists {len(kinds['shared'])} shared and {len(kinds['built in'])} built-in parts only")
refs = [component["bom-ref"] for component in bom["components"]]
if refs != sorted(set(refs)) or bom["dependencies"][0]["dependsOn"] != refs:
    problems.append("its references are not sorted, unique and complete")
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
