"""Master data as rows: what an element is looked for by, and whether it says anything new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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


# How people call the vocabularies of the standard, and the attributes of CBV 2.0 that places and goods have most.
KINDS = {
    "BusinessLocation": "Địa điểm", "ReadPoint": "Điểm ghi", "Location": "Địa điểm, điểm ghi",
    "SourceDest": "Bên giao, bên nhận", "Party": "Bên liên quan", "EPCClass": "Loại hàng, lô", "EPCInstance": "Đơn vị hàng",
    "BusinessStep": "Bước nghiệp vụ", "Disposition": "Tình trạng", "BusinessTransaction": "Chứng từ",
}  # fmt: skip
_ATTRIBUTES = {
    "name": "Tên", "descriptionShort": "Tên hàng", "functionalName": "Loại", "streetAddressOne": "Đường, thôn",
    "streetAddressTwo": "Địa chỉ thêm", "city": "Xã, phường", "state": "Tỉnh, thành phố", "postalCode": "Mã bưu chính",
    "countryCode": "Nước", "latitude": "Vĩ độ", "longitude": "Kinh độ", "countryOfOrigin": "Xuất xứ",
    "additionalTradeItemDescription": "Mô tả", "manufacturerOfTradeItemPartyName": "Nơi làm ra",
    "netContent": "Lượng tịnh", "lotNumber": "Lô", "itemExpirationDate": "Hạn dùng", "bestBeforeDate": "Dùng tốt nhất trước",
    "simulated": "Mô phỏng", "siteKind": "Loại nơi", "productCode": "Mã sản phẩm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An element as people read it: `facts` are (name, value); `title` is the fact that names it, if any does."""

    kind: str
    said: str
    title: str
    facts: Sequence[tuple[str, str]]
    children: Sequence[str]
    since: datetime


def told(kind: str, said: str, pairs: Iterable[tuple[str, Any]], children: Sequence[str], since: datetime) -> Told:
    facts = [(_called(name), _shown(value)) for name, value in pairs]
    title = next((value for name, value in facts if name in ("Tên", "Tên hàng")), "")
    return Told(KINDS.get(kind, kind), said, title, facts, children, since)


def _called(name: str) -> str:
    """By the last part of its name; names of others stay as they are."""
    local = name.replace("#", "/").replace(":", "/").rpartition("/")[2]
    return _ATTRIBUTES.get(local, local or name)


def _shown(value: Any) -> str:
    (plain, *others) = _plain(value) or [value]
    return plain if type(plain) is str and not others else orjson.dumps(value).decode()
