"""A vault's key files (SPEC.md, section 3.4)."""
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .common import Fields, need
from .envelope import open_envelope, passphrase_keys

MAGIC, LIMIT = b"SPOORKEY", 64 << 10


def check_seed(seed, vendor):
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    need(public.public_bytes(Encoding.Raw, PublicFormat.Raw) == vendor)


def check_issuing_key(fields, vendor):
    place = fields.number("B")
    need(place in (1, 2))
    if place == 1:
        check_seed(fields.take(32), vendor)
    else:
        need(fields.text(1000).startswith(b"pkcs11:"))


def check_keys(body, version, vendor):
    """3.4"""
    fields = Fields(body)
    need(fields.text(1000) != b"")
    if version == 1:
        check_seed(fields.take(32), vendor)
        fields.take(32 + 32)
    else:
        check_issuing_key(fields, vendor)
        fields.take(32 + 32 + 32)
    fields.end()


def release(data, known, released):
    version = 1 if data[8:10] == struct.pack("<H", 1) else 2
    body, _ = open_envelope(data, MAGIC, version, LIMIT, passphrase_keys(known))
    check_keys(body, version, data[12:44])
    released.update(body)
