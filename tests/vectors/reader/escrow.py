"""Escrows of a vault's keys (SPEC.md, section 3.4)."""
from .common import need
from .envelope import open_envelope
from .keys import check_keys
from .locks import NONE, QUORUM, Keys

MAGIC, LIMIT = b"SPOORESC", 64 << 10


def release(data, known, released):
    trustees = Keys([known["passphrase"].encode(), known["second_passphrase"].encode()])
    body, locks = open_envelope(data, MAGIC, 1, LIMIT, trustees, (QUORUM,))
    need(len(locks) == 1 and locks[0].room == NONE)
    check_keys(body, 2, data[12:44])
    released.update(body)
