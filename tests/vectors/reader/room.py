"""Rooms' public files (SPEC.md, section 8.1)."""
from .common import need
from .envelope import check_start


def release(data, _known, released):
    need(len(data) <= 64 << 10)
    fields = check_start(data, b"SPOORRMP", 1)
    fields.take(32)
    fields.text(200)
    fields.time()
    fields.end()
    released.update(data[:-96])
