"""Session updates (SPEC.md, section 9)."""
from .common import Fields, is_session_id, need
from .envelope import open_envelope
from .locks import UPDATE, Keys
from .policy import check_policy


def check_update(body):
    """The session's id"""
    fields = Fields(body)
    session = fields.text()
    need(is_session_id(session))
    fields.take(32)
    need(fields.number("Q") >= 1)
    fields.time()
    need(fields.number("B") in (1, 2, 3))
    fields.time()
    check_policy(fields.take(fields.number("I")))
    tables = fields.count(128)
    need(tables <= 65536)
    fields.take(128 * tables)
    fields.end()
    return session


def release(data, known, released):
    keys = Keys([], update_key=bytes.fromhex(known["update_key"]))
    body, locks = open_envelope(data, b"SPOORUPD", 1, 10 << 20, keys, (UPDATE,))
    session = check_update(body)
    need(len(locks) == 1 and b"s-" + locks[0].session.hex().encode() == session)
    released.update(body)
