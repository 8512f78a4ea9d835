"""Kits (SPEC.md, section 3.3)."""
from .common import LAST_SECOND, Fields, is_session_id, need
from .envelope import release_envelope


def check_kit(body):
    """3.3"""
    fields = Fields(body)
    fields.text(1000), fields.take(32)
    need(fields.number("I") <= 100000)
    last, tokens = b"", set()
    for _ in range(fields.count(43)):
        name = fields.text()
        need(is_session_id(name) and name > last)
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


release = release_envelope((b"SPOORKIT", 2, 256 << 20), check_kit)
