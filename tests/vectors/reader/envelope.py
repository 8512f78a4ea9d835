"""Envelopes, and the start and end that every signed file has (SPEC.md, section 3)."""
import struct

from .common import Fields, Refusal, check_signature, hkdf, need, sha256, unseal
from .locks import LOCKS, PASSPHRASE, Keys


def check_start(data, magic, version):
    """3, steps 1 to 3: the fields behind the key that signed, without the trailer"""
    need(data[:8] == magic and len(data) >= 12)
    need(struct.unpack("<HH", data[8:12]) == (version, 0), "unsupported")
    need(len(data) >= 44 + 96 and sha256(data[:-96]) == data[-96:-64])
    check_signature(data[12:44], b"spoor signature " + magic + data[:-64], data[-64:])
    fields = Fields(data[:-96])
    fields.take(44)
    return fields


def open_envelope(data, magic, version, limit, keys, kinds=(PASSPHRASE,)):
    """3: the body, and the locks"""
    need(len(data) <= limit)
    fields = check_start(data, magic, version)
    count = fields.number("B")
    need(1 <= count <= 16)
    locks, last = [], b""
    for _ in range(count):
        start = fields.at
        kind = fields.number("B")
        body = fields.take(fields.number("H"))
        whole = fields.data[start:fields.at]
        need(whole > last)
        last = whole
        need(kind in kinds, "unsupported")
        locks.append(LOCKS[kind](body))
    need(fields.number("Q") == len(fields.data) - fields.at)
    bound, sealed = fields.data[:fields.at], fields.data[fields.at:]
    need(len(sealed) >= 16)
    for lock in locks:
        try:
            key = lock.open(keys)
        except Refusal:
            continue
        return unseal(hkdf(key, None, b"spoor envelope body " + magic), bytes(12), sealed, bound, "damaged"), locks
    raise Refusal("wrong_key")


def passphrase_keys(known):
    return Keys([known["passphrase"].encode()])


def release_envelope(kind, check_body):
    """How a file that one passphrase opens is read: its body comes out once it is sound. kind: magic, version,
    greatest size"""
    def release(data, known, released):
        body, _ = open_envelope(data, *kind, passphrase_keys(known))
        check_body(body)
        released.update(body)
    return release
