"""Bytes to JSON, strictly: UTF-8, no NaN, no lone surrogates, no doubled names, no bottomless nesting."""

from __future__ import annotations

import json
from typing import Any

import orjson

from epcis.errors import EpcisError, refuse, shown
from epcis.limits import DEFAULT

MAX_BYTES = DEFAULT.size
# What orjson writes at most. EPCIS itself needs about 12 levels; the rest is room for extensions.
MAX_DEPTH = 254

_BOM = b"\xef\xbb\xbf"
_OPENERS = b"[{"


def load_json(raw: bytes | str, *, max_bytes: int = MAX_BYTES) -> Any:
    """Parse JSON as EPCIS needs it: plain dicts, lists, text, numbers, booleans and None.

    A byte-order mark is let pass, as published documents carry one.

    Raises:
        EpcisError: codes `too_large`, `encoding`, `json`, `depth`, `duplicate`.
    """
    data = as_bytes(raw)
    if len(data) > max_bytes:
        raise refuse("too_large", f"The document has {len(data)} bytes; at most {max_bytes} are read.")
    value = decoded(data)
    refuse_duplicates(data, value)
    return value


def decoded(data: bytes) -> Any:
    """Parse JSON in which names may still be doubled; errors `json` and `depth`."""
    try:
        return orjson.loads(data.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise _explained(data.removeprefix(_BOM), error) from error


def as_bytes(raw: bytes | str) -> bytes:
    """Give the bytes of a document; a text must be fit for UTF-8."""
    if isinstance(raw, bytes):
        return raw
    try:
        return raw.encode()
    except UnicodeEncodeError as error:
        raise refuse("encoding", "The text holds a lone surrogate, which no UTF-8 document can.") from error


def _explained(data: bytes, error: orjson.JSONDecodeError) -> EpcisError:
    openers = sum(data.count(opener) for opener in _OPENERS)
    if openers > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        return _too_deep()
    return refuse("json", f"This is not JSON: {error}.")


def _too_deep() -> EpcisError:
    return refuse("depth", f"The document is nested deeper than {MAX_DEPTH} levels.")


def _depth(data: bytes) -> int:
    """Count the deepest nesting outside strings, stopping as soon as the limit is passed."""
    level = deepest = 0
    for part in data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]:
        for byte in part:
            if byte in _OPENERS:
                level += 1
                deepest = max(deepest, level)
            elif byte in b"]}":
                level -= 1
        if deepest > MAX_DEPTH:
            break
    return deepest


def refuse_duplicates(data: bytes, value: Any) -> None:
    """Compare the colons read with the colons of the value: every doubled name has lost at least one.

    A second look at each name would double the time; only a document that fails this count gets it.
    """
    try:
        written = orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise _too_deep() from error
    if data.count(b":") != written.count(b":") or b"\\u003" in data:  # \u003a is a colon in disguise
        json.loads(data, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise refuse("duplicate", f"The name {shown(key)} stands twice in one object.")
        found[key] = value
    return found
