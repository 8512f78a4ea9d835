"""A second reader of Spoor's files, written from watermark/SPEC.md alone, against the test vectors.

usage: read_vectors.py FILES_DIRECTORY

Shares no code with the C++ reader; its packages are python3-cryptography and python3-zstandard. Numbers such as 2.3
are sections of SPEC.md.
"""
import hashlib
import json
import re
import struct
import sys
from pathlib import Path

import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LAST_SECOND = 253402300799
SESSION_ID = rb"s-[0-9a-f]{12}"
DATA_BYTES = 262144
LISTING_BYTES = 67108864
MANIFEST, DIRECTORY, INDEX, DATA = 1, 2, 3, 4
LIMITS = {MANIFEST: DATA_BYTES, DIRECTORY: LISTING_BYTES, INDEX: LISTING_BYTES, DATA: DATA_BYTES}
HEADER, FOOTER, REFERENCE = 60, 164, 52
MOST_FILE_BYTES = (LISTING_BYTES - 4) // REFERENCE * DATA_BYTES


class Refusal(Exception):
    """Carries the failure class."""


def need(holds, failure="damaged"):
    if not holds:
        raise Refusal(failure)


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(secret, salt, info):
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def unseal(key, nonce, sealed, bound, failure):
    need(len(sealed) >= 16, failure)
    try:
        return AESGCM(key).decrypt(nonce, bytes(sealed), bytes(bound))
    except InvalidTag:
        raise Refusal(failure) from None


def check_signature(vendor, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(vendor).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refusal("bad_signature") from None


class Fields:
    """Reads fields one after the other; whatever is not there is damage."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        need(size <= len(self.data) - self.at)
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, code):
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def text(self, most=65535):
        out = self.take(self.number("H"))
        need(len(out) <= most)
        return out

    def time(self):
        out = self.number("q")
        need(0 <= out <= LAST_SECOND)
        return out

    def count(self, least_each):
        out = self.number("I")
        need(out * least_each <= len(self.data) - self.at)
        return out

    def end(self):
        need(self.at == len(self.data))


class Reference:
    def __init__(self, fields):
        self.offset, self.stored, self.plain, self.number = (fields.number(c) for c in "QIII")
        self.digest = fields.take(32)
        self.end = self.offset + self.stored

    def before(self, later):
        return self.offset >= HEADER and self.end <= later.offset and self.number < later.number

    def adjoins(self, later):
        return self.before(later) and self.end == later.offset and self.number + 1 == later.number


def unpack_frame(frame, size):
    """2.4"""
    fields = Fields(frame)
    need(fields.take(4) == bytes.fromhex("28b52ffd"))
    descriptor = fields.number("B")
    code = 0 if size < 256 else 1 if size < 65280 else 2
    single = bool(descriptor & 0x20)
    need(descriptor & 0x1F == 0 and descriptor >> 6 == code and (single or code > 0))
    if not single:
        window = fields.number("B")
        base = 1 << (10 + (window >> 3))
        need(base + base // 8 * (window & 7) < size and base + base // 8 * (window & 7) <= 8 << 20)
    said = fields.number("B") if code == 0 else fields.number("H") + 256 if code == 1 else fields.number("I")
    need(said == size)
    last = False
    while not last:
        header = int.from_bytes(fields.take(3), "little")
        last, kind, length = header & 1, header >> 1 & 3, header >> 3
        need(kind < 3)
        fields.take(1 if kind == 1 else length)
    fields.end()
    try:
        out = zstandard.ZstdDecompressor().decompress(frame, max_output_size=size)
    except zstandard.ZstdError:
        raise Refusal("damaged") from None
    need(len(out) == size)
    return out


def bound_of_stored(size):
    return size + size // 256 + ((131072 - size) // 2048 if size < 131072 else 0)


class Archive:
    """2"""

    def __init__(self, data, key, vendor, archive_id):
        self.data = data
        need(data and data[:8] == b"SPOORAR\x01"[:len(data)] and len(data) >= HEADER + FOOTER)
        header, footer = data[:HEADER], data[-FOOTER:]
        fields = Fields(footer)
        need(fields.take(8) == b"SPOOREND" and fields.number("Q") == len(data))
        manifest = Reference(fields)
        need(manifest.end == len(data) - FOOTER)
        need(struct.unpack("<HH", header[8:12]) == (1, 0), "unsupported")
        need(sha256(header + footer[:68]) == footer[68:100])
        need(header[12:44] == vendor, "bad_signature")
        check_signature(vendor, b"spoor archive" + header + footer[:100], footer[100:])
        self.key = hkdf(key, header[44:60], b"spoor archive blocks")
        fields = Fields(self.fetch(manifest, MANIFEST))
        fields.text(1000), fields.time(), fields.number("Q"), fields.number("Q")
        self.root = Reference(fields)
        fields.end()
        need(self.root.adjoins(manifest))
        self.listing = self.directory(self.root)
        need(header[44:60] == archive_id, "wrong_key")

    def fetch(self, ref, kind):
        """2.3"""
        need(ref.end <= len(self.data) and ref.plain <= LIMITS[kind])
        need(16 <= ref.stored <= 16 + bound_of_stored(ref.plain))
        stored = self.data[ref.offset:ref.end]
        need(sha256(stored) == ref.digest)
        nonce = struct.pack("<B7xI", kind, ref.number)
        bound = b"spoor block" + struct.pack("<BI", kind, ref.plain)
        return unpack_frame(unseal(self.key, nonce, stored, bound, "wrong_key"), ref.plain)

    @staticmethod
    def data_references(fields):
        out = []
        for _ in range(fields.count(REFERENCE)):
            out.append(Reference(fields))
            need(1 <= out[-1].plain <= DATA_BYTES)
        need(all(one.before(two) for one, two in zip(out, out[1:])))
        return out

    def directory(self, own):
        """2.6: (name, kind, contents), contents being a reference, (block, offset, size), (index, size) or bytes"""
        fields = Fields(self.fetch(own, DIRECTORY))
        blocks = self.data_references(fields)
        entries, small, last_name = [], [], b""
        for _ in range(fields.count(6)):
            kind, name = fields.number("B"), fields.text(4096)
            need(name > last_name and name not in (b".", b"..") and not set(name) & set(b"/\0"))
            last_name = name
            if kind == 0:
                contents = Reference(fields)
                need(contents.before(own))
            elif kind == 1:
                contents = self.file(fields, own, blocks, small)
            else:
                need(kind == 2)
                contents = fields.text(4096)
                need(contents and b"\0" not in contents)
            entries.append((name, kind, contents))
        fields.end()
        self.check_small(blocks, small)
        need(not blocks or blocks[-1].before(own))
        return entries

    @staticmethod
    def file(fields, own, blocks, small):
        flags, size = fields.number("B"), fields.number("Q")
        need(flags <= 1 and size <= MOST_FILE_BYTES and not (flags and not size))
        if size == 0:
            return b""
        if size > DATA_BYTES:
            index = Reference(fields)
            need(index.before(own))
            return index, size
        block, offset = fields.number("I"), fields.number("I")
        need(block < len(blocks) and offset + size <= blocks[block].plain)
        small.append((block, offset, size))
        return blocks[block], offset, size

    @staticmethod
    def check_small(blocks, small):
        need(len(blocks) == (small[-1][0] + 1 if small else 0) and (not small or small[0][0] == 0))
        for (block, offset, size), following in zip(small, small[1:]):
            ends_block = offset + size == blocks[block].plain
            need(following[:2] == (block, offset + size) or (ends_block and following[:2] == (block + 1, 0)))

    def contents(self, kind, place):
        if isinstance(place, bytes):
            return place
        if len(place) == 3:
            block, offset, size = place
            return self.fetch(block, DATA)[offset:offset + size]
        own, size = place  # 2.7
        fields = Fields(self.fetch(own, INDEX))
        refs = self.data_references(fields)
        fields.end()
        need(len(refs) == -(-size // DATA_BYTES))
        need(all(ref.plain == min(DATA_BYTES, size - i * DATA_BYTES) for i, ref in enumerate(refs)))
        need(all(one.adjoins(two) for one, two in zip(refs, refs[1:])) and refs[-1].before(own))
        return b"".join(self.fetch(ref, DATA) for ref in refs)

    def walk(self, released, listing=None, parent=b""):
        for name, kind, place in self.listing if listing is None else listing:
            path = parent + b"/" + name if parent else name
            contents = b"" if kind == 0 else self.contents(kind, place)
            released.update(struct.pack("<BH", kind, len(path)) + path + struct.pack("<Q", len(contents)) + contents)
            if kind == 0:
                self.walk(released, self.directory(place), path)


def check_start(data, magic, version):
    """3, steps 1 to 3: the fields behind the vendor's key, without the trailer"""
    need(data[:8] == magic and len(data) >= 12)
    need(struct.unpack("<HH", data[8:12]) == (version, 0), "unsupported")
    need(len(data) >= 44 + 96 and sha256(data[:-96]) == data[-96:-64])
    check_signature(data[12:44], b"spoor signature " + magic + data[:-64], data[-64:])
    fields = Fields(data[:-96])
    fields.take(44)
    return fields


def read_lock(body):
    """3.1"""
    need(len(body) == 79)
    log_n, r, p = body[:3]
    need(1 <= log_n <= 20 and r >= 1 and 1 <= p <= 4 and log_n < 16 * r and (128 << log_n) * r <= 1 << 28)
    return log_n, r, p, body


def open_lock(lock, passphrase):
    log_n, r, p, body = lock
    wrapping = Scrypt(salt=body[3:19], length=32, n=1 << log_n, r=r, p=p).derive(passphrase)
    return unseal(wrapping, body[19:31], body[31:], body[:19], "wrong_key")


def open_envelope(data, magic, version, limit, passphrase):
    """3"""
    need(len(data) <= limit)
    fields = check_start(data, magic, version)
    count = fields.number("B")
    need(1 <= count <= 16)
    locks, last = [], b""
    for _ in range(count):
        start = fields.at
        kind = fields.number("B")
        body = fields.take(fields.number("H"))
        whole = fields.data[start:fields.at]
        need(whole > last)
        last = whole
        need(kind == 1, "unsupported")
        locks.append(read_lock(body))
    need(fields.number("Q") == len(fields.data) - fields.at)
    bound, sealed = fields.data[:fields.at], fields.data[fields.at:]
    need(len(sealed) >= 16)
    for lock in locks:
        try:
            key = open_lock(lock, passphrase)
        except Refusal:
            continue
        return unseal(hkdf(key, None, b"spoor envelope body " + magic), bytes(12), sealed, bound, "damaged")
    raise Refusal("wrong_key")


def check_session(body):
    """3.2"""
    fields = Fields(body)
    need(re.fullmatch(SESSION_ID, fields.text()))
    for _ in range(3):
        fields.text(1000)
    fields.take(16 + 32)
    start, expiry = fields.number("q"), fields.time()
    need(0 <= start < expiry and fields.number("I") <= 100000 and fields.number("B") <= 1)
    slots = fields.number("I")
    need(slots == -(-(expiry - start) // 900) and slots <= 65536)
    fields.take(128 * slots + 8192)
    fields.end()


def check_kit(body):
    """3.3"""
    fields = Fields(body)
    fields.text(1000), fields.take(32)
    need(fields.number("I") <= 100000)
    last, tokens = b"", set()
    for _ in range(fields.count(43)):
        name = fields.text()
        need(re.fullmatch(SESSION_ID, name) and name > last)
        last = name
        fields.text(1000), fields.text(1000)
        token, start, slots, revoked = (fields.number(c) for c in "QqIB")
        need(token < 1 << 48 and token not in tokens and revoked <= 1 and 1 <= slots <= 65536)
        need(0 <= start and start + (slots - 1) * 900 < LAST_SECOND)
        tokens.add(token)
        fields.take(16)
    last = b""
    for _ in range(fields.count(50)):
        archive = fields.take(16)
        need(archive > last)
        last = archive
        fields.text(1000), fields.take(32)
    fields.end()


def check_revocations(data):
    """4"""
    need(len(data) <= 64 << 20)
    fields = check_start(data, b"SPOORREV", 1)
    need(fields.number("Q") >= 1)
    fields.time()
    ids = [fields.take(6) for _ in range(fields.count(6))]
    fields.end()
    need(all(one < two for one, two in zip(ids, ids[1:])))


ENVELOPES = {".spsn": (b"SPOORSES", 1, 10 << 20, check_session), ".spkit": (b"SPOORKIT", 2, 256 << 20, check_kit)}


def read(path, known):
    """The outcome, and the hash of what came out before it."""
    data, released = path.read_bytes(), hashlib.sha256()
    passphrase = known["passphrase"].encode()
    try:
        if path.suffix == ".spar":
            keys = (bytes.fromhex(known[name]) for name in ("archive_key", "vendor_key", "archive_id"))
            Archive(data, *keys).walk(released)
        elif path.suffix in ENVELOPES:
            *kind, check_body = ENVELOPES[path.suffix]
            body = open_envelope(data, *kind, passphrase)
            check_body(body)
            released.update(body)
        else:
            check_revocations(data)
            released.update(data[:-96])
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
