"""Successions of the vendor's key (SPEC.md, section 10)."""
from .common import check_signature, need
from .envelope import check_start


def release(data, _known, released):
    fields = check_start(data, b"SPOORSUC", 1)
    need(len(data) == 252)
    to = fields.take(32)
    made, until = fields.time(), fields.time()
    need(to != data[12:44] and to != bytes(32) and until >= made)
    check_signature(to, b"spoor successor " + data[:92], fields.take(64))
    fields.end()
    released.update(data[:-96])
