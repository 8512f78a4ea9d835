"""Policies (SPEC.md, section 3.5)."""
from .common import Fields, need

HOURS = 4


def is_one_line(text):
    """Valid UTF-8 without control characters"""
    try:
        return not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text.decode())
    except UnicodeDecodeError:
        return False


def glob_is_sound(glob):
    braces, at = 0, 0
    while at < len(glob):
        c = glob[at:at + 1]
        if c == b"\\":
            at += 1
            if at == len(glob):
                return False
        braces += (c == b"{") - (c == b"}")
        if braces < 0:
            return False
        if c == b"[":
            first = at + 1 + (glob[at + 1:at + 2] in (b"!", b"^"))
            end = glob.find(b"]", first + 1)
            if end < 0:
                return False
            inside = glob[first:end]
            if any(two == ord("-") and one > three for one, two, three in zip(inside, inside[1:], inside[2:])):
                return False
            at = end
        at += 1
    return braces == 0 and 0 < len(glob) <= 4096 and b"\0" not in glob


def read_globs(fields):
    globs = [fields.text() for _ in range(fields.count(2))]
    need(len(globs) <= 1000 and all(map(glob_is_sound, globs)) and all(a < b for a, b in zip(globs, globs[1:])))


def check_policy(data):
    """n and m of the unlock"""
    fields = Fields(data)
    need(fields.number("B") == 1)
    flags = fields.number("B")
    need(flags < 8)
    hours = weekdays, start, end, offset = tuple(fields.number(c) for c in "BHHh")
    if flags & HOURS:
        need(0 < weekdays < 128 and start < 1440 and 1 <= end <= 1440 and start != end and abs(offset) < 1440)
    else:
        need(hours == (0, 0, 0, 0))
    _idle, openings, _age, _notes, _pages, _lines, strength = (fields.number("I") for _ in range(7))
    n, m = fields.number("B"), fields.number("B")
    need(openings >= 1 and strength <= 100000 and 1 <= n <= m <= 16)
    need(is_one_line(fields.text(200)))
    read_globs(fields)
    read_globs(fields)
    fields.end()
    return n, m
