"""A second reader of Spoor's files, written from watermark/SPEC.md alone, against the test vectors.

usage: read_vectors.py FILES_DIRECTORY

Shares no code with the C++ reader; its packages are python3-cryptography and python3-zstandard. One module of reader/
a format; numbers such as 2.3 in them are sections of SPEC.md.
"""
import hashlib
import json
import sys
from pathlib import Path

from reader import archive, escrow, keys, kit, log, notes, prints, revocation, room, session, succession, update
from reader.common import Refusal

# By suffix: release(data, known, released) feeds what comes out to the hash `released`, or raises Refusal. `known`
# is the vectors' manifest: keys and passphrases by name.
FORMATS = {".spar": archive.release, ".spsn": session.release, ".spkit": kit.release, ".sprl": revocation.release,
           ".spvk": keys.release, ".spve": escrow.release, ".spsu": update.release, ".spsc": succession.release,
           ".pub": room.release, ".spnt": notes.release, ".spnx": notes.release_export, ".sprt": prints.release, ".splog": log.release_log,
           ".spnote": log.release_note, ".txt": log.release_receipt, ".tlog-proof": log.release_proof}


def read(path, known):
    """The outcome, and the hash of what came out before it."""
    released = hashlib.sha256()
    try:
        FORMATS[path.suffix](path.read_bytes(), known, released)
    except Refusal as refusal:
        return str(refusal), released.hexdigest()
    return "ok", released.hexdigest()


def main(directory):
    known = json.loads((directory / "manifest.json").read_text())
    wrong = 0
    for vector in known["vectors"]:
        expected = vector["expect"], vector["released_sha256"]
        found = read(directory / vector["name"], known)
        if found != expected:
            wrong += 1
            print(f"{vector['name']} ({vector['fault']}): {found}, not {expected}")
    print(f"{len(known['vectors'])} vectors, {wrong} answered otherwise than expected")
    return 1 if wrong or not known["vectors"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
