"""Numbers as people here write them, the way back from `formats`: 1.000 is a thousand, 12,5 is twelve and a half."""

from __future__ import annotations

import re

# Spaces of every width part thousands too.
_GROUPED = re.compile(r"(-?)([1-9]\d{0,2})((?:[.\s]\d{3})+)(,\d+)?")
_WHOLE = re.compile(r"-?\d+")


def ungrouped(text: str) -> str:
    """Without the marks between thousands: «1.234,5» → «1234,5». Anything else as it is: «12.5» stays."""
    found = _GROUPED.fullmatch(text.strip())
    if found is None:
        return text.strip()
    sign, first, groups, rest = found.groups()
    return "".join((sign, first, re.sub(r"[.\s]", "", groups), rest or ""))


def whole(text: str) -> int | None:
    """1000, 1.000 and 1 000; None for what is no whole number, so that «1,5» or «1.5» is never taken for another."""
    bare = ungrouped(text)
    return int(bare) if _WHOLE.fullmatch(bare) and len(bare) <= 40 else None
