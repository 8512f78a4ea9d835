"""Revocation lists (SPEC.md, section 4)."""
from .common import need
from .envelope import check_start


def check_revocations(data):
    """4"""
    need(len(data) <= 64 << 20)
    fields = check_start(data, b"SPOORREV", 1)
    need(fields.number("Q") >= 1)
    fields.time()
    ids = [fields.take(6) for _ in range(fields.count(6))]
    fields.end()
    need(all(one < two for one, two in zip(ids, ids[1:])))


def release(data, _known, released):
    check_revocations(data)
    released.update(data[:-96])
