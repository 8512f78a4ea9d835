"""Prints in a room (SPEC.md, section 8.5)."""
from .common import Fields, hkdf, need, unseal

MAGIC = b"SPOORPRT"


def release(data, known, released):
    room, state_key = bytes.fromhex(known["room_id"]), bytes.fromhex(known["state_key"])
    need(data[:8] == MAGIC)
    fields = Fields(data)
    fields.take(8)
    version, flags = fields.number("H"), fields.number("H")
    need((version, flags) == (1, 0), "unsupported")
    need(fields.take(32) == room)
    need(fields.text() == known["print_number"].encode())
    bound = data[:fields.at]
    nonce = fields.take(12)
    key = hkdf(state_key, room, b"spoor room print")
    released.update(unseal(key, nonce, data[fields.at:], bound, "damaged"))
