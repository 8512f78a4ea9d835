"""Locks of an envelope (SPEC.md, section 3.1)."""
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .common import Fields, Refusal, hkdf, need, unseal

PASSPHRASE, ROOM, QUORUM, UPDATE = 1, 2, 3, 4
NONE = bytes(32)


class Keys:
    """What a reader holds: passphrases, perhaps a room (id, X25519 key), perhaps an update key."""

    def __init__(self, passphrases, room=None, update_key=None):
        self.passphrases, self.room, self.update_key = passphrases, room, update_key


def wrong():
    return Refusal("wrong_key")


class Stretching:
    def __init__(self, fields):
        start = fields.at
        log_n, r, p = (fields.number("B") for _ in range(3))
        self.salt = fields.take(16)
        need(1 <= log_n <= 20 and r >= 1 and 1 <= p <= 4 and log_n < 16 * r and (128 << log_n) * r <= 1 << 28)
        self.cost, self.raw = (log_n, r, p), fields.data[start:fields.at]

    def key(self, passphrase):
        log_n, r, p = self.cost
        return Scrypt(salt=self.salt, length=32, n=1 << log_n, r=r, p=p).derive(passphrase)


def shared_secret(room, ephemeral, keys):
    if keys.room is None or keys.room[0] != room:
        raise wrong()
    try:
        return X25519PrivateKey.from_private_bytes(keys.room[1]).exchange(X25519PublicKey.from_public_bytes(ephemeral))
    except ValueError:
        raise wrong() from None


class PassphraseLock:
    room, persons = NONE, (1, 1)

    def __init__(self, body):
        fields = Fields(body)
        self.stretching = Stretching(fields)
        self.nonce, self.sealed = fields.take(12), fields.take(48)
        fields.end()

    def open(self, keys):
        for passphrase in keys.passphrases:
            try:
                return unseal(self.stretching.key(passphrase), self.nonce, self.sealed, self.stretching.raw, "wrong_key")
            except Refusal:
                continue
        raise wrong()


class RoomLock:
    persons = (1, 1)

    def __init__(self, body):
        fields = Fields(body)
        self.stretching = Stretching(fields)
        self.room, self.ephemeral = fields.take(32), fields.take(32)
        self.bound = body[:fields.at]
        self.nonce, self.sealed = fields.take(12), fields.take(48)
        fields.end()
        need(self.room != NONE)

    def open(self, keys):
        shared = shared_secret(self.room, self.ephemeral, keys)
        for passphrase in keys.passphrases:
            secret = shared + self.stretching.key(passphrase)
            wrapping = hkdf(secret, self.room + self.ephemeral, b"spoor room lock")
            try:
                return unseal(wrapping, self.nonce, self.sealed, self.bound, "wrong_key")
            except Refusal:
                continue
        raise wrong()


def times(a, b):
    out = 0
    while b:
        if b & 1:
            out ^= a
        a, b = a << 1 ^ (0x11B if a & 0x80 else 0), b >> 1
    return out


def over(a, b):
    return next(c for c in range(256) if times(c, b) == a)


def combine(shares):
    """Lagrange at 0, byte by byte"""
    out = bytearray(32)
    for x, y in shares.items():
        weight = 1
        for other in shares:
            if other != x:
                weight = times(weight, over(other, other ^ x))
        for i in range(32):
            out[i] ^= times(weight, y[i])
    return bytes(out)


class QuorumLock:
    def __init__(self, body):
        fields = Fields(body)
        self.n, m = fields.number("B"), fields.number("B")
        need(1 <= self.n <= m and 2 <= m <= 16)
        self.persons = self.n, m
        self.stretching = Stretching(fields)
        self.room, self.ephemeral = fields.take(32), fields.take(32)
        self.start = body[:fields.at]
        self.shares = [(fields.take(12), fields.take(48)) for _ in range(m)]
        self.bound = body[:fields.at]
        self.nonce, self.sealed = fields.take(12), fields.take(48)
        fields.end()
        need((self.room == NONE) == (self.ephemeral == NONE))

    def share(self, passphrase, have):
        key = hkdf(self.stretching.key(passphrase), None, b"spoor quorum share")
        for i, (nonce, sealed) in enumerate(self.shares):
            if i + 1 in have:
                continue
            try:
                return i + 1, unseal(key, nonce, sealed, self.start + bytes([i + 1]), "wrong_key")
            except Refusal:
                continue
        return None

    def open(self, keys):
        shared = b"" if self.room == NONE else shared_secret(self.room, self.ephemeral, keys)
        have = {}
        for passphrase in keys.passphrases:
            if len(have) < self.n and (found := self.share(passphrase, have)):
                have[found[0]] = found[1]
        if len(have) < self.n:
            raise wrong()
        if shared:
            wrapping = hkdf(shared + combine(have), self.room + self.ephemeral, b"spoor quorum lock in a room")
        else:
            wrapping = hkdf(combine(have), None, b"spoor quorum lock")
        return unseal(wrapping, self.nonce, self.sealed, self.bound, "wrong_key")


class UpdateLock:
    room, persons = NONE, (1, 1)

    def __init__(self, body):
        fields = Fields(body)
        self.session, self.nonce, self.sealed = fields.take(6), fields.take(12), fields.take(48)
        fields.end()

    def open(self, keys):
        if keys.update_key is None:
            raise wrong()
        return unseal(hkdf(keys.update_key, None, b"spoor update lock"), self.nonce, self.sealed, self.session,
                      "wrong_key")


LOCKS = {PASSPHRASE: PassphraseLock, ROOM: RoomLock, QUORUM: QuorumLock, UPDATE: UpdateLock}
