"""Tables of an archive (SPEC.md, 2.8 to 2.12, but for 2.11): read, and compared with the files that they are about."""
import struct

from .archive import DATA_BYTES, LIMITS, PAGE, TABLE
from .common import Fields, need

FILES, GRAMS, LINES = 1, 2, 4


def table(archive, kind):
    """2.8: pages and body"""
    own = archive.tables[kind]
    fields = Fields(archive.fetch(own, TABLE))
    refs = archive.data_references(fields, LIMITS[PAGE])
    need(not refs or refs[-1].before(own))
    body = fields.take(len(fields.data) - fields.at)
    return [archive.fetch(ref, PAGE) for ref in refs], body


def tree_order(path):
    names = path.split(b"/")
    return [(0, name) for name in names[:-1]] + [(1, names[-1])]


def files(archive):
    """2.9: (path, flags, size, number, block, offset) in order, and the data blocks"""
    pages, body = table(archive, FILES)
    fields = Fields(body)
    blocks = archive.data_references(fields)
    fields.end()
    rows = []
    for page in pages:
        fields, last = Fields(page), b""
        while fields.at < len(page):
            shared, rest = fields.number("H"), fields.text()
            need(shared <= len(last))
            path = last[:shared] + rest
            need(shared == min(65535, common_bytes(last, path)))
            names = path.split(b"/")
            need(all(1 <= len(n) <= 4096 and n not in (b".", b"..") and b"\0" not in n for n in names))
            need(not rows or tree_order(rows[-1][0]) < tree_order(path))
            flags, size, number = fields.number("B"), fields.number("Q"), fields.number("I")
            block, offset = (fields.number("I"), fields.number("I")) if size else (0, 0)
            need(flags <= 1 and (size or not flags) and fits(blocks, size, block, offset))
            rows.append((path, flags, size, number, block, offset))
            last = path
    need(len({row[3] for row in rows}) == len(rows) == archive.files)
    need(all(row[3] < archive.contents_count for row in rows))
    return rows, blocks


def common_bytes(one, two):
    return next((i for i, (a, b) in enumerate(zip(one, two)) if a != b), min(len(one), len(two)))


def fits(blocks, size, block, offset):
    if size == 0:
        return True
    if size <= DATA_BYTES:
        return block < len(blocks) and offset + size <= blocks[block].plain
    count = -(-size // DATA_BYTES)
    plain = [ref.plain for ref in blocks[block:block + count]]
    return offset == 0 and plain == [min(DATA_BYTES, size - i * DATA_BYTES) for i in range(count)]


class Numbers:
    """LEB128"""

    def __init__(self, data):
        self.data, self.at = data, 0

    def next(self):
        value = shift = 0
        while True:
            need(self.at < len(self.data) and shift < 63)
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                need(byte or not shift)
                return value
            shift += 7

    def take(self, size):
        need(size <= len(self.data) - self.at)
        self.at += size
        return self.data[self.at - size:self.at]


def file_list(data, count, most):
    """2.10: the bits of a list"""
    bits = int.from_bytes(data, "little")
    at, mean, following, out = 0, 16 * (most - count) // count, 0, []
    for _ in range(count):
        k = (11 * mean >> 8).bit_length()
        ones = 0
        while ones < 24 and bits >> at & 1:
            ones, at = ones + 1, at + 1
        if ones < 24:
            gap = ones << k | (bits >> (at + 1) & (1 << k) - 1)
            at += 1 + k
        else:
            gap = bits >> at & 65535
            need(gap >> k >= 24)
            at += 16
        need(gap < most - following)
        out.append(following + gap)
        following += gap + 1
        mean += gap - (mean >> 4)
    need(-(-at // 8) == len(data) and bits >> at == 0)
    return out


def gram_page(page, first, most):
    numbers, keys = Numbers(page), []
    count = numbers.next()
    need(count and 3 * count <= len(page))
    key = first
    for i in range(count):
        step = numbers.next() if i else 0
        need(step or not i)
        key += step
        need(key < 1 << 32)
        keys.append((key, numbers.next(), numbers.next()))
    for key, files_, size in keys:
        need(1 <= files_ <= most)
        yield key, file_list(numbers.take(size), files_, most)
    need(numbers.at == len(page))


def grams(archive):
    """2.10: by file number the set of its keys or None; the files that fold"""
    pages, body = table(archive, GRAMS)
    fields, at, start, keys_of, folding = Fields(body), 0, 0, [], set()
    for _ in range(fields.count(16)):
        most = fields.number("I")
        need(1 <= most <= 65536 and start + most <= archive.contents_count)
        firsts = [fields.number("I") for _ in range(fields.count(4))]
        need(all(a < b for a, b in zip(firsts, firsts[1:])) and at + len(firsts) <= len(pages))
        lists = [[fields.number("H") for _ in range(fields.count(2))] for _ in range(2)]
        need(all(a < b for each in lists for a, b in zip(each, each[1:])))
        need(all(number < most for each in lists for number in each))
        own, last = [set() for _ in range(most)], -1
        for first, page in zip(firsts, pages[at:]):
            for key, numbers in gram_page(page, first, most):
                need(key > last)
                last = key
                for number in numbers:
                    own[number].add(key)
        keys_of += [None if i in lists[1] else keys for i, keys in enumerate(own)]
        folding |= {start + number for number in lists[0]}
        at, start = at + len(firsts), start + most
    fields.end()
    need(start == archive.contents_count and at == len(pages))
    return keys_of, folding


def keys_in(text):
    out = set()
    text += b"\n"
    for i in range(len(text) - 3):
        gram = text[i:i + 4]
        if b"\n" in gram[:3]:
            continue
        key = 0
        for byte in gram:
            key = key << 7 | (127 if byte >= 127 else byte + 32 if 65 <= byte <= 90 else byte)
        cases = sum((65 <= byte <= 90) << (3 - k) for k, byte in enumerate(gram))
        out.add(key << 4 | cases)
    return out


def lines(archive):
    """2.12: by path its size, whether it ends with a line feed, and the feeds of its parts"""
    pages, body = table(archive, LINES)
    need(not pages)
    numbers, rows, last = Numbers(body), {}, b""
    while numbers.at < len(body):
        path = numbers.take(numbers.next())
        size, ends = numbers.next(), numbers.next()
        need(path > last and size > 1 << 20 and ends <= 1)
        feeds = []
        for begin in range(0, size, 1 << 18):
            feeds.append(numbers.next())
            need(feeds[-1] <= min(1 << 18, size - begin))
        need(not ends or feeds[-1])
        rows[path], last = (size, ends, feeds), path
    return rows


def lines_in(text):
    return (len(text), int(text.endswith(b"\n")),
            [text[at:at + (1 << 18)].count(b"\n") for at in range(0, len(text), 1 << 18)])


def read(archive):
    """All tables, compared with the files themselves"""
    if not archive.tables:
        return
    rows, blocks = files(archive)
    keys_of, folding = grams(archive) if GRAMS in archive.tables else (None, None)
    lines_of = lines(archive) if LINES in archive.tables else None
    for path, flags, size, number, block, offset in rows:
        count = -(-size // DATA_BYTES)
        text = b"".join(archive.fetch(ref, 4) for ref in blocks[block:block + count])[offset:offset + size]
        if lines_of is not None and lines_of.pop(path, None) != (
                lines_in(text) if size > 1 << 20 and not flags else None):
            raise AssertionError(f"the lines of {path} are not those of its text")
        if keys_of is None:
            continue
        fold = not flags and ("\u017f".encode() in text or "\u212a".encode() in text)
        same = keys_of[number] is None or keys_of[number] == (set() if flags else keys_in(text))
        if not same or fold != (number in folding):
            raise AssertionError(f"the grams of {path} are not those of its text")
    if lines_of:
        raise AssertionError("lines of files that are not there")
