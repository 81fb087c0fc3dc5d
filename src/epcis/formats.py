"""Formats of single values, as fast yes-or-no questions."""

from __future__ import annotations

import re
from datetime import datetime

# RFC 3986: a scheme, then characters of a URI with whole percent escapes.
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
)
# RFC 3339 with a zone; `T` and `Z` in capitals, as xsd:dateTimeStamp wants them.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_OFFSET = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)", re.ASCII)
_UNIT = re.compile(r"[A-Z0-9]{2,3}")
_HEX = re.compile(r"[A-Fa-f0-9]+")
_VERSION = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


def is_uri(value: str) -> bool:
    """Tell whether this is an absolute URI (RFC 3986); a CURIE such as `example:x` is one too."""
    return _URI.fullmatch(value) is not None


def is_moment(value: str) -> bool:
    """Tell whether this is a date and time with a zone (RFC 3339) that a calendar knows, years 0002 to 9998."""
    if _MOMENT.fullmatch(value) is None:
        return False
    try:
        return 2 <= datetime.fromisoformat(value).year <= 9998
    except ValueError:
        return False


def is_offset(value: str) -> bool:
    """Tell whether this is a zone offset from -14:00 to +14:00."""
    return _OFFSET.fullmatch(value) is not None


def is_unit(value: str) -> bool:
    """Tell whether this has the shape of a UN/CEFACT unit code, two or three capitals and digits."""
    return _UNIT.fullmatch(value) is not None


def is_hex(value: str) -> bool:
    return _HEX.fullmatch(value) is not None


def is_version(value: str) -> bool:
    return _VERSION.fullmatch(value) is not None
