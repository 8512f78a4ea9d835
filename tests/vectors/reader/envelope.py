"""Envelopes, and the start and end that every signed file has (SPEC.md, section 3)."""
import struct

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .common import Fields, Refusal, check_signature, hkdf, need, sha256, unseal


def check_start(data, magic, version):
    """3, steps 1 to 3: the fields behind the vendor's key, without the trailer"""
    need(data[:8] == magic and len(data) >= 12)
    need(struct.unpack("<HH", data[8:12]) == (version, 0), "unsupported")
    need(len(data) >= 44 + 96 and sha256(data[:-96]) == data[-96:-64])
    check_signature(data[12:44], b"spoor signature " + magic + data[:-64], data[-64:])
    fields = Fields(data[:-96])
    fields.take(44)
    return fields


def read_lock(body):
    """3.1"""
    need(len(body) == 79)
    log_n, r, p = body[:3]
    need(1 <= log_n <= 20 and r >= 1 and 1 <= p <= 4 and log_n < 16 * r and (128 << log_n) * r <= 1 << 28)
    return log_n, r, p, body


def open_lock(lock, passphrase):
    log_n, r, p, body = lock
    wrapping = Scrypt(salt=body[3:19], length=32, n=1 << log_n, r=r, p=p).derive(passphrase)
    return unseal(wrapping, body[19:31], body[31:], body[:19], "wrong_key")


def open_envelope(data, magic, version, limit, passphrase):
    """3"""
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
        need(kind == 1, "unsupported")
        locks.append(read_lock(body))
    need(fields.number("Q") == len(fields.data) - fields.at)
    bound, sealed = fields.data[:fields.at], fields.data[fields.at:]
    need(len(sealed) >= 16)
    for lock in locks:
        try:
            key = open_lock(lock, passphrase)
        except Refusal:
            continue
        return unseal(hkdf(key, None, b"spoor envelope body " + magic), bytes(12), sealed, bound, "damaged")
    raise Refusal("wrong_key")


def release_envelope(kind, check_body):
    """How a file of this kind is read: its body comes out once it is sound. kind: magic, version, greatest size"""
    def release(data, known, released):
        body = open_envelope(data, *kind, known["passphrase"].encode())
        check_body(body)
        released.update(body)
    return release
