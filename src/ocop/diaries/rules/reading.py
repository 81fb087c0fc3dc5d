"""What a device sent, read strictly in shape and kindly in content: a gap is no fault, nonsense is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ocop.journal.rules import Reason, text_unfit

from .chain import canonical
from .kinds import DETAILS, RESULTS, Kind, kind_named
from .said import File, Said, Thing
from .values import as_moment, as_quantity, as_uuid, offset_of

MOST_ITEMS, MOST_FILES, MOST_AFTER = 40, 20, 50
LONGEST_PAYLOAD = 20_000
LONGEST_NOTE = 2000
EARLIEST_YEAR = 2000
# A phone whose clock runs ahead is shown as such; one that is years ahead must be set first.
FARTHEST_AHEAD = timedelta(days=400)
_BATCH = re.compile(r"[^\s/\\<>\"']{1,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BOOK = re.compile(r"[ph][1-9]\d{0,15}")
_FILE_KINDS = {"photo": "Ảnh", "voice": "Lời nói", "paper": "Giấy tờ"}


class _Reader:
    """Reads one entry and collects every reason against it."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.reasons: list[Reason] = []

    def refuse(self, name: str, message: str, code: str = "shape") -> None:
        self.reasons.append(Reason(message, name, code))

    def text(self, holder: dict[str, Any], name: str, label: str, longest: int, where: str = "") -> str:
        value = holder.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(where or name, f"{label} phải là chữ.")
            return ""
        self.reasons += text_unfit(value, field=where or name, label=label, longest=longest)
        return value.strip()

    def uuid(self, name: str, label: str) -> UUID | None:
        value = self.raw.get(name)
        if value in (None, ""):
            return None
        found = as_uuid(value)
        if found is None:
            self.refuse(name, f"{label} không phải mã do máy đặt.")
        return found

    def row(self, name: str, label: str, most: int) -> list[Any]:
        value = self.raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.refuse(name, f"{label}: cần một danh sách, nhiều nhất {most} dòng.")
            return []
        return value

    def number(self, holder: dict[str, Any], name: str, label: str, where: str) -> Decimal | None:
        value = holder.get(name)
        if value in (None, ""):
            return None
        found = as_quantity(value)
        if found is None:
            self.refuse(where, f"{label} phải là số không âm, nhiều nhất 3 chữ số lẻ, ví dụ 12,5.", "number")
        return found


def read_entry(raw: object, now: datetime) -> Said | list[Reason]:
    """The entry, or every reason why it cannot be read."""
    if not isinstance(raw, dict):
        return [Reason("Ghi chép phải là một đối tượng có tên trường.", "", "shape")]
    read = _Reader(raw)
    payload = _payload(read)
    key, kind = _identity(read)
    at = _moment(read, now)
    if not payload or key is None or kind is None or at is None:
        return read.reasons
    said = _said(read, key, kind, at, payload)
    read.reasons += _nonsense(said, kind)
    return read.reasons or said


def _payload(read: _Reader) -> str:
    try:
        payload = canonical(read.raw)
        payload.encode()
    except (ValueError, TypeError, RecursionError):
        read.refuse("", "Ghi chép có ký tự hoặc số không lưu được. Hãy gõ lại bằng bàn phím.", "unreadable")
        return ""
    if len(payload) > LONGEST_PAYLOAD:
        read.refuse("", f"Ghi chép dài quá {LONGEST_PAYLOAD} ký tự. Hãy chia thành nhiều ghi chép.", "too_large")
        return ""
    return payload


def _identity(read: _Reader) -> tuple[UUID | None, Kind | None]:
    key, kind = as_uuid(read.raw.get("id")), kind_named(read.raw.get("kind"))
    if key is None:
        read.refuse("id", "Ghi chép chưa có mã do máy đặt (UUID).", "id")
    if kind is None:
        read.refuse("kind", "Loại ghi chép này hệ thống chưa biết. Hãy cập nhật ứng dụng rồi gửi lại.", "kind")
    return key, kind


def _moment(read: _Reader, now: datetime) -> datetime | None:
    at = as_moment(read.raw.get("at"))
    if at is None:
        read.refuse("at", "Thiếu ngày giờ có múi giờ, ví dụ 2026-08-09T07:30:00+07:00.", "moment")
        return None
    if abs(at.utcoffset() or timedelta()) > timedelta(hours=14):
        read.refuse("at", "Múi giờ lệch quá 14 giờ. Hãy xem lại giờ của máy.", "zone")
        return None
    if at.year < EARLIEST_YEAR or at.replace(tzinfo=None) - now.replace(tzinfo=None) > FARTHEST_AHEAD:
        message = (
            f"Ghi chép đề ngày {at:%d/%m/%Y}: đồng hồ của máy đang sai. Hãy chỉnh ngày của máy, sửa ngày rồi gửi lại."
        )
        read.refuse("at", message, "clock")
        return None
    return at


def _said(read: _Reader, key: UUID, kind: Kind, at: datetime, payload: str) -> Said:
    return Said(
        id=key, kind=kind.key, at=at, offset=offset_of(at), payload=payload, book=_book(read, read.raw, "book"),
        site=read.uuid("site", "Địa điểm"), area=read.uuid("area", "Vùng nguyên liệu"), lot=_lot(read, read.raw, "lot"),
        spot=_spot(read), inputs=_things(read, "inputs", "Vào"), outputs=_things(read, "outputs", "Ra"),
        files=_files(read), after=_after(read), corrects=read.uuid("corrects", "Ghi chép được chữa"),
        note=read.text(read.raw, "note", "Ghi chú", LONGEST_NOTE), details=_details(read, kind),
    )  # fmt: skip


def _book(read: _Reader, holder: dict[str, Any], where: str) -> str:
    value = holder.get("book")
    if value in (None, ""):
        return ""
    if isinstance(value, str) and _BOOK.fullmatch(value):
        return value
    read.refuse(where, "Sổ không có trong danh sách của bạn.", "book")
    return ""


def _lot(read: _Reader, holder: dict[str, Any], where: str) -> int | None:
    value = holder.get("lot")
    if value in (None, ""):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**62:
        return value
    read.refuse(where, "Lô không có trong danh sách của bạn.", "lot")
    return None


def _spot(read: _Reader) -> tuple[float, float, float | None] | None:
    gps = read.raw.get("gps")
    if gps is None:
        return None
    parts = [gps.get(name) for name in ("lat", "lon", "accuracy")] if isinstance(gps, dict) else [None, None, None]
    lat, lon, accuracy = (
        float(p) if isinstance(p, int | float) and not isinstance(p, bool) and abs(p) < 1e7 else None for p in parts
    )
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        read.refuse("gps", "Vị trí GPS không đọc được. Hãy gửi lại không kèm vị trí.", "gps")
        return None
    return lat, lon, accuracy if accuracy is not None and accuracy >= 0 else None


def _things(read: _Reader, name: str, label: str) -> tuple[Thing, ...]:
    return tuple(
        _thing(read, row, f"{name}.{i}", f"{label} {i + 1}") for i, row in enumerate(read.row(name, label, MOST_ITEMS))
    )


def _thing(read: _Reader, row: object, where: str, label: str) -> Thing:
    if not isinstance(row, dict):
        read.refuse(where, f"{label}: dòng này không đọc được.")
        return Thing()
    batch = read.text(row, "batch", f"{label}, mã mẻ", 40, where)
    if batch and not _BATCH.fullmatch(batch):
        read.refuse(where, f"{label}: mã mẻ viết liền, không dấu cách, tối đa 40 ký tự, ví dụ MAT-0809A.", "batch")
    found = Thing(
        batch, _book(read, row, where), _lot(read, row, where), read.text(row, "name", f"{label}, tên", 120, where),
        read.number(row, "quantity", f"{label}, số lượng", where), read.text(row, "unit", f"{label}, đơn vị", 30, where),
    )  # fmt: skip
    if not (found.batch or found.lot or found.name):
        read.refuse(where, f"{label}: hãy ghi mẻ, lô hoặc tên.", "empty")
    if found.quantity is not None and not found.unit:
        read.refuse(where, f"{label}: có số lượng thì cần đơn vị, ví dụ kg.", "unit")
    return found


def _files(read: _Reader) -> tuple[File, ...]:
    found = []
    for i, row in enumerate(read.row("files", "Tệp kèm", MOST_FILES)):
        sha256 = row.get("sha256") if isinstance(row, dict) else None
        if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256) or row.get("kind") not in _FILE_KINDS:
            read.refuse(f"files.{i}", "Tệp kèm không đọc được. Hãy chụp hoặc ghi âm lại.", "file")
            continue
        found.append(File(sha256, row["kind"], read.text(row, "caption", "Chú thích", 200, f"files.{i}")))
    return tuple(found)


def _after(read: _Reader) -> tuple[UUID, ...]:
    seen = [as_uuid(value) for value in read.row("after", "Ghi chép đã thấy", MOST_AFTER)]
    if None in seen:
        read.refuse("after", "Danh sách ghi chép đã thấy không đọc được.")
    return tuple(dict.fromkeys(key for key in seen if key is not None))


def _details(read: _Reader, kind: Kind) -> dict[str, Any]:
    """The details that belong to this kind; others stay in the payload alone."""
    given = read.raw.get("details")
    if given is None:
        return {}
    if not isinstance(given, dict):
        read.refuse("details", "Phần chi tiết không đọc được.")
        return {}
    found: dict[str, Any] = {}
    for name in kind.details:
        value = given.get(name)
        if value in (None, ""):
            continue
        if name in _NUMBERS:
            found[name] = _detail_number(read, name, value)
        else:
            found[name] = read.text(given, name, DETAILS[name], 200, f"details.{name}")
    if found.get("result") not in (None, *RESULTS):
        read.refuse("details.result", "Kết quả kiểm nghiệm là đạt, không đạt hoặc chờ.", "result")
    return found


# The least and the most that makes sense.
_NUMBERS = {"quarantine_days": (0, 365), "temperature": (-60, 200), "humidity": (0, 100)}


def _detail_number(read: _Reader, name: str, value: object) -> float | None:
    least, most = _NUMBERS[name]
    sign = -1 if (isinstance(value, int | float) and value < 0) or str(value).startswith("-") else 1
    bare = abs(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value).lstrip("-")
    found = as_quantity(bare)
    if found is None or not least <= sign * found <= most:
        read.refuse(f"details.{name}", f"{DETAILS[name]}: cần số từ {least} đến {most}.", "number")
        return None
    return float(sign * found)


def _nonsense(said: Said, kind: Kind) -> Iterator[Reason]:
    if said.corrects == said.id:
        yield Reason("Ghi chép không thể chữa chính nó.", "corrects", "itself")
    if kind.key == "correction" and said.corrects is None:
        yield Reason("Hãy chọn ghi chép cần bỏ.", "corrects", "required")
    if said.id in said.after:
        yield Reason("Ghi chép không thể đến sau chính nó.", "after", "itself")
    told = said.note or said.inputs or said.outputs or said.files or said.details or said.corrects
    if not (told or said.site or said.area or said.lot):
        yield Reason("Ghi chép còn trống. Hãy ghi ít nhất một điều, hoặc kèm ảnh hay lời nói.", "note", "empty")
    if kind.takes and not kind.gives and said.outputs:
        yield Reason(f"«{kind.label}» không làm ra mẻ mới. Hãy ghi vào phần «Vào».", "outputs", "direction")
    if kind.gives and not kind.takes and said.inputs:
        yield Reason(f"«{kind.label}» chỉ ghi phần «Ra».", "inputs", "direction")
