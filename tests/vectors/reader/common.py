"""What all formats share: failure classes, fields, primitives (SPEC.md, section 1)."""
import hashlib
import re
import struct

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LAST_SECOND = 253402300799
SESSION_ID = rb"s-[0-9a-f]{12}"


class Refusal(Exception):
    """Carries the failure class."""


def need(holds, failure="damaged"):
    if not holds:
        raise Refusal(failure)


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(secret, salt, info):
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def unseal(key, nonce, sealed, bound, failure):
    need(len(sealed) >= 16, failure)
    try:
        return AESGCM(key).decrypt(nonce, bytes(sealed), bytes(bound))
    except InvalidTag:
        raise Refusal(failure) from None


def check_signature(vendor, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(vendor).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refusal("bad_signature") from None


class Fields:
    """Reads fields one after the other; whatever is not there is damage."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        need(size <= len(self.data) - self.at)
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, code):
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def text(self, most=65535):
        out = self.take(self.number("H"))
        need(len(out) <= most)
        return out

    def time(self):
        out = self.number("q")
        need(0 <= out <= LAST_SECOND)
        return out

    def count(self, least_each):
        out = self.number("I")
        need(out * least_each <= len(self.data) - self.at)
        return out

    def end(self):
        need(self.at == len(self.data))


def is_session_id(text):
    return re.fullmatch(SESSION_ID, text) is not None
