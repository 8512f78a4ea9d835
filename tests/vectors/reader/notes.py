"""Notes of a reviewer (SPEC.md, section 11)."""
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .common import Fields, hkdf, need, unseal

PAGE = 4096
NOTE, BOOKMARK, REVIEWED, TO_DO = 1, 2, 3, 4


def text_is_sound(text):
    try:
        return 1 <= len(text) <= 4096 and not any(
            (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in text.decode())
    except UnicodeDecodeError:
        return False


def read_note(fields):
    path, first, last = fields.text(8192), fields.number("Q"), fields.number("Q")
    kind, made, text = fields.number("B"), fields.time(), fields.text()
    lines = fields.take(32)
    need(path and NOTE <= kind <= TO_DO)
    need(first <= last and (first == 0) == (last == 0))
    need(kind != BOOKMARK or first == last != 0)
    need(text_is_sound(text) if kind == NOTE else not text)
    return path, first, last, kind, made, text, lines


def check_order(notes):
    need(all(a < b for a, b in zip(notes, notes[1:])))
    marks = [(*note[:3], note[3] if note[3] == BOOKMARK else REVIEWED) for note in notes if note[3] != NOTE]
    need(len(set(marks)) == len(marks))


def open_body(data, known, magic, info):
    need(len(data) <= 16 << 20 and data[:8] == magic and len(data) >= 12)
    need(struct.unpack("<HH", data[8:12]) == (1, 0), "unsupported")
    fields = Fields(data)
    fields.take(12)
    reviewer, archive, salt = fields.take(32), fields.take(16), fields.take(32)
    bound, sealed = data[:fields.at], data[fields.at:]
    need(len(sealed) >= PAGE + 16 and (len(sealed) - 16) % PAGE == 0)
    private = bytes.fromhex(known["reviewer_key"])
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    need(reviewer == public and archive == bytes.fromhex(known["archive_id"]), "wrong_key")
    key = hkdf(hkdf(private, archive, b"spoor notes"), salt, info)
    return unseal(key, bytes(12), sealed, bound, "damaged")


def check_filling(fields):
    filling = fields.take(len(fields.data) - fields.at)
    need(len(filling) < PAGE and not any(filling))


def release_export(data, known, released):
    fields = Fields(open_body(data, known, b"SPOORNOX", b"spoor notes export"))
    text = fields.take(fields.number("I"))
    check_filling(fields)
    released.update(text)


def release(data, known, released):
    body = open_body(data, known, b"SPOORNOT", b"spoor notes file")
    fields = Fields(body)
    notes = [read_note(fields) for _ in range(fields.count(61))]
    check_filling(fields)
    check_order(notes)
    released.update(body)
