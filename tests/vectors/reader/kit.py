"""Kits (SPEC.md, section 3.3)."""
from .common import LAST_SECOND, Fields, is_session_id, need
from .envelope import release_envelope


def check_logs(fields, sessions):
    """3.3, paths and logs"""
    paths = [fields.text() for _ in range(fields.count(3))]
    need(all(paths) and all(one < two for one, two in zip(paths, paths[1:])))
    used, last = set(), b""
    for _ in range(fields.count(14)):
        name, until = fields.text(), fields.number("q")
        need(name in sessions and name > last and 0 <= until <= LAST_SECOND * 1000)
        last, before = name, None
        for _ in range(fields.count(36)):
            this = start, duration, path, first, final = tuple(fields.number(c) for c in "qQIQQ")
            need(path < len(paths) and 1 <= first <= final and 0 <= start and start + duration <= until)
            need(before is None or this > before)
            before = this
            used.add(path)
    need(len(used) == len(paths))


def check_kit(body):
    """3.3"""
    fields = Fields(body)
    fields.text(1000), fields.take(32)
    need(fields.number("I") <= 100000)
    last, tokens, sessions = b"", set(), set()
    for _ in range(fields.count(43)):
        name = fields.text()
        need(is_session_id(name) and name > last)
        last = name
        sessions.add(name)
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
    check_logs(fields, sessions)
    fields.end()


release = release_envelope((b"SPOORKIT", 3, 256 << 20), check_kit)
