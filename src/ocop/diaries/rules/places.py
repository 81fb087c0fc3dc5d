"""What makes a site or a growing area acceptable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gs1.keys import Gln, Gs1Error
from ocop.journal.rules import Reason, text_unfit

LARGEST_AREA = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth, in degrees; both or neither."""

    latitude: float | None = None
    longitude: float | None = None


NOWHERE = Spot()


def spot_unfit(spot: Spot) -> Iterator[Reason]:
    lat, lon = spot.latitude, spot.longitude
    if (lat is None) != (lon is None):
        yield Reason("Tọa độ cần đủ vĩ độ và kinh độ, hoặc để trống cả hai.", "latitude", "half")
    elif lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        yield Reason("Tọa độ ở ngoài trái đất. Vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180.", "latitude", "range")


def gln_of(text: str) -> str | Reason:
    """The GLN, empty for none, or why it is none."""
    if not text.strip():
        return ""
    try:
        found: str = Gln.parse(text.strip())
    except Gs1Error:
        found = ""
    if not found.strip("0"):  # thirteen noughts have a right check digit and are nobody's
        message = "GLN có 13 chữ số, chữ số cuối là số kiểm tra. Chưa có GLN thì để trống, hệ thống dùng mã riêng."
        return Reason(message, "gln", "check_digit")
    return found


def area_unfit(name: str, crop: str, code: str, area_ha: Decimal | None) -> Iterator[Reason]:
    yield from text_unfit(name, field="name", label="Tên vùng", longest=120, shortest=2)
    yield from text_unfit(crop, field="crop", label="Cây, con", longest=80, shortest=2)
    yield from text_unfit(code, field="code", label="Mã số vùng trồng", longest=40)
    if area_ha is not None and not 0 < area_ha <= LARGEST_AREA:
        yield Reason("Diện tích là số hecta lớn hơn 0, ví dụ 1,5.", "area_ha", "range")
