"""How much one capture may hold; what is more is refused before it costs memory."""

from __future__ import annotations

from epcis import Limits

LIMITS = Limits()
# A larger document is stored by the worker; whoever sent it asks the job.
AT_ONCE = 20_000
# The library's words for it.
TOO_MUCH = frozenset({"too_large", "too_many"})
# Every value of JSON takes some sixty bytes once read, however short it is written.
_MOST_VALUES = 3_000_000


def too_many_values(raw: bytes) -> bool:
    """Whether the text holds more values than memory is meant for; counted, not read."""
    return raw.count(b",") + raw.count(b"[") + raw.count(b"{") > _MOST_VALUES
