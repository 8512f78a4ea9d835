"""Logs, heads and proofs (SPEC.md, section 7), as who has the vendor's log key and the reviewer's key."""
import base64
import binascii
import hashlib
import hmac
import re
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .common import Fields, LAST_SECOND, Refusal, check_signature, hkdf, need, sha256, unseal

HEADER, MAC, SIGNATURE, START = 314, 32, 64, 16
MOST_BYTES, MOST_ENTRIES, MOST_PLAIN, MOST_TEXT = 1 << 20, 65536, 32768, 8192
NONCE = bytes(12)


def mac_of(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def public_of(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def shared(private, other, ephemeral, lasting, info):
    """7.5"""
    try:
        secret = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:
        raise Refusal("wrong_key") from None
    return hkdf(secret, ephemeral + lasting, info)


class Tree:
    """RFC 6962, 2.1, by its recursion over all leaves."""

    def __init__(self):
        self.leaves = []

    def add(self, entry):
        self.leaves.append(sha256(b"\0" + entry))

    def root(self, begin=0, end=None):
        end = len(self.leaves) if end is None else end
        count = end - begin
        if count == 0:
            return sha256(b"")
        if count == 1:
            return self.leaves[begin]
        half = 1 << (count - 1).bit_length() - 1
        return sha256(b"\1" + self.root(begin, begin + half) + self.root(begin + half, end))


def from_base64(text):
    try:
        out = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refusal("damaged") from None
    need(base64.b64encode(out) == text)
    return out


def digest_from(text):
    out = from_base64(text)
    need(len(out) == 32)
    return out


def number_from(text):
    need(re.fullmatch(rb"0|[1-9][0-9]{0,19}", text) is not None)
    return int(text)


def head_text(session, log_id, entries, root, chain, time):
    origin = b"spoor.log/" + session + b"/" + base64.urlsafe_b64encode(log_id).rstrip(b"=")
    return b"%s\n%d\n%s\nchain %s\ntime %d\n" % (origin, entries, base64.b64encode(root), base64.b64encode(chain), time)


def read_note(note, room_key):
    """7.4"""
    need(len(note) <= 2048)
    lines = note.split(b"\n")
    need(len(lines) == 8 and lines[5] == b"" and lines[7] == b"")
    origin = re.fullmatch(rb"spoor\.log/(s-[0-9a-f]{12})/([A-Za-z0-9_-]{43})", lines[0])
    need(origin is not None)
    log_id = digest_from(origin[2].replace(b"-", b"+").replace(b"_", b"/") + b"=")
    entries, root = number_from(lines[1]), digest_from(lines[2])
    need(entries < 1 << 64)
    need(lines[3].startswith(b"chain ") and lines[4].startswith(b"time "))
    chain, time = digest_from(lines[3][6:]), number_from(lines[4][5:])
    need(time <= LAST_SECOND)
    start = b"\xe2\x80\x94 " + lines[0] + b" "
    need(lines[6].startswith(start))
    signature = from_base64(lines[6][len(start):])
    need(len(signature) == 68)
    need(signature[:4] == sha256(lines[0] + b"\n\x01" + room_key)[:4], "wrong_key")
    text = b"".join(line + b"\n" for line in lines[:5])
    check_signature(room_key, text, signature[4:])
    return origin[1], log_id, entries, root


def read_header(data):
    """7.1"""
    magic = b"SPOORLOG"
    need(data[:8] == magic[:len(data)] and len(data) >= HEADER)
    fields = Fields(data[8:HEADER])
    need((fields.number("H"), fields.number("H")) == (1, 0), "unsupported")
    header = {"bytes": data[:HEADER], "vendor": fields.take(32), "room_id": fields.take(32), "room_key": fields.take(32),
              "session": b"s-" + fields.take(6).hex().encode(), "archive": fields.take(16), "time": fields.time(),
              "log_key": fields.take(32), "ephemeral": fields.take(32), "carry": fields.take(48)}
    check_signature(header["room_key"], b"spoor log header" + data[:250], fields.take(64))
    header["id"] = sha256(data[:HEADER])
    return header


def split_entry(stored):
    """7.3: audience, commitment, ephemeral key, ciphertext"""
    need(stored[0] <= 3, "unsupported")
    fields = Fields(stored[1:])
    if stored[0] == 0:
        run = {"number": fields.number("I"), "reviewer": fields.take(32), "ephemeral": fields.take(32),
               "chain": fields.take(48), "linked": fields.number("B"), "link": fields.take(32), "bytes": stored}
        fields.end()
        need(run["linked"] == 1 or run["linked"] == 0 and run["link"] == bytes(32))
        return 0, run, None, None
    commitment = fields.take(32)
    ephemeral = fields.take(32) if stored[0] == 2 else None
    sealed = stored[1 + fields.at:]
    need(16 <= len(sealed) <= MOST_PLAIN + 16)
    return stored[0], commitment, ephemeral, sealed


def split_groups(data):
    """7.2, step 1 and 2: groups as (covered bytes, entries, mac, signature, time)."""
    at, groups = HEADER, []
    while at < len(data):
        rest = data[at:]
        if len(rest) < START:
            break
        length, count, time = struct.unpack("<IIq", rest[:START])
        need(1 <= length <= MOST_BYTES and 1 <= count <= MOST_ENTRIES and 0 <= time <= LAST_SECOND)
        whole = START + length + MAC + SIGNATURE
        if len(rest) < whole:
            break
        fields = Fields(rest[START:START + length])
        entries = []
        for _ in range(count):
            entries.append(fields.take(fields.number("H")))
            need(entries[-1] != b"")
        fields.end()
        groups.append((rest[:START + length], entries, rest[START + length:whole - SIGNATURE],
                       rest[whole - SIGNATURE:whole], time))
        yield groups[-1]
        at += whole


def check_structure(data):
    """What anybody can check."""
    header = read_header(data)
    chain, before, tree, runs, groups = header["id"], b"", Tree(), 0, []
    for covered, entries, mac, signature, time in split_groups(data):
        parts = []
        for place, stored in enumerate(entries):
            parts.append(split_entry(stored))
            if stored[0] == 0:
                need(place == 0 and parts[0][1]["number"] == runs)
                runs += 1
        need(runs > 0)
        groups.append({"chain": chain, "before": before, "covered": covered, "mac": mac, "entries": entries,
                       "parts": parts, "first": len(tree.leaves)})
        chain = sha256(chain + before + covered + mac)
        for stored in entries:
            tree.add(stored)
        before, last_time = signature, time
    if groups:
        text = head_text(header["session"], header["id"], len(tree.leaves), tree.root(), chain, last_time)
        check_signature(header["room_key"], text, before)
    return header, groups


def open_entry(key, audience, log_id, index, commitment, sealed, failure):
    need(hkdf(key, None, b"spoor log commit") == commitment, failure)
    bound = bytes([audience]) + log_id + struct.pack("<Q", index)
    return unseal(hkdf(key, None, b"spoor log cipher"), NONCE, sealed, bound, failure)


def time_ms(fields):
    need(0 <= fields.number("q") <= 1000 * LAST_SECOND + 999)


def lines(fields):
    fields.text(MOST_TEXT)
    first, last = fields.number("Q"), fields.number("Q")
    need(1 <= first <= last)


def one_to(most):
    def check(fields):
        need(1 <= fields.number("B") <= most)
    return check


def text(fields):
    fields.text(MOST_TEXT)


def flag(fields):
    need(fields.number("B") <= 1)


def size(count):
    def check(fields):
        fields.take(count)
    return check


RECORDS = {1: (text, one_to(3)), 2: (lines,), 3: (lines, size(8), flag), 4: (one_to(2), size(32)),
           5: (lines, size(4), text), 6: (text,), 7: (one_to(5),), 8: (text,), 9: (time_ms, time_ms), 10: (),
           11: (size(32),)}
PRIVATE = (size(16), text)


def check_record(plain, audience):
    """7.6"""
    fields = Fields(plain)
    kind = fields.number("B")
    time_ms(fields)
    need(kind in RECORDS if audience == 1 else kind in (64, 65))
    for check in RECORDS[kind] if audience == 1 else PRIVATE:
        check(fields)
    fields.end()


def release_log(data, known, released):
    header, groups = check_structure(data)
    log_private, reviewer_private = bytes.fromhex(known["log_private"]), bytes.fromhex(known["reviewer_private"])
    log_id, chain_key, carry, reviewer = header["id"], None, None, None
    for group in groups:
        run = group["parts"][0][1] if group["entries"][0][0] == 0 else None
        if run:
            stored, reviewer = run["bytes"], run["reviewer"]
            key = shared(log_private, run["ephemeral"], run["ephemeral"], header["log_key"], b"spoor log run")
            chain_key = unseal(key, NONCE, run["chain"], log_id + stored[:69], "wrong_key")
            if run["number"] == 0:
                key = shared(log_private, header["ephemeral"], header["ephemeral"], header["log_key"],
                             b"spoor log carry")
                carry = unseal(key, NONCE, header["carry"], header["bytes"][:202], "wrong_key")
            if run["linked"]:
                need(mac_of(carry, group["chain"], stored[:118]) == run["link"], "bad_signature")
            carry = hkdf(carry if run["linked"] else chain_key, None, b"spoor log next carry")
        need(mac_of(hkdf(chain_key, None, b"spoor log mac"), group["chain"], group["before"], group["covered"]) ==
             group["mac"], "bad_signature")
        entries_key = hkdf(chain_key, None, b"spoor log group")
        chain_key = hkdf(chain_key, None, b"spoor log next")
        for place, (audience, commitment, ephemeral, sealed) in enumerate(group["parts"]):
            index = group["first"] + place
            if audience == 1:
                key = hkdf(entries_key, struct.pack("<Q", index), b"spoor log entry")
            elif audience == 2 and reviewer == public_of(reviewer_private):
                key = shared(reviewer_private, ephemeral, ephemeral, reviewer, b"spoor log reviewer")
            else:
                continue
            plain = open_entry(key, audience, log_id, index, commitment, sealed, "damaged")
            check_record(plain, audience)
            released.update(struct.pack("<QI", index, len(plain)) + plain)


def release_note(data, known, released):
    read_note(data, bytes.fromhex(known["room_signing_key"]))
    released.update(data)


def release_receipt(data, known, released):
    """7.8"""
    first = re.search(rb"^spoor\.log/", data, re.M)
    need(first is not None)
    last = re.compile(rb"^\xe2\x80\x94 spoor\.log/[^\n]*\n", re.M).search(data, first.start())
    need(last is not None)
    release_note(data[first.start():last.end()], known, released)


def path_holds(leaf, index, count, path, root):
    """RFC 9162, 2.1.3.2"""
    if index >= count:
        return False
    node, last, value = index, count - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = sha256(b"\1" + sibling + value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\1" + value + sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def release_proof(data, known, released):
    """7.7"""
    need(len(data) <= 65536)
    proof, separator, note = data.partition(b"\n\n")
    need(separator != b"")
    lines_of_it = proof.split(b"\n")
    need(len(lines_of_it) >= 3 and lines_of_it[0] == b"c2sp.org/tlog-proof@v1")
    need(lines_of_it[1].startswith(b"extra ") and lines_of_it[2].startswith(b"index "))
    extra, index = from_base64(lines_of_it[1][6:]), number_from(lines_of_it[2][6:])
    path = [digest_from(line) for line in lines_of_it[3:]]
    need(len(extra) > 32 and index < 1 << 64 and len(path) <= 128)
    audience, commitment, _, sealed = split_proven(extra[32:])
    _, log_id, count, root = read_note(note, bytes.fromhex(known["room_signing_key"]))
    need(path_holds(sha256(b"\0" + extra[32:]), index, count, path, root), "bad_signature")
    plain = open_entry(extra[:32], audience, log_id, index, commitment, sealed, "wrong_key")
    check_record(plain, audience)
    released.update(plain)


def split_proven(stored):
    need(stored[0] in (1, 2))
    return split_entry(stored)
