"""Archives (SPEC.md, section 2)."""
import struct

import zstandard

from .common import Fields, Refusal, check_signature, hkdf, need, sha256, unseal

DATA_BYTES = 262144
LISTING_BYTES = 67108864
MANIFEST, DIRECTORY, INDEX, DATA, TABLE, PAGE = 1, 2, 3, 4, 5, 6
LIMITS = {MANIFEST: DATA_BYTES, DIRECTORY: LISTING_BYTES, INDEX: LISTING_BYTES, DATA: DATA_BYTES, TABLE: LISTING_BYTES,
          PAGE: 1048576}
HEADER, FOOTER, REFERENCE = 60, 164, 52
MOST_FILE_BYTES = (LISTING_BYTES - 4) // REFERENCE * DATA_BYTES


class Reference:
    def __init__(self, fields):
        self.offset, self.stored, self.plain, self.number = (fields.number(c) for c in "QIII")
        self.digest = fields.take(32)
        self.end = self.offset + self.stored

    def before(self, later):
        return self.offset >= HEADER and self.end <= later.offset and self.number < later.number

    def adjoins(self, later):
        return self.before(later) and self.end == later.offset and self.number + 1 == later.number


def same(one, other):
    """Whether two references, or none, are the same"""
    return one is other or (one is not None and other is not None and vars(one) == vars(other))


def unpack_frame(frame, size):
    """2.4"""
    fields = Fields(frame)
    need(fields.take(4) == bytes.fromhex("28b52ffd"))
    descriptor = fields.number("B")
    code = 0 if size < 256 else 1 if size < 65792 else 2
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
        version, flags = struct.unpack("<HH", header[8:12])
        need(version in (1, 2, 3) and flags == 0, "unsupported")
        need(sha256(header + footer[:68]) == footer[68:100])
        need(header[12:44] == vendor, "bad_signature")
        check_signature(vendor, b"spoor archive" + header + footer[:100], footer[100:])
        self.key = hkdf(key, header[44:60], b"spoor archive blocks")
        self.version = version
        self.releases, self.contents_count = self.manifest(Fields(self.fetch(manifest, MANIFEST)))
        need(self.releases[-1][2].adjoins(manifest))
        self.select(self.releases[-1])
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

    def manifest(self, fields):
        """2.5: name, files, root and tables of each release; how many contents are numbered"""
        if self.version < 3:
            release = self.one_release(fields)
            fields.end()
            return [release], release[1]
        count, contents, out = fields.number("B"), fields.number("I"), []
        need(2 <= count <= 100)
        for i in range(count):
            out.append(self.one_release(fields))
            need(out[i][0] and all(out[i][0] != other[0] for other in out[:i]))
            if i:
                need(out[i - 1][2].before(out[i][2]))
                need(all(same(out[0][3].get(kind), out[i][3].get(kind)) for kind in (2, 3)))
        fields.end()
        return out, contents

    def one_release(self, fields):
        name = fields.text(1000)
        fields.time()
        files, _ = fields.number("Q"), fields.number("Q")
        root = Reference(fields)
        return name, files, root, self.table_references(fields, root) if self.version > 1 else {}

    def select(self, release):
        self.name, self.files, self.root, self.tables = release
        self.listing = self.directory(self.root)

    def table_references(self, fields, root):
        """2.5: by kind"""
        out, count = {}, fields.number("B")
        need(count > 0)
        for i in range(count):
            kind = fields.number("B")
            need(kind <= 4 and (kind == 1 if i == 0 else kind > max(out)))
            out[kind] = Reference(fields)
            need(out[kind].before(root))
        return out

    @staticmethod
    def data_references(fields, most=DATA_BYTES):
        out = []
        for _ in range(fields.count(REFERENCE)):
            out.append(Reference(fields))
            need(1 <= out[-1].plain <= most)
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

    def check_small(self, blocks, small):
        if self.version > 2:
            need({block for block, _, _ in small} == set(range(len(blocks))))
            return
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


def release(data, known, released):
    from . import tables  # which reads what this module opens

    keys = (bytes.fromhex(known[name]) for name in ("archive_key", "vendor_key", "archive_id"))
    archive = Archive(data, *keys)
    for one in archive.releases:
        archive.select(one)
        tables.read(archive)
        if len(archive.releases) > 1:
            released.update(struct.pack("<H", len(archive.name)) + archive.name)
        archive.walk(released)
