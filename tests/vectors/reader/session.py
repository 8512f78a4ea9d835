"""Sessions (SPEC.md, section 3.2)."""
from .common import Fields, is_session_id, need
from .envelope import open_envelope
from .locks import PASSPHRASE, QUORUM, ROOM, Keys
from .policy import check_policy


def check_session(body):
    """The room, and n and m of the unlock"""
    fields = Fields(body)
    need(is_session_id(fields.text()))
    for _ in range(3):
        fields.text(1000)
    fields.take(16 + 32)
    start, expiry = fields.number("q"), fields.time()
    need(0 <= start < expiry)
    room = fields.take(32)
    fields.take(32 + 32)
    persons = check_policy(fields.take(fields.number("I")))
    slots = fields.number("I")
    need(slots == -(-(expiry - start) // 900) and slots <= 65536)
    fields.take(128 * slots + 8192)
    fields.end()
    return room, persons


def release(data, known, released):
    keys = Keys([known["passphrase"].encode(), known["second_passphrase"].encode()],
                (bytes.fromhex(known["room_id"]), bytes.fromhex(known["room_key"])))
    body, locks = open_envelope(data, b"SPOORSES", 2, 10 << 20, keys, (PASSPHRASE, ROOM, QUORUM))
    asked = check_session(body)
    need(all((lock.room, lock.persons) == asked for lock in locks))
    released.update(body)
