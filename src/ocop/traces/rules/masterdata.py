"""Master data as rows: what an element is looked for by, and whether it says anything new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from epcis.masterdata import Element, same_name, value_key
from epcis.queryterms import Attribute, Condition
from ocop.journal.rules import Reason

from .marks import hash64


def element_marks(element: Element) -> list[int]:
    """Hashes of the names of its attributes, and of each name with its value."""
    found: set[int] = set()
    for name, value in element.attributes:
        known = same_name(name)
        found |= {hash64(known), *(hash64(f"{known} {value_key(each)}") for each in _plain(value))}
    return sorted(found)


def _plain(value: Any) -> list[Any]:
    """A value that is an object may hold a single one."""
    return [value[name] for name in ("#text", "@value") if name in value] if type(value) is dict else [value]


def asked_marks(condition: Condition) -> list[int]:
    """Marks of which an element that answers a condition on attributes has at least one."""
    wanted = condition.of
    assert isinstance(wanted, Attribute)
    if not wanted.name:
        return [hash64(name) for name in condition.values]
    return [hash64(f"{wanted.name} {value_key(value)}") for value in condition.values]


def newest(elements: Sequence[Element]) -> list[Element]:
    """Of what one document says twice, the last."""
    return list({(element.kind, element.key): element for element in elements}.values())


def unwritable(element: Element) -> Reason | None:
    """The database holds no NUL."""
    if b"\\u0000" not in orjson.dumps(tuple(element)):
        return None
    field = "/epcisHeader/epcisMasterData/vocabularyList"
    return Reason("Dữ liệu gốc có ký tự NUL, là ký tự không chữ nào dùng. Hãy bỏ ký tự đó.", field, "text")
