"""Sessions (SPEC.md, section 3.2)."""
from .common import Fields, is_session_id, need
from .envelope import release_envelope


def check_session(body):
    """3.2"""
    fields = Fields(body)
    need(is_session_id(fields.text()))
    for _ in range(3):
        fields.text(1000)
    fields.take(16 + 32)
    start, expiry = fields.number("q"), fields.time()
    need(0 <= start < expiry and fields.number("I") <= 100000 and fields.number("B") <= 1)
    slots = fields.number("I")
    need(slots == -(-(expiry - start) // 900) and slots <= 65536)
    fields.take(128 * slots + 8192)
    fields.end()


release = release_envelope((b"SPOORSES", 1, 10 << 20), check_session)
