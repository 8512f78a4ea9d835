#!/usr/bin/env python3
"""What a program is made of, as a CycloneDX 1.5 bill of materials with the same bytes for the same build.

  sbom.py PROGRAM package-lock.json --version V --date YYYY-MM-DD --built-in PACKAGE... --npm NAME... -o OUT.json

Shared libraries are found by ldd and named by the Debian packages that they come from; --built-in names Debian
packages, --npm packages of the lock file, whose code is inside of the program.
"""
import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys

def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

def libraries_of(program: str) -> list[str]:
    """Those that the program itself asks for, by their files; theirs are their packages' business."""
    needed = set(re.findall(r"\(NEEDED\)\s+Shared library: \[(.*?)\]", output_of("readelf", "-d", program)))
    return [path for name, path in re.findall(r"(\S+) => (/\S+)", output_of("ldd", program)) if name in needed]

def package_of(path: str) -> str:
    # Debian's files are listed under /usr or under the links to it, whichever their package has.
    for candidate in (path, str(pathlib.Path(path).resolve()), path.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise LookupError(f"no Debian package holds {path}")

def debian_component(package: str, scope: str) -> dict:
    fields = output_of("dpkg-query", "-W", "-f", "${binary:Package}\t${Version}\t${Architecture}\n", package)
    name, version, architecture = fields.splitlines()[0].split("\t")
    purl = f"pkg:deb/debian/{name.split(':')[0]}@{version}?arch={architecture}"
    return {"type": "library", "bom-ref": purl, "name": name.split(":")[0], "version": version, "purl": purl,
            "properties": [{"name": "spoor:linked", "value": scope}]}

def npm_component(lock: dict, name: str) -> dict:
    entry = lock["packages"][f"node_modules/{name}"]
    purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
    algorithm, _, digest = entry["integrity"].partition("-")  # base64; CycloneDX wants hexadecimal

    component = {"type": "library", "bom-ref": purl, "name": name, "version": entry["version"], "purl": purl,
                 "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"),
                             "content": base64.b64decode(digest).hex()}],
                 "properties": [{"name": "spoor:linked", "value": "built in"}]}
    if "license" in entry:
        component["licenses"] = [{"license": {"id": entry["license"]}}]
    return component

def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("lock", type=pathlib.Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--date", required=True)
    parser.add_argument("--built-in", nargs="*", default=[])
    parser.add_argument("--npm", nargs="*", default=[])
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    try:
        shared = {package_of(path) for path in libraries_of(arguments.program)}
    except LookupError as missing:
        print(f"sbom.py: {missing}; build with Debian's libraries", file=sys.stderr)
        return 1
    lock = json.loads(arguments.lock.read_text(encoding="utf-8"))
    components = [debian_component(package, "shared") for package in shared]
    components += [debian_component(package, "built in") for package in arguments.built_in]
    components += [npm_component(lock, name) for name in arguments.npm]
    components.sort(key=lambda component: component["purl"])
    name = pathlib.Path(arguments.program).name
    own = f"pkg:generic/{name}@{arguments.version}"
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
           "metadata": {"timestamp": f"{arguments.date}T00:00:00Z",
                        "component": {"type": "application", "bom-ref": own, "name": name,
                                      "version": arguments.version, "purl": own,
                                      "licenses": [{"license": {"id": "Apache-2.0"}}]}},
           "components": components,
           "dependencies": [{"ref": own, "dependsOn": [component["bom-ref"] for component in components]}]}
    arguments.output.write_text(json.dumps(bom, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0

if __name__ == "__main__":
    sys.exit(main())
