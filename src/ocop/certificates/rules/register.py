"""What a row of the province's register says: which events, at which level, under which regime. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ocop.journal.rules import Reason, text_unfit

STATUSES = (
    "certified", "recertified", "candidate_5", "participating", "listed", "legacy_provincial",
)  # fmt: skip
_CERTAINTIES = ("high", "medium", "low")
# First and last full year of each regime; 2019, 2023, 2025 and 2026 saw two, so their years say nothing.
_REGIMES = (("QN-PROVINCIAL-2013", 2013, 2018), ("QD1048-2019", 2020, 2022), ("QD148-2023", 2024, 2024))


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a source tells it."""

    kind: str
    star: int | None = None
    level: str = ""
    regime: str = ""
    decided_on: date | None = None
    precision: str = "unknown"
    known_on: date | None = None
    decision: str = ""
    certainty: str = "high"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the register, cleaned; places still by name."""

    number: int
    product: str
    producer: str
    producer_kind: str
    line: str
    group: str
    set_no: int | None
    former_place: str
    place: str
    star: int | None
    year: int | None
    known_by: date | None
    status: str
    decision: str
    source: str
    certainty: str
    note: str


def read_row(number: int, cells: Mapping[str, str]) -> tuple[Row, list[Reason]]:
    """A row of the file and every reason why it cannot be kept; columns as in reference/register/README.md."""
    reasons = _unfit(number, cells)
    row = Row(
        number=number,
        product=cells.get("product", "") or cells.get("san_pham", "") or cells.get("product_name", ""),
        producer=cells.get("producer", "") or cells.get("chu_the", ""),
        producer_kind=cells.get("producer_kind", "") or cells.get("producer_type", ""),
        line=cells.get("line", "") or cells.get("product_line", "") or cells.get("nganh", ""),
        group=cells.get("group", "") or cells.get("nhom", ""),
        set_no=_number(cells.get("set_no", "") or cells.get("bo", "")),
        former_place=cells.get("former_place", "") or cells.get("locality_old", "") or cells.get("dia_phuong_cu", ""),
        place=cells.get("place", "") or cells.get("locality_2025", "") or cells.get("xa", ""),
        star=_number(cells.get("star", "") or cells.get("sao", "")),
        year=_number(cells.get("year", "") or cells.get("nam", "")),
        known_by=_day(cells.get("known_by", "")),
        status=cells.get("status", "") or cells.get("tinh_trang", "") or "participating",
        decision=cells.get("decision", "") or cells.get("quyet_dinh", ""),
        source=cells.get("source", "") or cells.get("nguon", ""),
        certainty=cells.get("certainty", "") or cells.get("confidence", "") or "low",
        note=cells.get("note", "") or cells.get("ghi_chu", ""),
    )
    label = f"Dòng {number}: tên sản phẩm"
    reasons += text_unfit(row.product, field=f"row-{number}", label=label, longest=200, shortest=2)
    reasons += text_unfit(row.producer, field=f"row-{number}", label=f"Dòng {number}: tên chủ thể", longest=200)
    return row, reasons + _impossible(row)


def _unfit(number: int, cells: Mapping[str, str]) -> list[Reason]:
    """Numbers and days that are none."""
    reasons = []
    for names, label in ((("star", "sao"), "số sao"), (("year", "nam"), "năm"), (("set_no", "bo"), "bộ sản phẩm")):
        for name in names:
            text = cells.get(name, "")
            if text and _number(text) is None:
                message = f"Dòng {number}: {label} “{text[:20]}” không phải số. Hãy ghi số, hoặc để trống khi chưa rõ."
                reasons.append(Reason(message, f"row-{number}", "number"))
    known = cells.get("known_by", "")
    if known and _day(known) is None:
        message = f"Dòng {number}: ngày “{known[:20]}” không đúng dạng năm-tháng-ngày."
        reasons.append(Reason(message, f"row-{number}", "day"))
    return reasons


def _impossible(row: Row) -> list[Reason]:
    found = []
    if row.star is not None and not 1 <= row.star <= 5:
        found.append(f"số sao là {row.star}; chỉ có từ 1 đến 5")
    if row.year is not None and not 2013 <= row.year <= 2100:
        found.append(f"năm {row.year} nằm ngoài thời gian của chương trình (từ 2013)")
    if row.set_no is not None and not 1 <= row.set_no <= 26:
        found.append(f"bộ sản phẩm {row.set_no} không có; Phụ lục I có bộ 1 đến 26")
    if row.status not in STATUSES:
        found.append(f"tình trạng “{row.status[:30]}” không có trong danh sách: {', '.join(STATUSES)}")
    if row.certainty not in _CERTAINTIES:
        found.append(f"mức tin cậy “{row.certainty[:20]}” phải là {', '.join(_CERTAINTIES)}")
    if not row.source:
        found.append("chưa ghi nguồn; mỗi dòng phải nói lấy từ đâu")
    if row.status in ("certified", "recertified") and row.star is None:
        found.append("ghi là đã công nhận nhưng chưa có số sao")
    return [Reason(f"Dòng {row.number}: {text}.", f"row-{row.number}", "impossible") for text in found]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def regime_of_year(year: int | None) -> str:
    """The regime when the whole year knew only one; empty otherwise."""
    return next((regime for regime, first, last in _REGIMES if year is not None and first <= year <= last), "")


def events_told(row: Row) -> list[Told]:
    """The events that a row tells; a day or a regime that the source does not give stays unknown."""
    when = {
        "decided_on": date(row.year, 1, 1) if row.year else None,
        "precision": "year" if row.year else "unknown",
        "known_on": row.known_by,
    }
    common = {"decision": row.decision, "certainty": row.certainty, "note": row.note}
    if row.status == "candidate_5":
        return _candidate(row)
    if row.status in ("participating", "listed"):
        return [Told("participated", **when, **common)]  # type: ignore[arg-type]
    if row.status == "legacy_provincial":
        regime = "QN-PROVINCIAL-2013"
        return [Told("recognised", row.star, "legacy_province", regime, **when, **common)]  # type: ignore[arg-type]
    kind = {"recertified": "renewed"}.get(row.status, "recognised")
    level = "ministry" if row.star == 5 else "province"
    return [Told(kind, row.star, level, regime_of_year(row.year), **when, **common)]  # type: ignore[arg-type]


def _candidate(row: Row) -> list[Told]:
    """A product sent to the ministry holds four stars of the province already: since when, the source does not say."""
    known = row.known_by or (date(row.year, 12, 31) if row.year else None)
    inferred = "hạng 4 sao suy ra từ việc hồ sơ đã gửi Bộ xét 5 sao"
    note = "; ".join(filter(None, [row.note, inferred]))
    day = date(row.year, 1, 1) if row.year else None
    precision = "year" if row.year else "unknown"
    return [
        Told("recognised", row.star, "province", "", None, "unknown", known, "", "medium", note),
        Told("proposed", None, "ministry", "", day, precision, known, row.decision, row.certainty, row.note),
    ]


def upgraded(told: Told, stars_before: list[int]) -> bool:
    """Whether a recognition lifted a star of the same kind of criteria that is known from before."""
    return told.kind == "recognised" and told.star is not None and any(s < told.star for s in stars_before)
